"""Finds the rows of the tables by reading the sources: which file defines which row, and which table must name it."""
import re

# type of the row: (files that may define it, the table's file for such a file, files that must define one)
KINDS = {
    "Suite": (r"suites/\w+\.cpp$", lambda file: "suites/suites.cpp"),
    "Rung": (r"kernels/\w+/(?:host|cuda)/\w+\.(?:cpp|cu)$", lambda file: file.rsplit("/", 1)[0] + "/ladder.cpp"),
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
        for path in sorted([*root.rglob("*.cpp"), *root.rglob("*.cu")]):
            file = path.relative_to(root).as_posix()
            if not re.match(place, file):
                continue
            text = path.read_text()
            for match in re.finditer(DEFINITION.format(kind=kind), text, re.M):
                name = NAME.search(text, match.end())
                yield kind, file, match.group(1), name.group(1) if name else None, table_of(file)


def must_define(root):
    """(kind, file) that is there for a row: a numbered rung; a suite or reporter, unless it has a header of its own (a helper) or
    is a part of a larger one (console_header.cpp of console.cpp)."""
    for folder, kind in (("suites", "Suite"), ("reporters/report", "Reporter")):
        stems = {path.stem for path in (root / folder).glob("*.cpp")}
        for path in sorted((root / folder).glob("*.cpp")):
            part = any(path.stem.startswith(stem + "_") for stem in stems)
            if path.stem != folder and not path.with_suffix(".h").exists() and not part:
                yield kind, path.relative_to(root).as_posix()
    for path in sorted((root / "kernels").rglob("[0-9][0-9]_*.c*")):
        yield "Rung", path.relative_to(root).as_posix()
