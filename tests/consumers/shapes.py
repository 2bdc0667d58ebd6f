#!/usr/bin/env python3
"""bmf, github-action-benchmark and jsonl by what their readers ask of them: Bencher Metric Format, and the custom tools of
github-action-benchmark (name, unit and value of every entry)."""
import json

from exports import GATES, REPORTS, expect, exported, measurements, strict_json

folder = exported()
for report in REPORTS:
    measured = [m for m in measurements(folder, report) if m["outcome"] == "measured"]
    bmf = strict_json(folder / report / "report.bmf.json")
    expect(len(bmf) <= len(measured) and bool(bmf) == bool(measured), f"{report}: {len(bmf)} benchmarks")
    for benchmark, measures in bmf.items():
        expect(1 <= len(benchmark.encode()) <= 1024, f"{report}: a name of {len(benchmark)} characters")
        for measure, figures in measures.items():
            expect(set(figures) <= {"value", "lower_value", "upper_value"}, f"{measure}: {figures}")
            expect(all(isinstance(value, (int, float)) for value in figures.values()), f"{measure}: {figures}")
    names = []
    for direction in ("bigger", "smaller"):
        for entry in strict_json(folder / report / f"report.{direction}.json"):
            expect(isinstance(entry["name"], str) and isinstance(entry["unit"], str), f"{entry}")
            expect(isinstance(entry["value"], (int, float)), f"{entry}")
            expect(all(isinstance(entry.get(key, ""), str) for key in ("range", "extra")), f"{entry}")
            names.append(entry["name"])
    expect(len(names) == len(measured), f"{report}: {len(names)} entries")
    lines = (folder / report / "report.jsonl").read_text(encoding="utf-8").split("\n")
    expect(lines.pop() == "" and len(lines) == len(measurements(folder, report)), f"{report}: {len(lines)} lines")
    keys = {tuple(json.loads(line)) for line in lines}
    expect(len(keys) <= 1, f"{report}: lines have different keys")
for gate in GATES:
    result = strict_json(folder / gate / "gate.json")
    expect(result["failed"] == (gate != "gate-passing"), f"{gate}: failed or not?")
    expect(sum(result["counts"].values()) == len(result["rows"]), f"{gate}: counts differ from rows")
