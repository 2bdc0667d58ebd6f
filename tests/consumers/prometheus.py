#!/usr/bin/env python3
"""openmetrics, read by both parsers of prometheus_client: OpenMetrics 1.0 and the text format that node exporter reads."""
import math

from exports import GATES, REPORTS, expect, exported, measurements, skip

try:
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
    from prometheus_client.parser import text_string_to_metric_families as text_format
except ImportError:
    skip("install prometheus_client (pip) or python3-prometheus-client")


def values(parse, text):
    found = {}
    for family in parse(text):
        expect(family.type == "gauge", f"{family.name} is a {family.type}")
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            expect(key not in found, f"{key} appears twice")
            expect(math.isfinite(sample.value), f"{key} is {sample.value}")
            found[key] = sample.value
    return found


folder = exported()
for report in REPORTS:
    text = (folder / report / "report.prom").read_text(encoding="utf-8")
    one, other = values(openmetrics, text), values(text_format, text)
    expect(one == other, f"{report}: the two parsers differ")
    medians = {dict(labels)["benchmark"]: value for (name, labels), value in one.items() if name == "gpupeak_median_seconds"}
    measured = [m for m in measurements(folder, report) if m["outcome"] == "measured"]
    expect(len(medians) == len(measured), f"{report}: {len(medians)} of {len(measured)} medians")
    if report == "example":
        for m in measured:
            expect(math.isclose(medians[m["id"]], m["stats"]["median_s"], rel_tol=0.006), f"{m['id']}: another median")
for gate in GATES:
    text = (folder / gate / "gate.prom").read_text(encoding="utf-8")
    one = values(openmetrics, text)
    expect(one == values(text_format, text), f"{gate}: the two parsers differ")
    expect(one[("gpupeak_gate_failed", ())] == (gate != "gate-passing"), f"{gate}: failed or not?")
