#!/usr/bin/env python3
"""junit, held against the schema of Jenkins's xunit plugin by xmllint.

The schema (junit-10.xsd) is found by GPUPEAK_JUNIT_XSD; `pip download --no-deps --no-binary :all: pytest` brings it too, as
testing/example_scripts/junit-10.xsd."""
import os
import shutil

from exports import GATES, REPORTS, exported, run, skip

schema = os.environ.get("GPUPEAK_JUNIT_XSD", "")
if not schema:
    skip("the schema is not there: name it in GPUPEAK_JUNIT_XSD")
if not shutil.which("xmllint"):
    skip("xmllint is not there: apt install libxml2-utils")
with exported() as folder:
    for report in REPORTS:
        run(["xmllint", "--noout", "--huge", "--schema", schema, folder / report / "report.junit.xml"])
    for gate in GATES:
        run(["xmllint", "--noout", "--huge", "--schema", schema, folder / gate / "gate.junit.xml"])
