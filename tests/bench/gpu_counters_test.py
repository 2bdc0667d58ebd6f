"""bench/gpu_counters.py reads what ncu prints, in each of its forms, and never takes a missing counter for an equal one."""
import io
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
import gpu_counters as counters


class Counted(unittest.TestCase):
    def test_is_read_from_one_row_per_metric(self):
        text = '==PROF== Connected\n"ID","Kernel Name","Metric Name","Metric Unit","Metric Value"\n' \
               '"0","walk","other","byte","7"\n"0","walk","dram__bytes.sum","byte","1,073,741,824"\n'
        self.assertEqual(counters.counted(text, "dram__bytes.sum"), 1 << 30)

    def test_is_read_from_one_column_per_metric(self):
        text = '"ID","Kernel Name","dram__bytes.sum"\n"","","byte"\n"0","walk","2.5e+03"\n'
        self.assertEqual(counters.counted(text, "dram__bytes.sum"), 2500)

    def test_is_none_where_the_gpu_has_no_such_counter(self):
        text = '"ID","Kernel Name","Metric Name","Metric Unit","Metric Value"\n"0","walk","x.sum","","n/a"\n'
        with self.assertRaisesRegex(counters.Uncounted, "n/a"):
            counters.counted(text, "x.sum")

    def test_is_none_where_counters_are_forbidden(self):
        with self.assertRaisesRegex(counters.Uncounted, "ERR_NVGPUCTRPERM"):
            counters.counted("==ERROR== ERR_NVGPUCTRPERM - The user does not have permission", "x.sum")

    def test_is_none_where_no_kernel_was_seen(self):
        with self.assertRaisesRegex(counters.Uncounted, "no launch"):
            counters.counted('"ID","Metric Name","Metric Value"\n', "x.sum")


class Rows(unittest.TestCase):
    def test_name_kernels_that_there_are(self):
        sources = "".join(path.read_text() for path in (ROOT / "kernels").glob("*/cuda/*.cu*"))
        for row in counters.ROWS:
            self.assertRegex(sources, rf"__global__ [^;{{]*{row.kernel}[a-z_]*\(", row.name)

    @unittest.skipUnless("GPUPEAK_ON_DOUBLE" in os.environ, "GPUPEAK_ON_DOUBLE names no program")
    def test_select_one_case_of_a_gpu_that_has_all_units(self):
        for row in counters.ROWS:
            sets = [word for each in row.sets for word in ("--set", each)]
            command = [os.environ["GPUPEAK_ON_DOUBLE"], "list", "cases", row.case.partition("/")[0], "--device", "cuda", "--filter", row.case]
            told = subprocess.run(command + sets, capture_output=True, text=True, check=True).stdout
            self.assertEqual(len(told.strip().splitlines()), 1, f"{row.name}: {told}")


class Verdict(unittest.TestCase):
    def test_is_no_within_what_the_row_allows_alone(self):
        self.assertTrue(counters.verdict(counters.ROWS[0]._replace(allowed=0.01), "a", 100.9, 100)["agrees"])
        self.assertFalse(counters.verdict(counters.ROWS[0]._replace(allowed=0.01), "a", 98, 100)["agrees"])

    def test_is_none_of_a_finding(self):
        gather = next(row for row in counters.ROWS if row.name == "gather")
        found = counters.verdict(gather, "a", 200, 100)
        self.assertEqual(found["ratio"], 2)
        self.assertNotIn("agrees", found)


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = pathlib.Path(folder.name)
        path = mock.patch.dict(os.environ, {"PATH": f"{self.at}:{os.environ['PATH']}"})
        path.start()
        self.addCleanup(path.stop)

    def ncu(self, text):
        (self.at / "ncu").write_text("#!/bin/sh\n" + text)
        (self.at / "ncu").chmod(0o755)

    def test_leaves_the_clocks_alone(self):
        self.ncu('echo "$*" > "$(dirname "$0")/given"\n')
        with self.assertRaises(counters.Uncounted):
            counters.look_at(counters.ROWS[0], "gpupeak", self.at, time.monotonic() + 60)
        self.assertIn("--clock-control none", (self.at / "given").read_text())

    def test_ends_with_all_it_started_when_its_time_is_over(self):
        self.ncu(f"sleep 60 & echo $! > {self.at}/started; wait\n")
        with mock.patch.object(counters, "LONGEST", 0.3), self.assertRaises(counters.limited.Late):
            counters.look_at(counters.ROWS[0], "gpupeak", self.at, time.monotonic() + 60)
        with self.assertRaises(ProcessLookupError):
            for _ in range(500):
                os.kill(int((self.at / "started").read_text()), 0)
                time.sleep(0.01)

    def test_is_not_begun_when_no_time_is_left(self):
        with self.assertRaisesRegex(counters.Uncounted, "no time was left"):
            counters.look_at(counters.ROWS[0], "gpupeak", self.at, time.monotonic())

    def test_keeps_a_file_that_is_whole_after_each_row(self):
        kept = []
        with mock.patch.object(counters, "look_at", side_effect=counters.Uncounted("no ncu")), \
             mock.patch.object(counters.limited, "replace_json", lambda path, value: kept.append(json.dumps(value))), \
             mock.patch.object(sys, "argv", ["gpu_counters.py", "gpupeak", "--out", "f"]), mock.patch.object(sys, "stderr", io.StringIO()):
            self.assertEqual(counters.main(), 77)
        self.assertEqual([len(json.loads(text)["rows"]) for text in kept], list(range(1, len(counters.ROWS) + 1)))


class Charged(unittest.TestCase):
    ROW = counters.ROWS[0]

    def test_is_the_amount_of_the_case(self):
        m = {"id": "a", "outcome": "measured", "reason": "", "work": {"amounts": {"fp32": {"amount": 8}}}}
        self.assertEqual(counters.charged({"measurements": [m]}, self.ROW), ("a", 8))

    def test_is_of_the_unit_that_the_gpu_has(self):
        row = self.ROW._replace(resource="fp64_tensor|fp64")
        for unit in ("fp64_tensor", "fp64"):
            m = {"id": "a", "outcome": "measured", "reason": "", "work": {"amounts": {unit: {"amount": 8}}}}
            self.assertEqual(counters.charged({"measurements": [m]}, row), ("a", 8))

    def test_is_none_of_a_case_that_was_not_measured(self):
        m = {"id": "a", "outcome": "wrong", "reason": "C[0,0]", "work": {"amounts": {"fp32": {"amount": 8}}}}
        with self.assertRaisesRegex(counters.Uncounted, "wrong"):
            counters.charged({"measurements": [m]}, self.ROW)
        with self.assertRaisesRegex(counters.Uncounted, "no case"):
            counters.charged({"measurements": []}, self.ROW)


if __name__ == "__main__":
    unittest.main()
