"""A run on disk, with what its journal has, as gpupeak itself reads the two."""
import json

import limited


def journal_of(report):
    """What a run that goes on or was killed has measured since its report.json was last written whole."""
    return report.with_name("journal.jsonl")


def read(report):
    # The journal first: if its run ends meanwhile, the report has all of it. Its first line is no case, its last may be cut off.
    try:
        lines = journal_of(report).read_text().split("\n")[1:-1]
    except FileNotFoundError:
        lines = []
    found = json.loads(report.read_text())
    if found.get("run", {}).get("state") == "running":
        known = {m["id"] for m in found["measurements"]}
        found["measurements"] += [m for m in (json.loads(line)["measurement"] for line in lines) if m["id"] not in known]
    return found


def take_in_journal(report):
    """Makes report.json all that a run left which has ended, so that it may be changed."""
    if journal_of(report).exists():
        limited.replace_json(report, read(report))
        journal_of(report).unlink()
