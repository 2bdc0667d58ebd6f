"""The stages of scripts/gpu_acceptance.sh, which says what they are and why in this order."""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time

import lease
import limited
import saved_run

ROOT = pathlib.Path(__file__).resolve().parent.parent
HOW_BUILT = "cmake --preset release -DGPUPEAK_TESTS=ON && cmake --build --preset release --target gpupeak gpu_tests gpu_probe"
LEAST_ROUND = 5  # seconds that a process is started for which goes on behind one that failed

# What the preset standard has that no stage before has shown.
NOT_SHOWN = ["--exclude", "throughput/*", "--exclude", "memory/*cores=all*", "--exclude", "memory/*cores=one*rung=elements*", "--exclude",
             "memory/*cores=one*rung=vectors*", "--exclude", "memory/*cores=one*rung=plain*", "--exclude", "matmul/*cache=cold*"]
# A rehearsal runs every kernel thread by thread on a CPU: a few small cases.
FEW = {
    "quick": ["--set", "memory.size=64KiB", "--filter", "memory/op=copy*", "--filter", "memory/op=chase*"],
    "standard": ["--set", "matmul.n=32", "--filter", "matmul/*m=32/n=32/k=32/layout=nn/update=overwrite/batch=1/rung=vectors*"],
}
FEW_TESTS = "Cuda*Launch*:CudaChase*:CudaAtomics*"  # ctest runs them all

DONE = ("passed", "FAILED", "TIMED OUT")
GOES_ON = "cut"  # there is more of it to do

Stage = collections.namedtuple("Stage", "longest least run")
# In seconds. least: what it is started for; a stage that can go on where it ended needs less than its longest time.


class Refused(Exception):
    """Nothing can be accepted, and the exit code that says so."""

    def __init__(self, why, code=4):
        super().__init__(why)
        self.code = code


def not_built(path):
    return "SKIPPED", f"{path} is not built: {HOW_BUILT} (or GPUPEAK_BUILD=DIR for another build folder)"


class Acceptance:
    def __init__(self, kept, rehearse, work):
        self.lease, self.rehearse, self.work = kept, rehearse, work
        self.environment = dict(os.environ)
        build = pathlib.Path(os.environ.get("GPUPEAK_BUILD", ROOT / ("build/dev" if rehearse else "build/release"))).resolve()
        self.gpupeak, self.tests, self.probe_program = build / "gpupeak", build / "tests/gpu_tests", build / "gpu_probe"
        if rehearse:
            self.gpupeak, self.tests = build / "tests/gpupeak_on_double", build / "tests/cuda_tests"
            self.environment.setdefault("GPUPEAK_CUDA_SCENARIO", str(work / "scenario"))
            self.environment["GPUPEAK_BINARY"] = str(self.gpupeak)
            (work / "scenario").write_text("name = Rehearsal\nsms = 2\nlaunch_s = 0.02\n")

    def child(self, title, command, seconds, **more):
        return self.lease.child(title, command, seconds, environment=self.environment, **more)

    def open(self):
        """Whether there is a GPU at all, and the folder is this build's."""
        if not os.access(self.gpupeak, os.X_OK):
            raise Refused(f"{self.gpupeak} is not built: {HOW_BUILT}")
        asked = self.child("version", [self.gpupeak, "--version"], min(15, self.lease.left()))
        if asked.how != 0:
            raise Refused(f"{self.gpupeak} does not run here: {last_words(asked.text) or asked.how}")
        version = asked.text.partition("\n")[0]
        before = self.lease.kept.setdefault("build", version)
        if before != version:
            raise Refused(f"{self.lease.out} holds what another build found ({before}), this is {version}: name another folder", 2)
        ended = self.child("devices", [self.gpupeak, "list", "devices"], min(15, self.lease.left()))
        # A row each in the table; below it, what cannot be used.
        listed = set(re.findall(r"^ *cuda:([0-9]+)", ended.text, re.MULTILINE))
        usable = listed - set(re.findall(r"^ *cuda:([0-9]+) +not usable", ended.text, re.MULTILINE))
        self.index = min(usable, key=int, default=None)
        if self.index is None:
            raise Refused(f"no GPU can be used here, so nothing was accepted: {last_words(ended.text) or ended.how}")

    # Each stage is given the seconds it may take, and returns what became of it: an outcome and a text.

    def smoke(self, seconds):
        ends = time.monotonic() + seconds
        for command in (["info", "--device", "cuda"], ["doctor"]):
            ended = self.child("smoke", [self.gpupeak, *command], ends - time.monotonic())
            if ended.how in lease.LATER:
                return "TIMED OUT", f"gpupeak {command[0]} does not end"
            if ended.how != 0:
                return "FAILED", f"gpupeak {command[0]}: exit {ended.how}, see log.txt"
        return "passed", ""

    def run_tests(self, seconds):
        """Ends each process at its first failure and goes on behind it in a fresh one: a GPU that lost its context fails all that follows."""
        if not os.access(self.tests, os.X_OK):
            return not_built(self.tests)
        ends = time.monotonic() + seconds
        ended_tests, failed, passed, skipped = [], [], 0, 0
        while ends - time.monotonic() >= min(LEAST_ROUND, seconds / 3):
            chosen = (FEW_TESTS if self.rehearse else "*") + "-" + ":".join(ended_tests)
            round_ended = self.child("tests", [self.tests, "--gtest_fail_fast", f"--gtest_filter={chosen}"], ends - time.monotonic(),
                                     silence=min(30, seconds / 3))
            judged, culprit = read_tests(round_ended.text)
            ended_tests += judged["OK"] + judged["SKIPPED"]
            passed, skipped = passed + len(judged["OK"]), skipped + len(judged["SKIPPED"])
            if culprit is None:
                if round_ended.how != 0:
                    failed.append(f"exit {round_ended.how} outside of any test")
                break
            ended_tests.append(culprit)
            failed.append(culprit if round_ended.how == 1 else f"{culprit} ({round_ended.how})")
        else:
            return "TIMED OUT", ", ".join([f"{passed} passed", f"{skipped} skipped", *(f"FAILED {name}" for name in failed)])
        if failed:
            return "FAILED", f"{passed} passed, {skipped} skipped, not {', '.join(failed)}; see log.txt"
        return "passed", f"{passed} tests, and {skipped} SKIPPED" if skipped else f"{passed} tests"

    def sanitizer(self, seconds):
        if self.rehearse:
            return "SKIPPED", "there is no GPU code to look at in a rehearsal"
        if not shutil.which("compute-sanitizer"):
            return "SKIPPED", "compute-sanitizer is not on the path"
        if not os.access(self.tests, os.X_OK):
            return not_built(self.tests)
        hows = {}
        for tool in ("memcheck", "racecheck"):
            hows[tool] = self.child(f"sanitizer ({tool})", ["compute-sanitizer", "--tool", tool, "--error-exitcode", "9", self.tests,
                                                            "--gtest_brief=1", "--gtest_filter=*EveryRung*"], seconds / 2).how
        bad = any(how not in (0, lease.LATE) for how in hows.values())
        text = ", ".join(f"{tool} {'passed' if how == 0 else f'ended: {how}'}" for tool, how in hows.items())
        return "FAILED" if bad else "TIMED OUT" if lease.LATE in hows.values() else "passed", text

    def into_entry(self, name, command, seconds):
        """A child that keeps a file of what it finds, which becomes an entry of beside.json."""
        source = self.work / f"{name}.json"
        ended = self.child(name, [word if word != "FILE" else source for word in command], seconds,
                           found=lambda: self.lease.keep_entry(source, name))
        if ended.how == 77:
            return "SKIPPED", "nothing could be looked at, see log.txt"
        if ended.how in lease.LATER:
            return "TIMED OUT", "what it had found is in beside.json"
        return ("passed", "") if ended.how == 0 else ("FAILED", f"exit {ended.how}, see log.txt")

    def probe(self, seconds):
        if self.rehearse:
            return "SKIPPED", "there is no GPU to ask in a rehearsal"
        if not os.access(self.probe_program, os.X_OK):
            return not_built(self.probe_program)
        return self.into_entry("probe", [self.probe_program, self.index, "FILE"], seconds)

    def peers(self, seconds):
        if self.rehearse:
            return "SKIPPED", "a rehearsal has nothing to be compared with"
        return self.into_entry("peers", [sys.executable, ROOT / "bench/gpu_peers.py", self.gpupeak, "--seconds", lease.inner(seconds),
                                         "--out", "FILE"], seconds)

    def counters(self, seconds):
        some = []
        if self.rehearse:  # has a double of ncu, and one small case
            some = ["--only", "matmul vectors", "--set", "matmul.n=32"]
            self.environment["PATH"] = f"{ROOT}/tests/support/ncu_double:{os.environ['PATH']}"
        if not shutil.which("ncu", path=self.environment["PATH"]):
            return "SKIPPED", "ncu is not on the path"
        return self.into_entry("counters", [sys.executable, ROOT / "bench/gpu_counters.py", self.gpupeak, "--seconds",
                                            lease.inner(seconds), "--out", "FILE", *some], seconds)

    def quick(self, seconds):
        return self.preset("quick", ["--preset", "quick"], seconds, silence=25)

    def standard(self, seconds):
        hung = [word for start in self.lease.kept.get("hung", []) for word in ("--exclude", f"{start}/*")]
        return self.preset("standard", ["--preset", "standard", *NOT_SHOWN, *hung], seconds, silence=90)

    def preset(self, name, arguments, seconds, silence):
        """A run, or what is left of it. Behind a case that hung or lost the device it goes on in a fresh process."""
        folder = self.work / name
        folder.mkdir(exist_ok=True)
        report, kept = folder / "report.json", self.lease.out / f"{name}.json"
        if kept.exists():
            shutil.copyfile(kept, report)
            saved_run.journal_of(report).unlink(missing_ok=True)
        fresh = [*arguments, "--device", "cuda", "--out", folder, *(FEW[name] if self.rehearse else [])]
        ends, told = time.monotonic() + seconds, []
        while True:
            how = ["--resume", report] if report.exists() else fresh
            ended = self.child(name, [self.gpupeak, "run", *how, "--format", "console,json"], ends - time.monotonic(),
                               found=lambda: self.keep_run(report, f"{name}.json"), silence=min(silence, seconds / 2))
            if ended.how == 2 and report in how:
                return "SKIPPED", f"{progress(report)}; the rest cannot be measured here: {last_words(ended.text)}"
            if not report.exists() or ended.how not in (0, 3, *lease.LATER) and not crashed(ended.how):
                return "FAILED", "; ".join([f"gpupeak run: exit {ended.how}: {last_words(ended.text)}", *told])
            if ended.how == lease.STUCK:
                return "TIMED OUT", f"{progress(report)}; it could not be killed"
            saved_run.take_in_journal(report)
            left_out = None if ended.how == lease.LATE else leave_out(report, self.lease.kept.setdefault("hung", []), ended.how)
            if left_out:
                told.append(left_out)
                self.keep_run(report, f"{name}.json")
            text = "; ".join([progress(report), *told])
            if ended.how == lease.LATE or (left_out and ends - time.monotonic() < min(LEAST_ROUND, seconds / 3)):
                return GOES_ON, text
            if not left_out:
                return ("passed" if ended.how == 0 and not told else "FAILED"), text + ("" if ended.how == 0 else f"; exit {ended.how}")

    def keep_run(self, report, name):
        """Takes over a report with what its journal has, as a file of one step."""
        if saved_run.journal_of(report).exists():
            self.lease.keep_text(json.dumps(saved_run.read(report)) + "\n", name)
        else:
            self.lease.keep_file(report, name)


def crashed(how):
    """Whether an exit code is that of a signal."""
    return isinstance(how, int) and (how < 0 or how > 130)


def last_words(text):
    return " ".join(text.split())[-300:]


def read_tests(text):
    """({"OK": names, "SKIPPED": names}, the first that failed or did not end) of what googletest printed."""
    judged, begun = {"OK": [], "SKIPPED": []}, None
    for line in text.splitlines():
        found = re.match(r"\[ +(RUN|OK|SKIPPED|FAILED) +\] (\w+(?:/\w+)*\.\w+(?:/\w+)*)", line)
        if not found:
            continue
        what, name = found.groups()
        if what == "RUN":
            begun = name
        elif begun == name:  # else a line of the list at the end
            if what == "FAILED":
                return judged, name
            judged[what].append(name)
            begun = None
    return judged, begun


def progress(report):
    """How far a run has come, by outcome."""
    found = saved_run.read(report)
    outcomes = collections.Counter(m["outcome"] for m in found["measurements"])
    return f"{len(found['measurements'])} of {len(found['run']['plan']['cases'])} cases ({', '.join(f'{n} {o}' for o, n in outcomes.items())})"


LOST = "device_lost"  # the reason_kind of cases that were skipped because another lost it


def leave_out(path, hung, how):
    """Lets the rest of an interrupted run be measured: cases that were skipped because another lost the device are measured by --resume
    itself; of a process that hung or died, in the first case without a measurement, the rest of the plan that begins as that case does.
    Returns what is to blame, or nothing where nothing is left."""
    report = json.loads(path.read_text())
    cases, measured = report["run"]["plan"]["cases"], report["measurements"]
    skipped = [m for m in measured if m["outcome"] == "skipped" and m["reason_kind"] == LOST]
    missing = [case["id"] for case in cases if case["id"] not in {m["id"] for m in measured}]
    if skipped:
        return "lost the device: " + ", ".join(m["id"] for m in measured if m["reason_kind"] == LOST and m not in skipped)
    if not missing:
        return None
    start = "/".join(missing[0].split("/")[:2])
    hung.append(start)
    report["run"]["plan"]["cases"] = [case for case in cases if case["id"] not in missing or not case["id"].startswith(start + "/")]
    limited.replace_json(path, report)
    return f"{how} in {missing[0]} or beside it: the rest of {start}/* is left out"


STAGES = {
    "smoke": Stage(20, 20, Acceptance.smoke),
    "quick": Stage(100, 30, Acceptance.quick),
    "tests": Stage(60, 60, Acceptance.run_tests),
    "probe": Stage(20, 20, Acceptance.probe),
    "peers": Stage(120, 120, Acceptance.peers),
    "standard": Stage(180, 30, Acceptance.standard),
    "counters": Stage(70, 70, Acceptance.counters),
    "sanitizer": Stage(60, 60, Acceptance.sanitizer),
}


def run_stage(acceptance, name, stage, longest):
    """One stage, if there is time for it."""
    kept = acceptance.lease
    if kept.left() < stage.least:
        later = kept.left_to_later_calls()
        if later < stage.least:
            kept.note(name, "dropped", f"needs {stage.least:g} s, {max(later, 0):.0f} s left")
        else:
            kept.note(name, "put off", f"needs {stage.least:g} s, {max(kept.left(), 0):.0f} s of this call left; call again")
        return
    before = kept.kept["stages"].get(name, {}).get("seconds", 0)
    kept.note(name, "begun", seconds=before)
    begin = time.monotonic()
    try:
        outcome, text = stage.run(acceptance, min(longest, kept.left()))
    except lease.Interrupted as why:
        kept.note(name, "begun", f"ended by {why}", before + time.monotonic() - begin)
        raise
    kept.note(name, outcome, text, None if outcome == "SKIPPED" else before + time.monotonic() - begin)


def accept(acceptance, stages):
    """What is not done yet of these stages, in their order; then what can go on, for as long as there is time."""
    kept = acceptance.lease
    if kept.left() > 0:
        acceptance.open()
    for name, stage in stages.items():
        if kept.kept["stages"].get(name, {}).get("outcome") not in (*DONE, GOES_ON):
            run_stage(acceptance, name, stage, stage.longest)
            print(kept.line(name), flush=True)
    for name, stage in stages.items():
        if kept.kept["stages"][name]["outcome"] == GOES_ON and kept.left() >= stage.least:
            run_stage(acceptance, name, stage, kept.left())
            print(kept.line(name), flush=True)
    for name, stage in stages.items():  # what a later call was to do, and now cannot
        if kept.kept["stages"][name]["outcome"] == "put off":
            run_stage(acceptance, name, stage, stage.longest)
            print(kept.line(name), flush=True)


def stages_of(words):
    """STAGE[=SECONDS]... → those stages, or all of them."""
    chosen = {}
    for word in words:
        name, _, seconds = word.partition("=")
        if name not in STAGES:
            raise argparse.ArgumentTypeError(f"no such stage: {name}; there are {', '.join(STAGES)}")
        stage = STAGES[name]
        chosen[name] = stage._replace(longest=float(seconds), least=min(stage.least, float(seconds))) if seconds else stage
    return {name: chosen[name] for name in STAGES if name in chosen} or STAGES


def what_gpu():
    if not shutil.which("nvidia-smi"):
        return "a machine without nvidia-smi"
    query = ["nvidia-smi", "--query-gpu=name,driver_version,clocks.max.sm,power.limit", "--format=csv,noheader"]
    try:
        return limited.run(query, 10).stdout.partition("\n")[0].strip()
    except limited.Late as late:
        return f"a machine whose nvidia-smi says nothing: {late}"


def main():
    parser = argparse.ArgumentParser(prog="scripts/gpu_acceptance.sh", description="What a GPU has to show; the script's head says more.")
    parser.add_argument("--rehearse", action="store_true", help="on the double of the tests")
    parser.add_argument("--seconds", type=float, default=540, help="of this call (540)")
    parser.add_argument("--total", type=float, default=660, help="of all calls (660)")
    parser.add_argument("out", metavar="OUT_DIR")
    parser.add_argument("stages", metavar="STAGE[=SECONDS]", nargs="*")
    options = parser.parse_args()
    try:
        stages = stages_of(options.stages)
    except (argparse.ArgumentTypeError, ValueError) as why:
        parser.error(str(why))
    kept = lease.Lease(options.out, options.seconds, options.total)
    with tempfile.TemporaryDirectory(prefix="gpupeak-acceptance-") as work:
        try:
            kept.kept["calls"].append(f"gpupeak on {what_gpu()}, {time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())}")
            print(kept.kept["calls"][-1], flush=True)
            acceptance = Acceptance(kept, options.rehearse, pathlib.Path(work))
            accept(acceptance, stages)
        except Refused as why:
            kept.kept["calls"].append(str(why))
            print(why, flush=True)
            return why.code
        except lease.Interrupted as why:
            print(f"ended by {why}; call again to go on", flush=True)
            return 130
        finally:
            kept.save()
    return 1 if any(stage["outcome"] in ("FAILED", "TIMED OUT") for stage in kept.kept["stages"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
