#!/usr/bin/env python3
"""A small real run of the program, read by programs that are not ours: its JSON by a JSON Schema validator, its CSV by Python.

    real_report.py GPUPEAK

Exits 77 (skipped) when everything held except that python3-jsonschema is missing."""
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

RUN = ["run", "--quiet", "--format", "json,csv",
       "--set", "throughput.cores=all", "--set", "memory.size=64KiB", "--set", "matmul.n=64,65"]


def run(command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=500)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(held, what):
    if not held:
        sys.exit(what)


def rows_of(text):
    expect(text.endswith("\r\n"), "csv: RFC 4180 ends every row with CR LF")
    return list(csv.DictReader(text.splitlines(keepends=True), strict=True))


def main(gpupeak):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "report"
        run([gpupeak, *RUN, "throughput", "memory", "matmul", "--out", out])
        report = json.loads((out / "report.json").read_text())
        measurements = report["measurements"]
        expect(report["run"]["state"] == "complete", f"state is {report['run']['state']}")
        expect({m["suite"] for m in measurements} == {"throughput", "memory", "matmul"}, "a suite is missing")
        expect(sum(m["outcome"] == "measured" for m in measurements) >= len(measurements) // 2, "less than half was measured")

        wide = rows_of((out / "report.csv").read_bytes().decode())
        expect([row["id"] for row in wide] == [m["id"] for m in measurements], "csv and json have different cases")
        for row, m in zip(wide, measurements):
            for metric, value in m["metrics"].items():
                cell = row[metric]
                expect(cell == "" if value is None else float(cell) == value, f"{m['id']}: {metric} is {value} in json, {cell} in csv")
            expect(row["outcome"] == m["outcome"] and row["reason"].lstrip("'") == m["reason"], f"{m['id']}: outcome or reason differs")

        long = rows_of(run([gpupeak, "report", out, "--format", "csv", "--csv", "long"]).replace("\n", "\r\n"))
        expect(len(long) == sum(len(m["sample_time_s"]) for m in measurements), "csv long: one row per sample")

        again = pathlib.Path(folder) / "again.json"
        again.write_text(run([gpupeak, "report", out, "--format", "json"]))
        expect(again.read_text() == (out / "report.json").read_text(), "json read and written again is not the same bytes")
        public = pathlib.Path(folder) / "public.json"
        public.write_text(run([gpupeak, "report", out, "--format", "json", "--redact"]))

        validate = pathlib.Path(__file__).with_name("validate.py")
        done = subprocess.run([sys.executable, validate, out / "report.json", public])
        print(f"{len(measurements)} cases, {len(long)} samples: csv and json agree")
        return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
