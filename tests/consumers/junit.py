#!/usr/bin/env python3
"""junit and junit-rich, read by junitparser."""
import xml.etree.ElementTree as ElementTree

from exports import GATES, REPORTS, expect, exported, measurements, skip

RESULTS = {"measured": None, "implausible": "failure", "skipped": "skipped", "wrong": "failure", "failed": "error"}


def as_tree(folder):
    for report in REPORTS:
        cases = measurements(folder, report)
        for name in ("junit", "junit-rich"):
            root = ElementTree.parse(folder / report / f"report.{name}.xml").getroot()
            found = list(root.iter("testcase"))
            expect(len(found) == len(cases), f"{report} {name}: {len(found)} of {len(cases)} cases")
            for suite in root:
                for counter, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                    expect(int(suite.get(counter)) == sum(1 for _ in suite.iter(element)), f"{report} {name}: {counter}")
            outcomes = sorted(str(RESULTS[case["outcome"]]) for case in cases)
            seen = sorted(str(next((c.tag for c in case if c.tag in RESULTS.values()), None)) for case in found)
            expect(seen == outcomes, f"{report} {name}: results differ")


def with_junitparser(folder):
    import junitparser

    for report in REPORTS:
        for name in ("junit", "junit-rich"):
            xml = junitparser.JUnitXml.fromfile(str(folder / report / f"report.{name}.xml"))
            cases = [case for suite in xml for case in suite]
            expect(len(cases) == len(measurements(folder, report)), f"{report} {name}: junitparser found {len(cases)} cases")
            expect(all(case.name and case.classname is not None for case in cases), f"{report} {name}: a case has no name")
    for gate in GATES:
        for name in ("junit", "junit-rich"):
            xml = junitparser.JUnitXml.fromfile(str(folder / gate / f"gate.{name}.xml"))
            failing = [case for suite in xml for case in suite if any(isinstance(r, (junitparser.Failure, junitparser.Error)) for r in case.result)]
            expect(bool(failing) == (gate != "gate-passing"), f"{gate} {name}: {len(failing)} tests fail")


if __name__ == "__main__":
    folder = exported()
    as_tree(folder)
    try:
        with_junitparser(folder)
    except ImportError:
        skip("read by ElementTree alone; install junitparser (pip) or python3-junitparser")
