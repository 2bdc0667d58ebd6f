#!/usr/bin/env python3
"""tests/budget.txt: a line for each stage of scripts/test.sh, with a reason, which is another one where the line was raised.
Usage: budget.py ROOT        checks the file
       budget.py ROOT SPENT  holds what the stages took against it ("<stage> <CPU seconds>" a line); 1 where one took too much"""
import pathlib
import re
import subprocess
import sys


def rows(text):
    """{stage: (CPU seconds, reason)}; a line that is not one is an error, with its text."""
    found = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r"([a-z-]+) +\| +(\d+) +\| +(\S.*)", line)
        if not match:
            raise ValueError(f"tests/budget.txt: not '<stage> | <CPU seconds> | <why so many>': {line}")
        found[match[1]] = (int(match[2]), match[3])
    return found


def raised(before, after):
    return [f"tests/budget.txt: {stage} was raised from {before[stage][0]} to {cpu} and its reason is as it was: say why"
            for stage, (cpu, reason) in after.items()
            if stage in before and cpu > before[stage][0] and reason == before[stage][1]]


def problems(root):
    try:
        after = rows((root / "tests/budget.txt").read_text())
    except ValueError as error:
        return [str(error)]
    stages = set(re.findall(r"^ *stage ([a-z-]+) ", (root / "scripts/test.sh").read_text(), re.M))
    found = [f"tests/budget.txt: no line for the stage {stage} of scripts/test.sh" for stage in sorted(stages - set(after))]
    found += [f"tests/budget.txt: scripts/test.sh has no stage {stage}" for stage in sorted(set(after) - stages)]
    for commit in commits(root):
        text = shown(root, commit)
        if text is not None:
            try:
                found += raised(rows(text), after)
            except ValueError:
                pass  # it was mended since
            after = rows(text)
    return found


def kept(budget, spent):
    """What to print, and whether every stage kept twice its line. A slower machine has more: by what the reference took of its line,
    but a faster one has no less, so that the noise of one short measurement accuses nobody."""
    slower = max(1, spent["reference"] / budget["reference"][0])
    lines = [f"CPU seconds of each stage, and its budget (this machine: {slower:.2f} times that of tests/budget.txt)"]
    over = False
    for stage, cpu in spent.items():
        if stage in budget:
            too_much = stage != "reference" and cpu > 2 * slower * budget[stage][0]
            over |= too_much
            lines.append(f"  {stage:<11} {cpu:>6} {budget[stage][0]:>6}" + ("  more than twice its budget" if too_much else ""))
    lines.append(f"  {'all':<11} {sum(spent.values()):>6}")
    return lines, not over


def git(root, *arguments):
    run = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
    return run.stdout if run.returncode == 0 else None


def commits(root):
    """The commits that changed it last, newest first: what is in the tree is held against them. None without a history."""
    return (git(root, "log", "-n", "2", "--format=%H", "--", "tests/budget.txt") or "").split()


def shown(root, commit):
    return git(root, "show", f"{commit}:tests/budget.txt")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        taken = {stage: int(cpu) for stage, cpu in (line.split() for line in pathlib.Path(sys.argv[2]).read_text().splitlines())}
        told, well = kept(rows(pathlib.Path(sys.argv[1], "tests/budget.txt").read_text()), taken)
        print("\n".join(told))
        sys.exit(not well)
    wrong = problems(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong) or "every stage has its budget")
    sys.exit(bool(wrong))
