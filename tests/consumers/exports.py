"""The reports of write_reports in every format, for the programs that they are written for. Usage: TEST.py GPUPEAK WRITE_REPORTS"""
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FORMATS = "csv,markdown,jsonl,junit,junit-rich,openmetrics,gbench,gbench-median,github-action-benchmark,bmf,sql"
REPORTS = ("example", "slower", "hostile", "empty")
GATES = ("gate-example", "gate-passing", "gate-hostile")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def expect(held, what):
    if not held:
        sys.exit(what)


def run(command, **more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, encoding="utf-8", errors="surrogateescape",
                          timeout=300, env=environment, **more)
    expect(done.returncode == 0, f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def exported():
    """A folder with <report>.json and <report>/report.* of each report, and <gate>/gate.* of each gate."""
    gpupeak, write_reports = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run([write_reports, folder])
        for report in REPORTS:
            run([gpupeak, "report", folder / f"{report}.json", "--format", FORMATS, "--out", folder / report])
        yield folder


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
