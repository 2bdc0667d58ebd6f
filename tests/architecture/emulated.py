#!/usr/bin/env python3
"""Every .cu file runs without a GPU: the emulator's library holds its object, which announces its kernels, and the test of its family
goes over the whole ladder. Usage: emulated.py ROOT LIBRARY (libgpupeak_cuda_emulated.a)"""
import pathlib
import re
import subprocess
import sys

# Whoever launches a kernel instantiates announce(), whose emulated twin calls this.
ANNOUNCES = "gpupeak::simt::know("


def undefined_symbols(library):
    """What nm says of every member: `name.cu.o:` and below it what it needs from others."""
    return subprocess.run(["nm", "-u", "-C", library], capture_output=True, text=True, timeout=60, check=True).stdout


def members(symbols):
    """(name of the object, whether it announces a kernel), one for each member; names may be there twice."""
    found, name = [], None
    for line in symbols.splitlines():
        header = re.match(r"([^\s/]+\.o):$", line)
        if header:
            name = header.group(1)
            found.append([name, False])
        elif found and ANNOUNCES in line:
            found[-1][1] = True
    return found


def problems(root, symbols):
    found = []
    there = members(symbols)
    for file in sorted([*(root / "kernels").glob("*/cuda/*.cu"), *(root / "device/cuda").rglob("*.cu")]):
        path = file.relative_to(root).as_posix()
        own = next((member for member in there if member[0] == f"{file.name}.o"), None)
        if own is None:
            found.append(f"{path}: the emulator does not compile it; tests/emulated.cmake should")
            continue
        there.remove(own)
        if not own[1]:
            found.append(f"{path}: no kernel of it is announced; launch it by way of device/cuda/launch.h")
    for folder in sorted({file.parent for file in (root / "kernels").glob("*/cuda/*.cu")}):
        family = folder.parent.name
        test = root / "tests/kernels" / family / f"cuda/{family}_test.cpp"
        if not test.exists() or f"cuda_kernels().of<{family}::Rung>()" not in test.read_text():
            found.append(f"{folder.relative_to(root).as_posix()}: {test.relative_to(root).as_posix()} does not run "
                         f"all of cuda_kernels().of<{family}::Rung>()")
    return found


if __name__ == "__main__":
    wrong = problems(pathlib.Path(sys.argv[1]), undefined_symbols(sys.argv[2]))
    print("\n".join(wrong) or "every .cu file runs in the emulator")
    sys.exit(bool(wrong))
