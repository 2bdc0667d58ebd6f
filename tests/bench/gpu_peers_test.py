"""bench/gpu_peers.py keeps what it found when a program fails, hangs or is missing, and says which one and why."""
import importlib.util
import json
import os
import pathlib
import tempfile
import time
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
spec = importlib.util.spec_from_file_location("gpu_peers", ROOT / "bench/gpu_peers.py")
peers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(peers)

REPORT = {"measurements": [{"id": "a", "outcome": "measured", "stats": {"median_s": 2}, "metrics": {"bandwidth_bytes_per_s": 3}},
                           {"id": "b", "outcome": "skipped", "reason": "no room"}]}


class Programs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = pathlib.Path(self.folder.name)
        path = mock.patch.dict(os.environ, {"PATH": f"{self.at}:{os.environ['PATH']}"})
        path.start()
        self.addCleanup(path.stop)
        self.soon = time.monotonic() + 60

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
        found = peers.ours(self.gpupeak(), self.at / "out", ("memory",), self.soon)
        self.assertEqual(found, {"a": {"median_s": 2, "bandwidth_bytes_per_s": 3}, "b": {"outcome": "skipped", "reason": "no room"}})

    def test_say_what_the_program_said_when_it_failed(self):
        self.assertIn("no such device", peers.ours(self.script("bad", "echo no such device >&2; exit 2"), self.at, ("memory",), self.soon)["failed"])

    def test_say_that_there_is_no_report(self):
        self.assertIn("report.json", peers.ours(self.script("bad", "exit 0"), self.at, ("memory",), self.soon)["failed"])

    def test_end_when_the_time_is_over(self):
        slow = self.script("slow", "exec sleep 30")
        self.assertIn("longer than", peers.ours(slow, self.at, ("memory",), time.monotonic() + 0.2)["failed"])
        self.assertIn("no time was left", peers.ours(slow, self.at, ("memory",), time.monotonic())["failed"])


class Peer(Programs):
    def test_is_named_with_its_figures_its_absence_or_its_failure(self):
        self.script("clever", "echo SUM 5; exit 3")
        self.script("slow", "exec sleep 30")
        self.assertEqual(peers.program("clever", pattern="SUM.*", ends=self.soon), {"exit": 3, "figures": ["SUM 5"]})
        self.assertIn("not on the path", peers.program("never-installed", pattern=".", ends=self.soon)["absent"])
        self.assertIn("longer than", peers.program("slow", pattern=".", ends=time.monotonic() + 0.2)["failed"])


class Rounds(Programs):
    def test_alternate_and_survive_a_peer_that_fails(self):
        def torch(ends):
            with open(self.at / "order", "a") as order:
                order.write("torch\n")
            return {"failed": "it took longer than 1 s"}

        with mock.patch.object(peers, "torch_apart", torch), mock.patch.object(peers, "OURS", {"memory": ("memory",)}), \
             mock.patch.object(peers, "program", lambda *words, **more: {"absent": words[0]}):
            found = peers.beside(self.gpupeak(), self.at / "out", 60)
        self.assertEqual((self.at / "order").read_text().split(), ["memory", "torch", "memory", "torch"])
        self.assertEqual(len(found["rounds"]), 2)
        self.assertEqual(found["rounds"][1]["gpupeak"]["memory"]["a"]["median_s"], 2)
        self.assertEqual(found["clpeak"], {"absent": "clpeak"})


if __name__ == "__main__":
    unittest.main()
