#!/usr/bin/env python3
"""Writes a source with one fault of faults.txt planted. Usage: plant.py NAME FAULTS ROOT FOLDER; it lands in FOLDER under its own path."""
import pathlib
import sys

name, faults, root, folder = sys.argv[1:5]
lines = pathlib.Path(faults).read_text().splitlines()
at = next(i for i, line in enumerate(lines) if line.startswith(name + "|"))
path = lines[at].split("|")[1]
there, instead = (line[2:].replace("\\n", "\n") for line in lines[at + 1:at + 3])
text = pathlib.Path(root, path).read_text()
if text.count(there) != 1:
    sys.exit(f"{path}: the text that '{name}' of {faults} replaces is there {text.count(there)} times, not once: look at the fault again")
target = pathlib.Path(folder, path)
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(text.replace(there, instead))
