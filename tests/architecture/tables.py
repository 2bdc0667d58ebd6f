#!/usr/bin/env python3
"""Every suite, rung, reporter and backend has its row in the table of its kind, and the README names it. Usage: tables.py ROOT"""
import pathlib
import re
import sys

import rows


TABLES = {"host": "kernels/families.cpp", "cuda": "kernels/families_cuda.cpp"}


def families(root, with_rungs):
    """A family is a folder: its contract has its name, and each of its rungs for a device a row; `with_rungs`: files that define any."""
    found = []
    for folder in sorted(path for path in (root / "kernels").glob("*") if path.is_dir() and path.name != "common"):
        contract = folder / f"{folder.name}.h"
        name = contract.relative_to(root).as_posix()
        text = contract.read_text() if contract.exists() else ""
        if f'family = "{folder.name}"' not in text:
            found.append(f'{name}: no contract of the family; its Rung says: static constexpr std::string_view family = "{folder.name}";')
        if not any(file.startswith(f"kernels/{folder.name}/") for file in with_rungs):
            found.append(f"kernels/{folder.name}: a family without a rung; add one to kernels/{folder.name}/host or /cuda and to its table")
        for device, table in TABLES.items():
            if any(file.startswith(f"kernels/{folder.name}/{device}/") for file in with_rungs):
                if f'#include "{name}"' not in ((root / table).read_text() if (root / table).exists() else ""):
                    found.append(f'{table}: does not include the contract of a family with rungs; add #include "{name}"')
    return found


def problems(root):
    found = []
    defined = set()
    readme = (root / "README.md").read_text() if (root / "README.md").exists() else ""
    for kind, file, variable, name, table in rows.rows(root):
        defined.add((kind, file))
        text = (root / table).read_text() if (root / table).exists() else ""
        if not re.search(rf"&(?:\w+::)*{variable}\b", text):
            found.append(f"{file}: {kind} {variable} has no row; add &{variable} to {table}")
        if name is None:
            found.append(f"{file}: {kind} {variable} has no .name")
        elif kind in ("Suite", "Reporter") and f"`{name}`" not in readme:
            found.append(f"README.md: does not mention `{name}` ({kind} of {file})")
    for kind, file in rows.must_define(root):
        if (kind, file) not in defined:
            found.append(f"{file}: defines no {kind}; a helper needs a header of its own name")
    found += families(root, {file for kind, file in defined if kind == "Rung"})
    if not defined:
        found.append("no row found at all: is this the root of the repository?")
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "every file has its row")
    sys.exit(bool(wrong))
