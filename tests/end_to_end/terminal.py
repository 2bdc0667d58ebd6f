#!/usr/bin/env python3
"""What somebody new sees who types the commands of the README into a terminal of 80 x 24 or of 200 x 50, played by tmux.

terminal.py GPUPEAK
SCREENS has a row for each command. Of those whose output is the same everywhere the screen of 80 columns is a file of
tests/golden/screens, which GPUPEAK_UPDATE_GOLDEN=1 writes anew; at both sizes no line may be wider than the terminal, as a terminal
would break it anywhere. Then one run: its line of progress moves, its last screen fits and says where the report is and what is next,
and Ctrl-C ends another with the word how to go on. Exit 77 where there is no tmux."""
import dataclasses
import difflib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden"
SIZES = ((80, 24), (200, 50))
WATCHDOG = 300  # seconds, for any one command
STILL = 10      # seconds that a screen may stand still while a run goes on: a line of progress ticks every second
update = os.environ.get("GPUPEAK_UPDATE_GOLDEN") == "1"


@dataclasses.dataclass
class Screen:
    name: str             # its file is NAME.txt
    command: str
    exits: int = 0
    golden: bool = True   # the same on every machine
    most: int = 1000000   # lines at 80 columns


SCREENS = (
    Screen("gpupeak", "gpupeak", exits=2, most=24),
    Screen("help", "gpupeak --help"),
    Screen("help_run", "gpupeak help run"),
    Screen("run_help", "gpupeak run --help"),
    Screen("list", "gpupeak list"),
    Screen("list_formats", "gpupeak list formats"),
    Screen("list_suites", "gpupeak list suites", golden=False),  # names the rungs of this processor
    Screen("list_rungs", "gpupeak list rungs", golden=False),
    Screen("report", "gpupeak report report.json"),
    Screen("compare", "gpupeak compare before.json after.json"),
    Screen("gate_passed", "gpupeak gate before.json --baseline baseline.json"),
    Screen("gate_failed", "gpupeak gate after.json --baseline baseline.json", exits=1),
    Screen("unknown_command", "gpupeak rnu", exits=2, most=24),
    Screen("misspelt_option", "gpupeak run --prset quick", exits=2, most=24),
    Screen("unknown_suite", "gpupeak run memroy", exits=2, most=24),
    Screen("missing_file", "gpupeak report nowhere.json", exits=2, most=24),
)


@dataclasses.dataclass
class RealRun:
    command: str
    columns: int
    lines: int
    out: str   # the folder that it names
    most: int  # lines of the page that it ends with


RUN = RealRun("gpupeak run --preset glance --out measured", 80, 24, "measured", 24)
STOPPED = RealRun("gpupeak run --preset quick --out stopped", 80, 24, "stopped", 0)  # it has no such page


class Terminal:
    """One command in a terminal of its own."""

    def __init__(self, command, columns, lines):
        self.code = folder / "code"
        self.code.unlink(missing_ok=True)
        shell = f"trap : INT; {command}; echo $? > code.partial; mv code.partial code; exec cat"
        words = [f"{key}={value}" for key, value in environment.items()] + ["sh", "-c", shell]
        tmux("new-session", "-d", "-s", "screen", "-x", str(columns), "-y", str(lines), "-c", str(folder),
             shlex.join(["env", "-i", *words]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        tmux("kill-session", "-t", "screen")

    def capture(self, *more):
        return tmux("capture-pane", "-p", "-t", "screen", *more).rstrip("\n").split("\n")

    def ended(self):
        return self.code.exists()

    def wait(self, until, what, seconds=WATCHDOG):
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                fail("\n".join([f"{what} within {seconds} s; the screen:", *self.capture()]))
            time.sleep(0.05)

    def exit_code(self):
        self.wait(self.ended, "the command did not end")
        return int(self.code.read_text())

    def lines(self):
        """All that was written, as it stands on the terminal: what was wider than it is broken."""
        return [line.rstrip() for line in self.capture("-S", "-")]

    def written(self):
        """The same with broken lines joined again."""
        return [line.rstrip() for line in self.capture("-J", "-S", "-")]


def tmux(*words):
    done = subprocess.run(["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null", *words], capture_output=True, text=True, encoding="utf-8", timeout=60)
    if done.returncode != 0:
        fail(f"tmux {' '.join(words)}: {done.stderr}")
    return done.stdout


faults = []


def fail(what):
    sys.exit("\n".join([*faults, what]))


def expect(held, what):
    if not held:
        faults.append(what)


def expect_no_wrap(terminal, what):
    lines, written = terminal.lines(), terminal.written()
    wide = [line for line in written if line not in lines]
    expect(len(lines) == len(written), f"{what}: wider than the terminal:\n" + "\n".join(wide))
    return lines


def expect_golden(screen, lines, columns, height):
    text = f"$ {screen.command}\n"
    seen = height - 1  # the prompt takes a line
    if len(lines) > seen:
        text += f"({len(lines)} lines of {columns} columns; the last of them:)\n"
    text += "\n".join(lines[-seen:]) + "\n"
    path = GOLDEN / "screens" / f"{screen.name}.txt"
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    if known != text:
        changed = difflib.unified_diff(known.splitlines(), text.splitlines(), str(path.relative_to(ROOT)), "now", lineterm="")
        faults.append("\n".join([*changed, "GPUPEAK_UPDATE_GOLDEN=1 writes it anew"]))


def check_screen(screen):
    for columns, height in SIZES:
        where = f"{screen.command} ({columns} x {height})"
        with Terminal(screen.command, columns, height) as terminal:
            code = terminal.exit_code()
            lines = expect_no_wrap(terminal, where)
            expect(code == screen.exits, f"{where}: exit {code}, not {screen.exits}\n" + "\n".join(lines))
        if (columns, height) == SIZES[0]:
            expect(len(lines) <= screen.most, f"{where}: {len(lines)} lines, of which {screen.most} are allowed")
            if screen.golden:
                expect_golden(screen, lines, columns, height)


def check_run(run):
    longest, changed, last = 0.0, time.monotonic(), None
    with Terminal(run.command, run.columns, run.lines) as terminal:
        begin = time.monotonic()
        while not terminal.ended():
            now, seen = time.monotonic(), terminal.capture()
            if seen != last:
                changed, last = now, seen
            longest = max(longest, now - changed)
            if now - begin > WATCHDOG:
                fail("\n".join([f"{run.command}: still running after {WATCHDOG} s:", *seen]))
            time.sleep(0.3)
        code = terminal.exit_code()
        lines = expect_no_wrap(terminal, run.command)
        screen = "\n".join(lines)
        expect(longest < STILL, f"{run.command}: its screen stood still for {longest:.1f} s")
        expect(code in (0, 3), f"{run.command}: exit {code}\n{screen}")  # 3: a result that a busy machine made implausible
        expect(f"{run.out}/report.json" in screen, f"{run.command}: does not say where the report is\n{screen}")
        expect(re.search(r"\bgpupeak (report|compare|run|gate|doctor)\b", screen), f"{run.command}: names no next command\n{screen}")
        page = page_of(lines)
        expect(0 < len(page) <= run.most, f"{run.command}: its page has {len(page)} lines, of which {run.most} are allowed\n{screen}")
    check_left(run)


def check_stopped(run):
    measured = folder / run.out / "journal.jsonl"
    with Terminal(run.command, run.columns, run.lines) as terminal:
        terminal.wait(lambda: measured.exists() or terminal.ended(), f"{run.command}: no case was measured")
        tmux("send-keys", "-t", "screen", "C-c")
        terminal.wait(terminal.ended, f"{run.command}: Ctrl-C did not end it", 60)
        screen = "\n".join(expect_no_wrap(terminal, run.command))
        expect(terminal.exit_code() == 130, f"{run.command}: exit {terminal.exit_code()} after Ctrl-C\n{screen}")
        expect("--resume" in screen, f"{run.command}: Ctrl-C without the word how to go on\n{screen}")
    check_left(run)


def page_of(lines):
    """What follows the results as they came: the name of the machine, then the line of the program's name and version."""
    starts = [i for i, line in enumerate(lines) if re.match(r"gpupeak \d", line)]
    return lines[starts[0] - 1:] if starts else []


def check_left(run):
    left = sorted(path.name for path in (folder / run.out).iterdir())
    expect(left == ["report.json"], f"{run.command}: leaves {', '.join(left)}")


def of_five_processes(report, matmul_slower):
    """What one process measured well, as if five had, which is the least that a gate judges."""
    measured = []
    for m in report["measurements"]:
        if m["outcome"] != "measured":
            continue
        count, slower = len(m["sample_time_s"]), matmul_slower if m["suite"] == "matmul" else 1
        measured.append({**m, "sample_time_s": [time * slower for time in m["sample_time_s"]],
                         "sample_process": [5 * i // count for i in range(count)],
                         "stats": {key: value * slower if key.endswith("_s") else value for key, value in m["stats"].items()}})
    without = {key: value for key, value in report.items() if key != "summary"}  # which is of the other figures
    return {**without, "run": {**report["run"], "processes": 5}, "measurements": measured}


def make_files(program):
    (folder / "bin").mkdir()
    (folder / "bin/gpupeak").symlink_to(program)
    fixed = json.loads((GOLDEN / "report.json").read_text(encoding="utf-8"))
    for name, report in {"report": fixed, "before": of_five_processes(fixed, 1), "after": of_five_processes(fixed, 1.3)}.items():
        (folder / f"{name}.json").write_text(json.dumps(report), encoding="utf-8")
    saved = subprocess.run([program, "baseline", "save", "before.json", "--baseline", "baseline.json"], cwd=folder, capture_output=True,
                           text=True, timeout=WATCHDOG)
    if saved.returncode != 0:
        fail(saved.stderr)


if not shutil.which("tmux"):
    print("skipped: no tmux, which plays the terminal; scripts/setup.sh test installs it")
    sys.exit(77)
with tempfile.TemporaryDirectory(prefix="gpupeak-terminal-") as name:
    folder = Path(name)
    environment = {"PATH": f"{folder}/bin{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8", "TERM": "screen"}
    make_files(Path(sys.argv[1]).resolve())
    tmux("start-server", ";", *(word for option in (("exit-empty", "off"), ("status", "off"), ("history-limit", "20000"))
                                for word in ("set-option", "-g", *option, ";")))
    try:
        for screen in SCREENS:
            check_screen(screen)
        if not update:
            check_run(RUN)
            check_stopped(STOPPED)
    finally:
        tmux("kill-server")
if faults:
    fail(f"{len(faults)} faults")
print("golden screens were written, not compared" if update else "every screen is as it should be")
sys.exit(1 if update else 0)
