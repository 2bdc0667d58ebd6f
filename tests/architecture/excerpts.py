#!/usr/bin/env python3
"""The excerpts of CONTRIBUTING.md are what stands in the tree: a block whose fence names a file (```cpp suites/matmul.cpp) holds lines
of that file as they follow each other, comments behind code apart, which explain; a line `...` leaves some out. Usage: excerpts.py ROOT"""
import pathlib
import re
import sys

BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)
PAGES = ["CONTRIBUTING.md"]


def plain(line):
    """Without what explains it, and without its place."""
    return re.sub(r"\s*//.*$", "", line).strip()


def problems(root):
    found = []
    for page in PAGES:
        text = (root / page).read_text() if (root / page).exists() else ""
        if not BLOCK.search(text):
            found.append(f"{page}: has no excerpt at all")
        for language, name, block in BLOCK.findall(text):
            name = name.strip()
            where = f"{page}: the excerpt '{block.splitlines()[0].strip() if block.strip() else ''}'"
            if not name:
                if language in {"cpp", "cuda", "cmake", "json"}:
                    found.append(f"{where} names no file: ```{language} path/of/the/file")
                continue
            if not (root / name).exists():
                found.append(f"{where}: {name} does not exist")
                continue
            source = [line for line in map(plain, (root / name).read_text().splitlines()) if line]
            at = 0
            for piece in re.split(r"^\s*\.\.\.\s*$", block, flags=re.M):
                lines = [line for line in map(plain, piece.splitlines()) if line]
                place = next((i for i in range(at, len(source) - len(lines) + 1) if source[i:i + len(lines)] == lines), None)
                if place is None:
                    missing = next((line for line in lines if line not in source), lines[0] if lines else "")
                    found.append(f"{where}: '{missing}' and what stands by it is not in {name}, or not in this order")
                    break
                at = place + len(lines)
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "every excerpt stands in its file")
    sys.exit(bool(wrong))
