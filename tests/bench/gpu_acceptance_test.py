"""scripts/gpu_acceptance.sh over programs that do as they are told: hang, die, take their time. Whatever happens, its files are whole,
six at most, and the next call goes on."""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench"))
import gpu_acceptance as acceptance

# Stands where gpupeak stands. What it does is in the file `told` beside it: {"sizes": cases of each suite, "slow": seconds of a case,
# "hang": [ids], "die": [ids], "lose": [ids], "deaf": true where it does not heed SIGTERM, "hang_commands": [commands]}.
GPUPEAK = f"""#!{sys.executable} -SE
import json, os, pathlib, signal, sys, time
at = pathlib.Path(__file__).parent
told = json.loads((at / "told").read_text())
words = sys.argv[1:]
with open(at / "ran", "a") as ran:
    ran.write(" ".join(words) + "\\n")
def hang():
    if told.get("deaf"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(60)
if words[0] in told.get("hang_commands", []):
    hang()
if words[0] != "run":
    sys.exit(print({{"list": "cuda:0 a GPU", "--version": told.get("version", "1")}}.get(words[0], "cublas 13")))
if "--resume" in words:
    path = pathlib.Path(words[words.index("--resume") + 1])
    report = json.loads(path.read_text())
    report["measurements"] = [m for m in report["measurements"] if m["outcome"] != "skipped"]
else:
    path = pathlib.Path(words[words.index("--out") + 1]) / "report.json"
    cases = [f"{{s}}/n={{n}}/rung=a/cache=hot" for s in ("memory", "matmul") for n in range(told.get("sizes", 2))]
    report = {{"run": {{"plan": {{"cases": [{{"id": id}} for id in cases]}}}}, "measurements": []}}
journal = path.with_name("journal.jsonl")
def write(state):
    report["run"]["state"] = state
    path.with_suffix(".t").write_text(json.dumps(report))
    os.replace(path.with_suffix(".t"), path)
def end(code):
    write("complete" if code in (0, 3) else "interrupted")
    journal.unlink()
    sys.exit(code)
stop = []
signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
def save(id, outcome, reason="", kind=None):
    report["measurements"].append({{"id": id, "outcome": outcome, "reason": reason, "reason_kind": kind}})
    with open(journal, "a") as lines:
        lines.write(json.dumps({{"measurement": report["measurements"][-1]}}) + "\\n")
    print(id, flush=True)
lost = ""
write("running")
journal.write_text("a head\\n")
for case in report["run"]["plan"]["cases"]:
    id = case["id"]
    if id in [m["id"] for m in report["measurements"]]:
        continue
    if lost:
        save(id, "skipped", lost, "device_lost")
        continue
    if id in told.get("hang", []):
        hang()
    if id in told.get("die", []):
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(told.get("slow", 0))
    with open(at / "measured", "a") as file:
        file.write(id + "\\n")
    if id in told.get("lose", []):
        save(id, "failed", "illegal address", "device_lost")
        lost = "the device was lost in an earlier case: illegal address"
    else:
        save(id, "measured")
    if stop:
        end(130)
end(3 if lost else 0)
"""

# Stands where gpu_tests stands: three tests, of which those told to fail, die or hang do.
TESTS = f"""#!{sys.executable} -SE
import json, os, pathlib, signal, sys, time
told = json.loads((pathlib.Path(__file__).parent.parent / "told").read_text()).get("tests", {{}})
left_out = [w for w in sys.argv if w.startswith("--gtest_filter")][0].partition("-")[2].partition("-")[2].partition("-")[2].split(":")
for name in ("A.One", "A/0.Two/1", "B.Three"):
    if name in left_out:
        continue
    print(f"[ RUN      ] {{name}}", flush=True)
    if told.get(name) == "hang":
        time.sleep(60)
    if told.get(name) == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if told.get(name) == "fail":
        print(f"[  FAILED  ] {{name}}, where GetParam() = 1 (0 ms)\\n[ RUN      ] Z.Z\\n[  SKIPPED ] Z.Z (0 ms)\\n[  FAILED  ] {{name}}")
        sys.exit(1)
    print(f"[       OK ] {{name}} (0 ms)", flush=True)
"""

PROBE = """#!/bin/sh
echo '{"sms": 132}' > "$2"
"""


class Acceptance(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.build, self.out = pathlib.Path(folder.name, "build"), pathlib.Path(folder.name, "out")
        (self.build / "tests").mkdir(parents=True)
        for name, text in (("gpupeak", GPUPEAK), ("tests/gpu_tests", TESTS), ("gpu_probe", PROBE)):
            (self.build / name).write_text(text)
            (self.build / name).chmod(0o755)
        self.tell()
        # Nothing of this machine but what the shell needs.
        self.environment = {"GPUPEAK_BUILD": str(self.build), "PATH": "/usr/bin:/bin", "TMPDIR": folder.name}

    def tell(self, **told):
        (self.build / "told").write_text(json.dumps(told))

    def begin(self, *words):
        options = [word for word in words if word.startswith("--")]
        stages = [word for word in words if not word.startswith("--")]
        command = [sys.executable, "-B", ROOT / "bench/gpu_acceptance.py", *options, self.out, *stages]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def call(self, *words):
        process = self.begin(*words)
        self.said = process.communicate(timeout=60)[0]
        self.look()
        return process.returncode

    def look(self):
        """What holds at any moment."""
        self.out.mkdir(exist_ok=True)  # it may have been killed before it could
        names = sorted(path.name for path in self.out.iterdir())
        self.assertLessEqual(len(names), 6, names)
        for path in self.out.glob("*.json"):
            json.loads(path.read_text())
        if (self.out / "summary.txt").exists():
            self.assertRegex((self.out / "summary.txt").read_text(), r"clock: \d+ s of \d+\n\Z")

    def outcomes(self):
        return {name: stage["outcome"] for name, stage in json.loads((self.out / "beside.json").read_text())["stages"].items()}

    def text(self, stage):
        return next(line for line in (self.out / "summary.txt").read_text().splitlines() if line.startswith(stage + ": "))

    def measured(self):
        path = self.build / "measured"
        return path.read_text().split() if path.exists() else []

    def wait_for(self, holds):
        deadline = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)


CASES = [f"{suite}/n={n}/rung=a/cache=hot" for suite in ("memory", "matmul") for n in (0, 1)]


class Stages(Acceptance):
    def test_come_in_the_order_of_their_worth_and_are_not_repeated(self):
        self.assertEqual(self.call(), 0)
        self.assertEqual(list(self.outcomes()), ["smoke", "quick", "tests", "probe", "peers", "standard", "counters", "sanitizer"])
        self.assertEqual(self.text("quick").split(", ", 2)[2], "4 of 4 cases (4 measured)")
        self.assertEqual(json.loads((self.out / "beside.json").read_text())["probe"], {"sms": 132})
        ran = (self.build / "ran").read_text().splitlines()
        self.assertEqual([line.split()[0] for line in ran[:3]], ["--version", "list", "info"])
        self.assertEqual(self.call(), 0)
        self.assertNotIn("run", [line.split()[0] for line in (self.build / "ran").read_text().splitlines()[len(ran):]])

    def test_that_no_longer_fit_are_put_off_and_then_dropped(self):
        self.assertEqual(self.call("--seconds=25", "--total=60", "smoke=1", "tests=30", "probe=5"), 0)
        self.assertEqual(self.outcomes(), {"smoke": "passed", "tests": "put off", "probe": "passed"})
        self.assertRegex(self.text("tests"), r"needs 30 s, 2\d s of this call left; call again")
        self.assertEqual(self.call("--seconds=25", "--total=29", "smoke=1", "tests=30"), 0)
        self.assertRegex(self.text("tests"), r"dropped, needs 30 s, 2\d s left")

    def test_are_skips_where_something_is_missing(self):
        (self.build / "gpu_probe").unlink()
        self.call("probe", "sanitizer", "counters")
        self.assertEqual(set(self.outcomes().values()), {"SKIPPED"})

    def test_are_none_without_a_gpu(self):
        (self.build / "gpupeak").write_text("#!/bin/sh\necho host only\n")
        self.assertEqual(self.call(), 4)
        self.assertIn("no GPU can be used here, so nothing was accepted: host only", (self.out / "summary.txt").read_text())
        self.assertEqual(self.outcomes(), {})

    def test_are_none_of_a_program_that_does_not_run_here(self):
        (self.build / "gpupeak").write_text("#!/bin/sh\necho no such instruction; exit 132\n")
        self.assertEqual(self.call(), 4)
        self.assertIn("gpupeak does not run here: no such instruction", self.said)

    def test_of_two_builds_do_not_mix(self):
        self.call("smoke")
        self.tell(version="2")
        self.assertEqual(self.call("quick"), 2)
        self.assertIn("holds what another build found (1), this is 2: name another folder", self.said)
        self.assertEqual(self.outcomes(), {"smoke": "passed"})

    def test_of_that_name_must_be(self):
        process = self.begin("nothing")
        self.assertIn("no such stage: nothing", process.communicate(timeout=60)[0])
        self.assertEqual(process.returncode, 2)
        self.assertFalse(self.out.exists())


class Clock(Acceptance):
    def test_is_that_of_all_calls(self):
        self.tell(slow=0.1)
        self.call("--total=1000", "quick")
        first = json.loads((self.out / "beside.json").read_text())["clock_s"]
        self.assertGreaterEqual(first, 0.4)
        self.call("--total=1000", "standard")
        self.assertGreaterEqual(json.loads((self.out / "beside.json").read_text())["clock_s"], first + 0.4)
        self.assertEqual(self.call(f"--total={first}", "probe=5"), 0)
        self.assertEqual(self.outcomes()["probe"], "dropped")


class Hung(Acceptance):
    def test_tests_and_dead_and_failing_ones_leave_the_others_alone(self):
        self.tell(tests={"A.One": "hang", "A/0.Two/1": "die", "B.Three": "fail"})
        self.assertEqual(self.call("tests=6"), 1)
        self.assertRegex(self.text("tests"), r"0 passed, 0 skipped, not A\.One \(hung\), A/0\.Two/1 \(-11\), B\.Three; see")

    def test_case_is_left_out_of_the_rest_of_a_run_and_of_the_next(self):
        self.tell(hang=[CASES[0]], deaf=True)
        self.assertEqual(self.call("quick=4", "standard=3"), 1)
        self.assertIn(f"3 of 3 cases (3 measured); hung in {CASES[0]}", self.text("quick"))
        standard = [line for line in (self.build / "ran").read_text().splitlines() if "standard" in line][0]
        self.assertIn("--exclude memory/n=0/*", standard)

    def test_commands_cost_their_time_alone(self):
        self.tell(hang_commands=["doctor"], deaf=True)
        self.assertEqual(self.call("smoke=1", "quick"), 1)
        self.assertEqual(self.outcomes(), {"smoke": "TIMED OUT", "quick": "passed"})


class Dead(Acceptance):
    def test_case_is_left_out(self):
        self.tell(die=[CASES[1]])
        self.assertEqual(self.call("quick"), 1)
        self.assertEqual([m["id"] for m in json.loads((self.out / "quick.json").read_text())["measurements"]], [CASES[0], *CASES[2:]])
        self.assertIn(f"-9 in {CASES[1]}", self.text("quick"))

    def test_device_costs_one_case(self):
        self.tell(lose=[CASES[0]])
        self.assertEqual(self.call("quick"), 1)
        outcomes = [m["outcome"] for m in json.loads((self.out / "quick.json").read_text())["measurements"]]
        self.assertEqual(outcomes, ["failed", "measured", "measured", "measured"])
        self.assertIn(f"lost the device: {CASES[0]}", self.text("quick"))


class Cut(Acceptance):
    def setUp(self):
        super().setUp()
        self.tell(sizes=20, slow=0.05)  # two seconds at least

    def test_run_goes_on_where_it_ended_for_as_long_as_there_is_time(self):
        self.assertEqual(self.call("standard=1.8", "probe=1"), 0)
        self.assertEqual(self.outcomes(), {"probe": "passed", "standard": "passed"})
        self.assertEqual((len(self.measured()), len(set(self.measured()))), (40, 40))
        self.assertIn("--resume", (self.build / "ran").read_text())

    def test_run_goes_on_in_the_next_call(self):
        self.assertEqual(self.call("--seconds=5.4", "standard=1.8"), 0)
        self.assertIn(self.outcomes()["standard"], ("cut", "put off"))  # on a machine that is busy not even begun
        self.assertEqual(self.call("standard"), 0)
        self.assertEqual((len(self.measured()), len(set(self.measured()))), (40, 40))


class Killed(Acceptance):
    def kill(self, process, number):
        process.send_signal(number)
        process.communicate()
        self.look()

    def test_in_mid_stage_it_leaves_what_was_measured_and_goes_on(self):
        self.tell(slow=0.3)
        process = self.begin("smoke", "standard", "counters")
        self.wait_for(lambda: len(self.measured()) >= 2 and (self.out / "standard.json").exists())
        self.wait_for(lambda: json.loads((self.out / "standard.json").read_text())["measurements"])
        self.kill(process, signal.SIGKILL)
        self.assertEqual(self.outcomes(), {"smoke": "passed", "standard": "begun"})
        kept = json.loads((self.out / "standard.json").read_text())["measurements"]
        before = len(self.measured())
        self.assertEqual(self.call("smoke", "standard", "counters"), 0)
        self.assertEqual(self.outcomes(), {"smoke": "passed", "standard": "passed", "counters": "SKIPPED"})
        self.assertEqual(json.loads((self.out / "standard.json").read_text())["measurements"][:len(kept)], kept)
        self.assertLessEqual(len(self.measured()), before + 1 + len(CASES) - len(kept), "the run outlives whoever began it by a case")

    def test_politely_it_keeps_what_the_stage_has_cost(self):
        self.tell(slow=0.3)
        process = self.begin("standard")
        self.wait_for(lambda: len(self.measured()) >= 2)
        self.kill(process, signal.SIGTERM)
        self.assertEqual(process.returncode, 130)
        self.assertIn("ended by SIGTERM", self.text("standard"))
        self.assertTrue(json.loads((self.out / "standard.json").read_text())["measurements"])

    def test_at_any_moment_its_files_are_whole(self):
        self.tell(slow=0.05)
        moments = random.Random(1)
        for _ in range(6):
            process = self.begin("smoke", "quick", "tests", "probe", "standard")
            until = time.monotonic() + moments.uniform(0.1, 0.6)
            while time.monotonic() < until:
                self.assertLessEqual(len(os.listdir(self.out)) if self.out.exists() else 0, 6)
                time.sleep(0.001)
            self.kill(process, signal.SIGKILL)
        self.assertEqual(self.call("smoke", "quick", "tests", "probe", "standard"), 0)
        self.assertEqual(set(self.outcomes().values()), {"passed"})
        self.assertNotIn(".new", os.listdir(self.out))


class TestsThatWereRead(unittest.TestCase):
    def test_end_at_the_first_that_failed(self):
        text = "[ RUN      ] A.B\n[       OK ] A.B (1 ms)\n[ RUN      ] A.C\nhow\n[  SKIPPED ] A.C (0 ms)\n[ RUN      ] P/A.D/2\n" \
               "[  FAILED  ] P/A.D/2, where GetParam() = 4 (1 ms)\n[ RUN      ] A.E\n[  SKIPPED ] A.E (0 ms)\n[  FAILED  ] P/A.D/2\n"
        self.assertEqual(acceptance.read_tests(text), ({"OK": ["A.B"], "SKIPPED": ["A.C"]}, "P/A.D/2"))

    def test_have_one_to_blame_where_they_did_not_end(self):
        self.assertEqual(acceptance.read_tests("[ RUN      ] A.B\n"), ({"OK": [], "SKIPPED": []}, "A.B"))
        self.assertEqual(acceptance.read_tests("[==========] none\n")[1], None)


@unittest.skipUnless("GPUPEAK_ON_DOUBLE" in os.environ, "GPUPEAK_ON_DOUBLE names no program")
class Rehearsed(Acceptance):
    """With the program itself, on the double of CUDA's runtime."""

    def setUp(self):
        super().setUp()
        self.program = pathlib.Path(os.environ["GPUPEAK_ON_DOUBLE"]).resolve()
        self.environment = {**os.environ, **self.environment, "PATH": os.environ["PATH"], "GPUPEAK_BUILD": str(self.program.parent.parent)}

    def test_stages_pass(self):
        self.assertEqual(self.call("--rehearse"), 0, self.said)
        outcomes = self.outcomes()
        self.assertEqual({name for name, outcome in outcomes.items() if outcome == "passed"}, {"smoke", "quick", "tests", "standard", "counters"})
        self.assertEqual({name for name, outcome in outcomes.items() if outcome == "SKIPPED"}, {"probe", "peers", "sanitizer"})
        self.assertTrue(json.loads((self.out / "beside.json").read_text())["counters"]["rows"][0]["agrees"])
        self.assertEqual(self.call("--rehearse"), 0)
        self.assertEqual(self.outcomes(), outcomes)

    def test_report_is_taken_up_without_what_hung_and_what_was_skipped_for_a_lost_device(self):
        self.assertIn(f'"{acceptance.LOST}"', (ROOT / "method/reason.h").read_text())
        scenario = self.build / "scenario"
        scenario.write_text("sms = 2\nlaunch_s = 0.02\n")
        environment = {**os.environ, "GPUPEAK_CUDA_SCENARIO": str(scenario)}
        run = [self.program, "run", "--quiet", "--format", "json"]
        path = self.build / "report.json"
        subprocess.run([*run, "memory", "--device", "cuda", "--set", "memory.size=64KiB", "--set", "memory.op=init,chase", "--out",
                        self.build], env=environment, check=True)
        report = json.loads(path.read_text())
        init, chase = report["measurements"][0], report["measurements"][-1]
        self.assertIn("op=chase", chase["id"])
        report["measurements"] = [{**init, "outcome": "skipped", "reason": "x", "reason_kind": acceptance.LOST, "stats": None}]
        path.write_text(json.dumps(report))
        self.assertIn("lost the device", acceptance.leave_out(path, [], 3))
        path.write_text(json.dumps({**json.loads(path.read_text()), "measurements": report["measurements"][:0]}))
        hung = []
        self.assertIn(f"hung in {init['id']}", acceptance.leave_out(path, hung, "hung"))
        self.assertEqual(hung, ["memory/op=init"])
        subprocess.run([*run, "--resume", path], env=environment, check=True)
        self.assertEqual([m["id"] for m in json.loads(path.read_text())["measurements"]], [chase["id"]])


if __name__ == "__main__":
    unittest.main()
