"""Children that talk to a GPU, which may hang, and files that are whole at any moment."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time


GRACE = 2  # seconds between being told to end and being killed


class Late(Exception):
    """A child that did not end within its time."""


def tied():
    """Before a command: it is told to end when the process that started it is gone, however that ended."""
    return ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []


def run(command, seconds):
    """What a child printed and how it ended (stdout, stderr, returncode). After `seconds` it and all it started are told to end, GRACE
    later they are killed: Late. What it prints goes to files: of a pipe that a grandchild still holds nobody would see the
    end. The limit is timeout's own, so it holds also when this process is killed."""
    begin = time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as out, tempfile.TemporaryFile("w+", errors="replace") as err:
        limited = [*tied(), "timeout", "-k", str(GRACE), f"{seconds:.3f}", *[str(word) for word in command]]
        try:
            code = subprocess.run(limited, stdin=subprocess.DEVNULL, stdout=out, stderr=err, timeout=seconds + 2 * GRACE).returncode
        except subprocess.TimeoutExpired:
            raise Late(f"it took longer than {seconds:.0f} s and could not be killed")
        if code in (124, 137) and time.monotonic() - begin >= seconds:
            raise Late(f"it took longer than {seconds:.0f} s")
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


def replace(path, text):
    """Gives a file this text in one step: whoever reads it finds the old one or the new one. There is one temporary name per folder,
    `.new`, so that one that was killed leaves one file at most."""
    path = pathlib.Path(path)
    new = path.with_name(".new")
    new.write_text(text)
    os.replace(new, path)


def replace_json(path, value):
    """The same of a value, on one line."""
    replace(path, json.dumps(value) + "\n")
