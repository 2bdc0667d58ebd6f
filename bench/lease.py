"""Stages of work on a machine that is lent for minutes, and may be gone in the middle of one. A folder of at most six files says what
was done: summary.txt for people, beside.json for the next call (and what single stages found), log.txt, two reports, and at times one
that is being written. Each is whole at any moment: it is replaced in one step, the log is only added to. What a stage has found so far
is kept every second, and so is the clock, so that a call that was killed costs what it lasted."""
import collections
import json
import os
import pathlib
import signal
import subprocess
import time

import limited

Ended = collections.namedtuple("Ended", "how text")
# how: an exit code (below 0: the signal that ended it), or one of
LATE = "late"  # its time was over
HUNG = "hung"  # it printed nothing for too long
STUCK = "stuck"  # it could not be killed
LATER = (LATE, HUNG, STUCK)

TO_DIE = 2  # seconds that a killed process is waited for
SPARE = TO_DIE + 1  # seconds of a call that no stage is given
TICK = 1  # seconds between two looks at what a stage has found


class Interrupted(BaseException):
    """This call was told to end."""


def raise_interrupted(number, _):
    raise Interrupted(signal.Signals(number).name)


def grace_of(seconds):
    """How long before the end of its time a child is told to end."""
    return min(10, seconds / 4)


def inner(seconds):
    """What a child that minds its time itself is given of so many seconds."""
    return f"{0.95 * (seconds - grace_of(seconds)):.1f}"


class Lease:
    """The clock of one call and of all, and the folder."""

    def __init__(self, out, call_s, total_s):
        self.out = pathlib.Path(out)
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / ".new").unlink(missing_ok=True)
        for path in self.out.iterdir():
            path.chmod(0o644)  # what was brought back may be for reading only
        self.begin = time.monotonic()
        self.call_s, self.total_s = call_s, total_s
        self.kept = {"clock_s": 0, "calls": [], "stages": {}}
        if (self.out / "beside.json").exists():
            self.kept = json.loads((self.out / "beside.json").read_text())
        self.before = self.kept["clock_s"]
        if any(stage["outcome"] == "begun" for stage in self.kept["stages"].values()):
            self.before += TICK  # what may have gone by since the last look
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, raise_interrupted)

    def clock(self):
        """Seconds of all calls so far."""
        return self.before + time.monotonic() - self.begin

    def left(self):
        """Seconds that a stage may take now."""
        return min(self.call_s - (time.monotonic() - self.begin), self.total_s - self.clock()) - SPARE

    def left_to_later_calls(self):
        return self.total_s - self.clock() - SPARE

    def note(self, stage, outcome, text="", seconds=None):
        """What became of a stage. Kept at once."""
        entry = {"outcome": outcome, "text": text}
        if seconds is not None:
            entry["seconds"] = round(seconds)
        self.kept["stages"][stage] = entry
        self.save()

    def line(self, stage):
        entry = self.kept["stages"][stage]
        took = f", {entry['seconds']} s" if "seconds" in entry else ""
        return f"{stage}: {entry['outcome']}{took}{', ' if entry['text'] else ''}{entry['text']}"

    def save(self):
        self.kept["clock_s"] = round(self.clock(), 1)
        limited.replace(self.out / "beside.json", json.dumps(self.kept, indent=1) + "\n")
        lines = [*self.kept["calls"], *map(self.line, self.kept["stages"]), f"clock: {self.clock():.0f} s of {self.total_s:.0f}"]
        limited.replace(self.out / "summary.txt", "\n".join(lines) + "\n")

    def child(self, title, command, seconds, found=None, silence=None, environment=None):
        """Runs a child that may take so many seconds in all: it is told to end before that, then killed, and left behind where even that
        does not end it. What it prints goes to the log. Every second `found` is called, to keep what it has found. With `silence` it is
        taken for hung when it prints nothing for so long. It ends when we do, however that is."""
        seconds = max(seconds, 0.5)
        grace = grace_of(seconds)
        command = [str(word) for word in command]
        # In the foreground only the child is told, and once: a second time would end gpupeak at once.
        limit = ["timeout", "--foreground", "-k", f"{0.8 * grace:.3f}", f"{seconds - grace:.3f}"]
        with open(self.out / "log.txt", "ab+") as log:
            log.write(f"\n== {title}: {' '.join(command)}\n".encode())
            log.flush()
            start = log.tell()
            process = subprocess.Popen([*limited.tied(), *limit, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       env=environment, start_new_session=True)
            try:
                how = self.watch(process, seconds - grace, seconds, log, silence, found)
            finally:
                end(process)
                if found:
                    found()
            log.seek(start)
            return Ended(STUCK if process.returncode is None else how, log.read().decode(errors="replace"))

    def watch(self, process, told_to_end, seconds, log, silence, found):
        """How a child ended; it may still be there."""
        begin = grown = looked = time.monotonic()
        size = 0
        while process.poll() is None:
            now = time.monotonic()
            if now - begin >= seconds:
                return LATE
            if os.fstat(log.fileno()).st_size != size:
                size, grown = os.fstat(log.fileno()).st_size, now
            if silence and now - grown >= silence:
                return HUNG
            if now - looked >= TICK:
                looked = now
                if found:
                    found()
                self.save()
            time.sleep(0.02)
        late = time.monotonic() - begin >= told_to_end and process.returncode in (124, 137)
        return LATE if late else process.returncode

    def keep_file(self, source, name):
        """Takes over a file that a child replaces in one step."""
        if source.exists():
            self.keep_text(source.read_text(), name)

    def keep_text(self, text, name):
        if not (self.out / name).exists() or (self.out / name).read_text() != text:
            limited.replace(self.out / name, text)

    def keep_entry(self, source, name):
        """The same of JSON, as an entry of beside.json."""
        if source.exists():
            self.kept[name] = json.loads(source.read_text())


def end(process):
    """Kills what is left of a child and of all in its group, and does not wait for one that a driver holds."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    try:
        process.wait(TO_DIE)
    except subprocess.TimeoutExpired:
        pass
