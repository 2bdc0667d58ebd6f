#!/usr/bin/env python3
"""Every suite, rung, reporter and backend has its row in the table of its kind, and the README names it. Usage: tables.py ROOT"""
import pathlib
import re
import sys

import rows


def problems(root):
    found = []
    defined = set()
    readme = (root / "README.md").read_text() if (root / "README.md").exists() else ""
    for kind, file, variable, name, table in rows.rows(root):
        defined.add((kind, file))
        text = (root / table).read_text() if (root / table).exists() else ""
        if not re.search(rf"&(?:\w+::)*{variable}\b", text):
            found.append(f"{file}: {kind} {variable} has no row in {table}")
        if name is None:
            found.append(f"{file}: {kind} {variable} has no .name")
        elif kind in ("Suite", "Reporter") and f"`{name}`" not in readme:
            found.append(f"README.md: does not mention `{name}` ({kind} of {file})")
    for kind, file in rows.must_define(root):
        if (kind, file) not in defined:
            found.append(f"{file}: defines no {kind}; a helper needs a header of its own name")
    if not defined:
        found.append("no row found at all: is this the root of the repository?")
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "every file has its row")
    sys.exit(bool(wrong))
