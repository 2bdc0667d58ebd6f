#!/usr/bin/env python3
"""junit and junit-rich, read by junitparser and, where there is a schema, held against that of Jenkins's xunit plugin by xmllint.

The schema (junit-10.xsd) is found by GPUPEAK_JUNIT_XSD; `pip download --no-deps --no-binary :all: pytest` brings it too, as
testing/example_scripts/junit-10.xsd."""
import os
import shutil
import sys
import xml.etree.ElementTree as ElementTree

from exports import GATES, REPORTS, expect, exported, measurements, run, skip

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


def against_schema(folder, schema):
    for report in REPORTS:
        run(["xmllint", "--noout", "--huge", "--schema", schema, folder / report / "report.junit.xml"])
    for gate in GATES:
        run(["xmllint", "--noout", "--huge", "--schema", schema, folder / gate / "gate.junit.xml"])


if __name__ == "__main__":
    missing = []
    with exported() as folder:
        as_tree(folder)
        try:
            with_junitparser(folder)
        except ImportError:
            missing.append("junitparser (pip)")
        schema = os.environ.get("GPUPEAK_JUNIT_XSD", "")
        if not schema:
            missing.append("the schema (GPUPEAK_JUNIT_XSD)")
        elif not shutil.which("xmllint"):
            missing.append("xmllint (libxml2-utils)")
        else:
            against_schema(folder, schema)
    if missing:
        skip("read by ElementTree alone; not there: " + ", ".join(missing))
    sys.exit(0)
