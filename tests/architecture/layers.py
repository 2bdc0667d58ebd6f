#!/usr/bin/env python3
"""Who may include whom, that none do so in a circle, and who may print: reads every #include of the layers. Usage: layers.py ROOT

A source includes its own header first, so whoever compiles the source alone (a build with GPUPEAK_UNITY=OFF) compiles the header
alone; the headers without a source are compiled by the target headers_alone."""
import pathlib
import re
import sys

# layer: what its files may include of ours, as regular expressions on the path after the quote.
LAYERS = {
    "core": r"core/|method/",
    "statistics": r"core/|statistics/",
    "method": r"core/|statistics/|method/",
    "peaks": r"core/|peaks/",
    "device": r"core/|statistics/|peaks/|device/",
    "kernels": r"core/|method/|device/|kernels/",
    "suites": r"core/|method/|suites/|kernels/[^/]+/[^/]+\.h$",
    "analysis": r"core/|statistics/|method/|analysis/",
    "formats": r"core/|statistics/|method/|analysis/|formats/",
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

# Layers whose units (a header and its source are one) include one another in no circle.
ACYCLIC = ("analysis/", "formats/", "reporters/", "cli/")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
PRINTS = re.compile(r"\bstd::(?:cout|cerr|clog|exit|abort|_Exit|quick_exit|terminate)\b|(?<![\w.>])(?:printf|fprintf|puts|putchar|fputs|exit|abort|perror)\s*\(|\bfmt::print\b")


def files(root):
    for layer in LAYERS:
        for path in sorted((root / layer).rglob("*")):
            if path.suffix in {".h", ".cpp", ".cu", ".cuh", ".in"} and path.is_file():
                yield layer, path.relative_to(root).as_posix(), path.read_text()


def in_circles(root):
    """Units of a circle, or between two."""
    units = {}
    for _, name, text in files(root):
        if name.startswith(ACYCLIC) and name.endswith((".h", ".cpp")):
            unit = re.sub(r"\.\w+$", "", name)
            units.setdefault(unit, set()).update({re.sub(r"\.\w+$", "", quoted) for quoted, _ in INCLUDE.findall(text) if quoted} - {unit})
    while True:
        included = set().union(*units.values())
        open_ended = {unit for unit, others in units.items() if unit not in included or not others & units.keys()}
        if not open_ended:
            return sorted(units)
        units = {unit: others for unit, others in units.items() if unit not in open_ended}


def problems(root):
    found = []
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
        if name.endswith((".h", ".cuh")) and not re.search(r"^#pragma once$", text, re.M):
            found.append(f"{name}: has no #pragma once")
        own, first = re.sub(r"\.cpp$", ".h", name), INCLUDE.search(text)
        if own != name and (root / own).exists() and (not first or first.group(1) != own):
            found.append(f"{name}: includes its own header, {own}, not first")
        if layer != "cli":
            for match in PRINTS.finditer(COMMENT_OR_STRING.sub(lambda m: "\n" * m.group().count("\n"), text)):
                found.append(f"{name}: {match.group().strip()}: nothing below cli prints or exits")
    circle = in_circles(root)
    if circle:
        found.append("include one another in a circle: " + ", ".join(circle))
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "every include is in its layer")
    sys.exit(bool(wrong))
