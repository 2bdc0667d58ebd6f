#!/usr/bin/env python3
"""One binary runs on every x86-64 processor: instructions of AVX and later stand only in kernels and probes, which are chosen at run
time (device/host and kernels/*/host, in their unnamed namespaces). Usage: baseline.py BINARY"""
import re
import subprocess
import sys

DISPATCHED = re.compile(r"^_ZZ?N7gpupeak4host12_GLOBAL__N_1")
# VEX and EVEX encodings are written with a leading v; verr and verw are older than that.
WIDE = re.compile(r"^(?:v(?!err|erw)[a-z0-9]+|t(?:ile|dp)[a-z0-9]+|k(?:mov|or|and|not|xor|xnor|shift|unpck|test|add)[bwdqlr]+)(?:\s|$)")


def problems(disassembly):
    found, function = [], "no function"
    functions = 0
    for line in disassembly:
        if start := re.match(r"^[0-9a-f]+ <(.*)>:$", line):
            function = start.group(1)
            functions += 1
            continue
        parts = line.split("\t")
        if len(parts) > 1 and WIDE.match(parts[1]) and not DISPATCHED.match(function):
            found.append(f"{function}: {parts[1].strip()}: newer than x86-64, and not in a function that is chosen at run time")
    return found if functions else ["no function found: is this a binary, and objdump's output as it was?"]


if __name__ == "__main__":
    head = subprocess.run(["readelf", "-h", sys.argv[1]], capture_output=True, text=True, check=True).stdout
    if "X86-64" not in head:
        print("not a binary for x86-64: nothing to check")
        sys.exit(77)
    with subprocess.Popen(["objdump", "-d", "--no-show-raw-insn", sys.argv[1]], stdout=subprocess.PIPE, text=True) as run:
        wrong = problems(run.stdout)
    print("\n".join(sorted(set(wrong))[:40]) or "wide instructions stand in dispatched functions alone")
    sys.exit(bool(wrong))
