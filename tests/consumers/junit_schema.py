#!/usr/bin/env python3
"""junit, held against the schema of Jenkins's xunit plugin by xmllint.

The schema is named by GPUPEAK_JUNIT_XSD, or lies where scripts/junit_schema.sh puts it."""
import os
import shutil
from pathlib import Path

from exports import GATES, REPORTS, exported, run, skip

schema = os.environ.get("GPUPEAK_JUNIT_XSD") or Path(__file__).resolve().parents[2] / "build/junit-10.xsd"
if not Path(schema).exists():
    skip("the schema is not there: scripts/junit_schema.sh brings it")
if not shutil.which("xmllint"):
    skip("xmllint is not there: apt install libxml2-utils")
folder = exported()
for report in REPORTS:
    run(["xmllint", "--noout", "--huge", "--schema", schema, folder / report / "report.junit.xml"])
for gate in GATES:
    run(["xmllint", "--noout", "--huge", "--schema", schema, folder / gate / "gate.junit.xml"])
