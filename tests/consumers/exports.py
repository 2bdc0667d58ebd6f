"""The reports of write_reports in every format, for the programs that they are written for.
Usage: exports.py GPUPEAK FOLDER WRITE_REPORTS   writes them, once for every test
       TEST.py GPUPEAK FOLDER                    reads them"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

FORMATS = "csv,markdown,jsonl,junit,junit-rich,openmetrics,gbench,gbench-median,github-action-benchmark,bmf,sql"
REPORTS = ("example", "slower", "hostile", "empty")
GATES = ("gate-example", "gate-passing", "gate-hostile")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def expect(held, what):
    if not held:
        sys.exit(what)


def run(command, exits=0, **more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, encoding="utf-8", errors="surrogateescape",
                          timeout=300, env=environment, **more)
    expect(done.returncode == exits, f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def exported():
    """The folder that all tests here read, with <report>.json and <report>/report.* of each report, and <gate>/gate.* of each gate."""
    return pathlib.Path(sys.argv[2])


def measurements(folder, report):
    return json.loads((folder / f"{report}.json").read_text(encoding="utf-8"))["measurements"]


def strict_json(path):
    def refuse(name):
        raise ValueError(f"{name} is not JSON")

    def unique(pairs):
        keys = [key for key, _ in pairs]
        expect(len(set(keys)) == len(keys), f"{path.name}: a key appears twice")
        return dict(pairs)

    return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse, object_pairs_hook=unique)


if __name__ == "__main__":
    gpupeak, written, write_reports = sys.argv[1:4]
    shutil.rmtree(written, ignore_errors=True)
    pathlib.Path(written).mkdir(parents=True)
    run([write_reports, written])
    for each in REPORTS:
        run([gpupeak, "report", f"{written}/{each}.json", "--format", FORMATS, "--out", f"{written}/{each}"],
            exits=4 if each == "empty" else 0)  # of no case
