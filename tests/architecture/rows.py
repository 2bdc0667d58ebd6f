"""Finds the rows of the tables by reading the sources: which file defines which row, and which table must name it."""
import re

# type of the row: (files that may define it, the table's file for such a file, files that must define one)
KINDS = {
    "Suite": (r"suites/\w+\.cpp$", lambda file: "suites/suites.cpp"),
    "Rung": (r"kernels/\w+/(?:host|cuda)/\w+\.(?:cpp|cu)$", lambda file: "kernels/families_cuda.cpp" if "/cuda/" in file else "kernels/families.cpp"),
    "Reporter": (r"reporters/report/\w+\.cpp$", lambda file: "reporters/reporters.cpp"),
    "GateReporter": (r"reporters/gate/\w+\.cpp$", lambda file: "reporters/gate/gate.cpp"),
    "Metric": (r"method/metrics\.cpp$", lambda file: "method/metrics.cpp"),
    "Backend": (r"cli/run/\w+\.cpp$", lambda file: "cli/run/backends.cpp"),
}
DEFINITION = r"^(?:extern\s+)?(?:constinit\s+)?const\s+(?:\w+::)*{kind}\s+(\w+)\s*[{{=]"
NAME = re.compile(r'\.name\s*=\s*"([^"]+)"')


def rows(root):
    """(kind, file, variable, name as users type it, table's file), for every row defined in the tree."""
    for kind, (place, table_of) in KINDS.items():
        layer = root / place.split("/")[0]  # not the whole root: builds lie below it, and change meanwhile
        for path in sorted([*layer.rglob("*.cpp"), *layer.rglob("*.cu")]):
            file = path.relative_to(root).as_posix()
            if not re.match(place, file):
                continue
            text = path.read_text()
            for match in re.finditer(DEFINITION.format(kind=kind), text, re.M):
                name = NAME.search(text, match.end())
                yield kind, file, match.group(1), name.group(1) if name else None, table_of(file)


def must_define(root):
    """(kind, file) that is there for a row: a rung, a suite or a reporter, unless it has a header of its own (a helper) or is a part of
    a larger one (console_header.cpp of console.cpp, tile_avx2.cpp of tile.h). What is numbered is a rung."""
    for folder, kind in (("suites", "Suite"), ("reporters/report", "Reporter")):
        stems = {path.stem for path in (root / folder).glob("*.cpp")}
        for path in sorted((root / folder).glob("*.cpp")):
            part = any(path.stem.startswith(stem + "_") for stem in stems)
            if path.stem != folder and not path.with_suffix(".h").exists() and not part:
                yield kind, path.relative_to(root).as_posix()
    for path in sorted([*(root / "kernels").glob("*/host/*.cpp"), *(root / "kernels").glob("*/cuda/*.c*")]):
        headers = {header.stem for header in path.parent.glob("*.h")}
        helper = path.stem in headers or any(path.stem.startswith(header + "_") for header in headers)
        if path.suffix in {".cpp", ".cu"} and path.parent.parent.name != "common" and (path.stem[:2].isdigit() or not helper):
            yield "Rung", path.relative_to(root).as_posix()
