#!/usr/bin/env python3
"""sql, read by SQLite: by Python's module, and by the shell where there is one."""
import math
import shutil
import sqlite3
import subprocess

from exports import REPORTS, expect, exported, measurements


def check(database, folder, report):
    cases = measurements(folder, report)
    query = database.execute
    expect(query("SELECT count(*) FROM gpupeak_cases").fetchone()[0] == len(cases), f"{report}: cases are missing")
    samples = sum(len(m["sample_time_s"]) for m in cases)
    expect(query("SELECT count(*) FROM gpupeak_samples").fetchone()[0] == samples, f"{report}: samples are missing")
    rows = query("SELECT outcome, median_s FROM gpupeak ORDER BY place").fetchall()
    for m, (outcome, median) in zip(cases, rows):
        expect(outcome == m["outcome"], f"{m['id'][:200]}: {outcome}")
        expected = m["metrics"]["median_s"] if m["outcome"] in ("measured", "implausible") else None
        expect(median == expected or math.isclose(median, expected), f"{m['id'][:200]}: {median} is not {expected}")
    tables = {name for (name,) in query("SELECT name FROM sqlite_master WHERE type = 'table'")}
    expect(all(name.startswith("gpupeak_") for name in tables), f"{report}: tables {tables}")


folder = exported()
for report in REPORTS:
    script = (folder / report / "report.sql").read_text(encoding="utf-8")
    database = sqlite3.connect(":memory:")
    for _ in range(2):  # importing again changes nothing
        database.executescript(script)
        check(database, folder, report)
    if shutil.which("sqlite3"):
        file = folder / f"{report}.db"
        done = subprocess.run(["sqlite3", "-bail", file], input=script, capture_output=True, text=True, cwd=folder, timeout=60)
        expect(done.returncode == 0 and done.stdout == done.stderr == "", f"{report}: the shell says {done.stdout}{done.stderr}")
        check(sqlite3.connect(file), folder, report)
everything = sqlite3.connect(":memory:")
for report in REPORTS:
    everything.executescript((folder / report / "report.sql").read_text(encoding="utf-8"))
runs = everything.execute("SELECT count(*) FROM gpupeak_runs").fetchone()[0]
expect(runs == 3, f"{runs} runs: example and slower are one run by name, hostile and empty are others")
expect(not (folder / "owned").exists(), "a text became a command of the shell")
