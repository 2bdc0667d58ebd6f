"""bench/gpu_peers.py keeps what it found when a program fails, hangs or is missing, and says which one and why."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench"))
import gpu_peers as peers

REPORT = {"measurements": [{"id": "a", "outcome": "measured", "stats": {"median_s": 2}, "metrics": {"bandwidth_bytes_per_s": 3}},
                           {"id": "b", "outcome": "skipped", "reason": "no room"}]}
RUN = (30, "memory")


class Programs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = pathlib.Path(self.folder.name)
        path = mock.patch.dict(os.environ, {"PATH": f"{self.at}:{os.environ['PATH']}"})
        path.start()
        self.addCleanup(path.stop)
        self.soon = time.monotonic() + 60

    def after(self, seconds):
        """When a program has to be over that may take so long before it is told to end."""
        return time.monotonic() + seconds + peers.limited.GRACE

    def script(self, name, text):
        path = self.at / name
        path.write_text("#!/bin/sh\n" + text + "\n")
        path.chmod(0o755)
        return path

    def gpupeak(self):
        (self.at / "some.json").write_text(json.dumps(REPORT))
        return self.script("gpupeak", f"""echo "$2" >> {self.at}/order
for word in "$@"; do out=$word; done
mkdir -p "$out" && cp {self.at}/some.json "$out/report.json" """)


class Ours(Programs):
    def test_are_the_cases_of_the_report(self):
        found = peers.ours(self.gpupeak(), self.at / "out", RUN, self.soon)
        self.assertEqual(found["cases"], {"a": {"median_s": 2, "bandwidth_bytes_per_s": 3}, "b": {"outcome": "skipped", "reason": "no room"}})

    def test_say_what_the_program_said_when_it_failed(self):
        self.assertIn("no such device", peers.ours(self.script("bad", "echo no such device >&2; exit 2"), self.at, RUN, self.soon)["failed"])

    def test_say_that_there_is_no_report(self):
        self.assertIn("report.json", peers.ours(self.script("bad", "exit 0"), self.at, RUN, self.soon)["failed"])

    def test_end_when_the_time_is_over(self):
        slow = self.script("slow", "exec sleep 30")
        self.assertIn("longer than", peers.ours(slow, self.at, RUN, self.after(0.2))["failed"])
        self.assertIn("no time was left", peers.ours(slow, self.at, RUN, self.after(0))["failed"])

    def test_are_kept_of_a_run_that_had_to_be_ended(self):
        gpupeak = self.gpupeak()
        begun = {**REPORT, "run": {"state": "running"}, "measurements": REPORT["measurements"][:1]}
        (self.at / "some.json").write_text(json.dumps(begun))
        lines = ["a head", *(json.dumps({"measurement": m}) for m in REPORT["measurements"]), '{"measurement": {"id": "torn']
        (self.at / "journal.jsonl").write_text("\n".join(lines))
        gpupeak.write_text(gpupeak.read_text() + f'\ncp {self.at}/journal.jsonl "$out"\nexec sleep 30\n')
        found = peers.ours(gpupeak, self.at / "out", RUN, self.after(0.5))
        self.assertIn("longer than", found["failed"])
        self.assertEqual(found["cases"]["a"]["median_s"], 2)
        self.assertEqual(list(found["cases"]), [m["id"] for m in REPORT["measurements"]])

    @unittest.skipUnless("GPUPEAK_ON_DOUBLE" in os.environ, "GPUPEAK_ON_DOUBLE names no program")
    def test_fit_their_budgets(self):
        cases = {}
        for name, (budget, *arguments) in peers.OURS.items():
            command = [os.environ["GPUPEAK_ON_DOUBLE"], "list", "cases", *arguments, "--device", "cuda"]
            cases[name] = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual([case.split("/")[1] for case in cases["memory"]][::2], ["op=copy", "op=triad", "op=read"])
        # With every array set, read back and compared twice, a case of 1 GiB takes about 2.5 s, a product of 4096 half a second.
        self.assertLess(2.6 * len(cases["memory"]), peers.OURS["memory"][0])
        self.assertEqual({case.split("/m=")[1].split("/")[0] for case in cases["matmul"]}, {"4096"})
        self.assertLess(len(cases["matmul"]), peers.OURS["matmul"][0])
        self.assertLess(0.5 * len(cases["throughput"]), peers.OURS["throughput"][0])


class Peer(Programs):
    def test_is_named_with_its_figures_its_absence_or_its_failure(self):
        self.script("clever", "echo SUM 5; exit 3")
        self.script("slow", "exec sleep 30")
        self.assertEqual(peers.program("clever", pattern="SUM.*", ends=self.soon), {"exit": 3, "figures": ["SUM 5"]})
        self.assertIn("not on the path", peers.program("never-installed", pattern=".", ends=self.soon)["absent"])
        self.assertIn("longer than", peers.program("slow", pattern=".", ends=self.after(0.2))["failed"])


class Rounds(Programs):
    def beside(self, seconds):
        def torch(ends):
            with open(self.at / "order", "a") as order:
                order.write("torch\n")
            return {"failed": "it took longer than 1 s"}

        kept = []
        with mock.patch.object(peers, "torch_apart", torch), \
             mock.patch.object(peers, "program", lambda *words, **more: {"absent": words[0]}):
            found = peers.beside(self.gpupeak(), self.at / "out", seconds, lambda found: kept.append(json.dumps(found)))
        return found, kept

    def test_alternate_and_survive_a_peer_that_fails(self):
        found, _ = self.beside(60)
        self.assertEqual((self.at / "order").read_text().split(), 2 * ["memory", "torch", "matmul"] + ["throughput"])
        self.assertEqual(len(found["rounds"]), 2)
        self.assertEqual(found["rounds"][1]["memory"]["cases"]["a"]["median_s"], 2)
        self.assertEqual(found["clpeak"]["absent"], "clpeak")

    def test_are_kept_after_each_step(self):
        _, kept = self.beside(60)
        self.assertEqual(len(kept), 9)
        self.assertEqual([list(json.loads(text)["rounds"][0]) for text in kept[:2]], [["memory"], ["memory", "torch"]])

    def test_name_what_no_longer_fits(self):
        found, kept = self.beside(peers.LEAST / 2)
        self.assertIn("were left", found["rounds"][0]["memory"]["dropped"])
        self.assertEqual(len(kept), 9)
        self.assertFalse((self.at / "order").exists())


if __name__ == "__main__":
    unittest.main()
