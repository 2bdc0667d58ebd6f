#!/usr/bin/env python3
"""Who may include whom, that none do so in a circle, and who may print: reads every #include of the layers. Usage: layers.py ROOT

A source includes its own header first, so whoever compiles the source alone (a build with GPUPEAK_UNITY=OFF) compiles the header
alone; the headers without a source are compiled by the target headers_alone."""
import pathlib
import re
import sys

# layer: what its files may include of ours, as regular expressions on the path after the quote.
LAYERS = {
    "core": r"core/",
    "statistics": r"core/|statistics/",
    "method": r"core/|statistics/|method/",
    "peaks": r"core/|peaks/",
    "device": r"core/|statistics/|peaks/|device/",
    "kernels": r"core/|device/|kernels/",
    "suites": r"core/|method/|suites/|kernels/(?:families|[^/]+/[^/]+)\.h$",
    "analysis": r"core/|statistics/|method/|peaks/|analysis/",
    "formats": r"core/|statistics/|method/|peaks/|analysis/|formats/",
    "reporters": r"core/|statistics/|method/|analysis/|formats/|reporters/",
    "cli": r"",
}

# Who may include what lies in <>: (header, files of ours). The standard library is anybody's; the first row that knows decides.
ANGLES = [
    (r"[a-z_0-9]+$", r""),
    (r"fmt/", r""),
    (r"hwloc(\.h|/)", r"device/"),
    (r"nlohmann/", r"formats/|cli/"),
    (r"CLI/", r"cli/"),
    (r"(oneapi/)?dnnl|cblas\.h", r"device/|kernels/.*/host/[^/]*(onednn|openblas)[^/]*\.(cpp|h)$"),
    (r"(cuda|cublas|cudnn|nvml|nvtx|cupti)", r".*/cuda/"),
    (r"(immintrin|x86intrin|cpuid|arm_neon)\.h", r"device/|kernels/.*/host/"),
    (r"cxxabi\.h", r"device/"),
    (r"(sys/.*|asm/.*|linux/.*|unistd|sched|pthread|dlfcn|link|signal|fcntl|poll|time|errno|netdb|spawn|glob|elf)\.h", r"device/|cli/"),
]

MANY_TIMES = re.compile(r"_loops\.h$|/each_isa\.h$")  # included once for each instruction set
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
PRINTS = re.compile(r"\bstd::(?:cout|cerr|clog|exit|abort|_Exit|quick_exit|terminate)\b|(?<![\w.>])(?:printf|fprintf|puts|putchar|fputs|exit|abort|perror)\s*\(|\bfmt::print\b")


def files(root):
    for layer in LAYERS:
        for path in sorted((root / layer).rglob("*")):
            if path.suffix in {".h", ".cpp", ".cu", ".cuh", ".in"} and path.is_file():
                yield layer, path.relative_to(root).as_posix(), path.read_text()


def cycles(root):
    """Units (a header and its source are one) that include each other in a circle, or stand between two, as "a, b"."""
    uses = {}
    for _, name, text in files(root):
        unit = re.sub(r"\.\w+$", "", name)
        uses.setdefault(unit, set()).update({re.sub(r"\.\w+$", "", quoted) for quoted, _ in INCLUDE.findall(text)} - {unit})
    while True:  # a unit that uses none of the rest is in no circle, nor is one that none of the rest uses
        used = set().union(*uses.values())
        rest = {unit: its & uses.keys() for unit, its in uses.items() if its & uses.keys() and unit in used}
        if rest.keys() == uses.keys():
            return [", ".join(sorted(rest))] if rest else []
        uses = rest


def problems(root):
    found = [f"{units}: include each other in a circle" for units in cycles(root)]
    for layer, name, text in files(root):
        for quoted, angled in INCLUDE.findall(text):
            if quoted and not re.match(LAYERS[layer], quoted):
                found.append(f"{name}: {layer} may not include \"{quoted}\" (allowed: {LAYERS[layer]})")
            if quoted and not (root / quoted).exists() and not (root / (quoted + ".in")).exists():
                found.append(f"{name}: \"{quoted}\" does not exist; includes are written from the root of the repository")
            if angled:
                places = next((places for header, places in ANGLES if re.match(header, angled)), None)
                if places is None:
                    found.append(f"{name}: <{angled}> is not a header this project knows; see ANGLES in tests/architecture/layers.py")
                elif not re.match(places, name):
                    found.append(f"{name}: <{angled}> may only be included in {places}")
        if name.endswith((".h", ".cuh")) and not MANY_TIMES.search(name) and not re.search(r"^#pragma once$", text, re.M):
            found.append(f"{name}: has no #pragma once")
        own, first = re.sub(r"\.cpp$", ".h", name), INCLUDE.search(text)
        if own != name and (root / own).exists() and (not first or first.group(1) != own):
            found.append(f"{name}: includes its own header, {own}, not first")
        if layer != "cli":
            for match in PRINTS.finditer(COMMENT_OR_STRING.sub(lambda m: "\n" * m.group().count("\n"), text)):
                found.append(f"{name}: {match.group().strip()}: nothing below cli prints or exits")
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "every include is in its layer")
    sys.exit(bool(wrong))
