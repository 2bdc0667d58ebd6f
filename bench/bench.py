#!/usr/bin/env python3
"""Measures gpupeak beside its peers, in alternating runs on this machine, and prints a table: what, bar, figure, peer.

    python3 bench/bench.py                 every row (about 40 minutes)
    python3 bench/bench.py triad vendor    these rows
    python3 bench/bench.py --list

It never fails because a figure is below its bar, and says why where a figure could not be had. Close other programs first.
"""
import argparse
import pathlib
import sys
import traceback

import rows
from tools import Bench, Missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="names from --list; all when none is given")
    parser.add_argument("--list", action="store_true", help="list the rows and end")
    parser.add_argument("--gpupeak", type=pathlib.Path, help="the binary (default: build/release/gpupeak, built when missing)")
    parser.add_argument("--pairs", type=int, default=5, help="turns of gpupeak and its peer, or processes a side (default: 5)")
    arguments = parser.parse_args()
    if arguments.list:
        for name, row in rows.TABLE.items():
            print(f"{name:8} {row.what}")
        return 0
    unknown = [name for name in arguments.rows if name not in rows.TABLE]
    if unknown:
        parser.error(f"unknown row {', '.join(unknown)}; known: {', '.join(rows.TABLE)}")

    bench = Bench(arguments.gpupeak, arguments.pairs)
    bench.describe()
    print("| what | bar | measured | beside it | met |\n|---|---|---|---|---|", flush=True)
    for name in arguments.rows or rows.TABLE:
        row = rows.TABLE[name]
        try:
            for found in row.measure(bench):
                met = {True: "yes", False: "no", None: ""}[found.met]
                print(f"| {row.what}{found.detail} | {row.bar} | {found.figure} | {found.peer} | {met} |", flush=True)
        except Missing as reason:
            print(f"| {row.what} | {row.bar} | not measured: {reason} | | |", flush=True)
        except Exception:
            traceback.print_exc()
            print(f"| {row.what} | {row.bar} | not measured: this script failed, see above | | |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
