#!/usr/bin/env python3
"""One binary starts anywhere: it asks the loader for glibc alone. Usage: needed_libraries.py BINARY [HWLOC]
A system without a static hwloc (HWLOC is then a shared library) may need that one too."""
import re
import subprocess
import sys

GLIBC = r"(libc|libm|libpthread|libdl|librt|ld-linux[\w-]*)\.so\.\d+"


def problems(dynamic_section, hwloc=""):
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic_section)
    if not needed:
        return ["no NEEDED entry found: not a dynamic executable, or readelf speaks differently"]
    allowed = GLIBC if hwloc.endswith(".a") or not hwloc else GLIBC + r"|libhwloc\.so\.\d+"
    return [f"{name} is needed, glibc alone is allowed: link it statically or open it at run time"
            for name in needed if not re.fullmatch(allowed, name)]


if __name__ == "__main__":
    out = subprocess.run(["readelf", "-d", sys.argv[1]], capture_output=True, text=True, check=True,
                         env={"LC_ALL": "C", "PATH": "/usr/bin:/bin:/usr/local/bin"}).stdout
    wrong = problems(out, sys.argv[2] if len(sys.argv) > 2 else "")
    print("\n".join(wrong) or "glibc alone is needed")
    sys.exit(bool(wrong))
