#!/usr/bin/env python3
"""Every reader of formats/ and every parser of what a user types has a fuzz target, and every target a corpus to start from.
Usage: fuzzed.py ROOT"""
import pathlib
import re
import sys

READER = re.compile(r"\b((?:read|parse)_\w+)\((?:std::)?string_view")
PLACES = ["formats/*.h", "method/axis_values.h", "core/format.h"]
BEHIND = {"read_checked", "parse_json"}  # called by every reader, never alone


def problems(root):
    found = []
    targets = {path: path.read_text() for path in sorted((root / "tests/fuzz").glob("*_fuzz.cpp"))}
    readers = {(path, name) for place in PLACES for path in root.glob(place) for name in READER.findall(path.read_text())}
    for path, name in sorted(readers):
        if name not in BEHIND and not any(re.search(rf"\b{name}\(", text) for text in targets.values()):
            found.append(f"{path.relative_to(root).as_posix()}: {name} has no target in tests/fuzz")
    for path in targets:
        corpus = root / "tests/fuzz/corpus" / path.stem.removesuffix("_fuzz")
        if not corpus.is_dir() or len(list(corpus.iterdir())) < 3:
            found.append(f"tests/fuzz/{path.name}: fewer than three files in tests/fuzz/corpus/{corpus.name}")
    return found if readers else ["no reader found: is this the root of the repository?"]


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "every reader is fuzzed")
    sys.exit(bool(wrong))
