#!/usr/bin/env python3
"""The tree speaks of the product alone: no path of somebody's machine, no address inside a private network. Usage: machine_paths.py ROOT"""
import os
import pathlib
import re
import sys

SKIPPED = {".git", "build", "gpupeak-report", "__pycache__", ".cache"}
# Written in pieces, so that this file passes its own check. `user`, `me` and `someone` are the made-up people of examples and tests.
PATHS = re.compile("(?<![\\w.])/(?:ho" + "me|Us" + "ers)/(?!user\\b|me\\b|someone\\b)\\w+|(?<![\\w.])/(?:ro" + "ot|wo" + "rk)/[\\w.]+"
                   "|\\b10\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b|\\b192\\.168\\.\\d+\\.\\d+\\b")


def problems(root):
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.startswith("build-")]
        for name in names:
            path = pathlib.Path(folder, name)
            try:
                text = path.read_text()
            except (UnicodeDecodeError, OSError):
                continue  # binary corpora
            for number, line in enumerate(text.splitlines(), 1):
                match = PATHS.search(line)
                if match:
                    found.append(f"{path.relative_to(root).as_posix()}:{number}: {match.group()}")
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "no path of a machine")
    sys.exit(bool(wrong))
