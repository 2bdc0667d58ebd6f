#!/usr/bin/env python3
"""What growth costs: adds a rung for the host, one for GPUs, a family and a suite, all toys, to a copy of the tree. Each may touch so
many sources and no more, and as long as its row is missing the check of tables must say which line to add.

Usage: grow.py ROOT COPY   leaves the grown copy of the layers in COPY; tests/growth/CMakeLists.txt builds what was touched"""
import filecmp
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "architecture"))
import layers
import tables

TOYS = pathlib.Path(__file__).resolve().parent / "toys"
# toy: (sources it may touch, edits of tables as (file, line that is there, line that takes its place), what must be said before them)
GROWTH = {
    "rung": (2, [("kernels/families.cpp", "stream::Rung stream_plain,", "stream::Rung stream_plain, stream_toy,"),
                 ("kernels/families.cpp", "ladder<&stream_plain,", "ladder<&stream_plain, &stream_toy,")],
             "add &stream_toy to kernels/families.cpp"),
    "cuda_rung": (2, [("kernels/families_cuda.cpp", "stream::Rung stream_elements,", "stream::Rung stream_elements, stream_toy,"),
                      ("kernels/families_cuda.cpp", "ladder<&stream_elements,", "ladder<&stream_elements, &stream_toy,")],
                  "add &stream_toy to kernels/families_cuda.cpp"),
    "family": (4, [("kernels/families.cpp", '#include "kernels/training/training.h"\n', '#include "kernels/toy/toy.h"\n#include "kernels/training/training.h"\n'),
                   ("kernels/families.cpp", "extern const training::Rung", "extern const toy::Rung toy_plain;\nextern const training::Rung"),
                   ("kernels/families.cpp", "    ladder<&training_own", "    ladder<&toy_plain>,\n    ladder<&training_own")],
               "add &toy_plain to kernels/families.cpp"),
    "suite": (2, [("suites/suites.cpp", "infer_suite;", "infer_suite, toy_suite;"),
                  ("suites/suites.cpp", "&infer_suite}", "&infer_suite, &toy_suite}"),
                  ("README.md", "| `infer` |", "| `toy` | doubles numbers |\n| `infer` |")],
              "add &toy_suite to suites/suites.cpp"),
}


def copy_of_the_tree(root, copy):
    shutil.rmtree(copy, ignore_errors=True)
    for layer in layers.LAYERS:
        shutil.copytree(root / layer, copy / layer)
    shutil.copy(root / "README.md", copy)


def touched(before, after):
    """Sources that differ, or are new."""
    found = []
    for path in sorted(after.rglob("*")):
        old = before / path.relative_to(after)
        if path.suffix in {".h", ".cpp", ".cu", ".cuh"} and not (old.exists() and filecmp.cmp(old, path, shallow=False)):
            found.append(path.relative_to(after).as_posix())
    return found


def grow(root, copy):
    wrong = []
    copy_of_the_tree(root, copy)
    before = copy.with_name(copy.name + ".before")
    for toy, (allowed, edits, expected) in GROWTH.items():
        shutil.rmtree(before, ignore_errors=True)
        shutil.copytree(copy, before)
        shutil.copytree(TOYS / toy, copy, dirs_exist_ok=True)
        said = "\n".join(tables.problems(copy))
        if expected not in said:
            wrong.append(f"{toy}: without its row nobody said '{expected}', but: {said or 'nothing'}")
        for file, old, new in edits:
            text = (copy / file).read_text()
            if text.count(old) != 1:
                wrong.append(f"{toy}: {file} has '{old}' {text.count(old)} times; tests/growth/grow.py must follow it")
            (copy / file).write_text(text.replace(old, new, 1))
        said = tables.problems(copy) + layers.problems(copy)
        wrong += [f"{toy}: with its row still: {line}" for line in said]
        files = touched(before, copy)
        print(f"{toy}: {', '.join(files)}")
        if len(files) != allowed:
            wrong.append(f"{toy}: touches {len(files)} sources, not {allowed}")
    shutil.rmtree(before)
    return wrong


if __name__ == "__main__":
    wrong = grow(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print("\n".join(wrong) or "growth costs what it should")
    sys.exit(bool(wrong))
