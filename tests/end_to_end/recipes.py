#!/usr/bin/env python3
"""The recipes of docs/ci.md, run as they stand there: plain shell, ctest, and the commands of GitHub Actions, GitLab CI and Jenkins.

recipes.py GPUPEAK
A `gpupeak` in front of the program narrows each run to one case; the rest of every command is that of the page. Speed may
change between two runs of a busy machine, so that a gate may also end with 1 or 3; a usage error, a missing file or an
unknown option is a failure. Where a run ends with 3, each recipe goes on to its gate.
"""
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
program = Path(sys.argv[1]).resolve()
CASE = ["throughput", "--filter", "throughput/dtype=f64/cores=one/*/rung=scalar*", "--budget", "20s"]
VERDICTS = (0, 1, 3)


def sections():
    """Heading of docs/ci.md -> the fenced blocks below it."""
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return {title: re.findall(r"^```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for title, text in zip(parts[1::2], parts[2::2])}


def narrowed(path):
    words = " ".join(f"'{word}'" for word in CASE)
    path.write_text(f'#!/bin/sh\nif [ "$1" = run ]; then shift; set -- run {words} "$@"; fi\nexec "{program}" "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def expect(held, what):
    if not held:
        sys.exit(what)


def shell(command, folder, codes=(0,), **variables):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GPUPEAK_", "GITHUB_"))}
    environment |= {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", **variables}
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    expect(done.returncode in codes, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")


def checkout(name):
    """A folder as a job of CI finds it: the baseline lies beside the code."""
    folder = scratch / name
    folder.mkdir()
    shutil.copy(baseline, folder)
    return folder


def lines(found, what):
    expect(found, f"docs/ci.md: no {what}")
    return found


def codes_of(command):
    return VERDICTS if command.startswith("gpupeak gate") else (0,)


def all_commands():
    text = "".join(block for title in page for block in page[title])
    return re.findall(r"^(?:\s*- run: |\s*- |\s*sh '|)(gpupeak run [^'\n]+)", text, re.MULTILINE)


def configured(folder):
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.20)\nproject(recipe NONE)\nenable_testing()\n" + page["ctest"][0])
    return "cmake -S . -B build > configured.log && ctest --test-dir build --output-on-failure"


with tempfile.TemporaryDirectory(prefix="gpupeak-recipes-") as name:
    scratch, page = Path(name), sections()
    tools = scratch / "bin"
    tools.mkdir()
    narrowed(tools / "gpupeak")

    plain = scratch / "plain"
    plain.mkdir()
    baseline = plain / "gpupeak-baseline.json"
    narrowed(plain / "gpupeak-of-main")
    shell("git init -q . && git -c user.name=a -c user.email=a@b.c commit -q --allow-empty -m first", plain)
    measure, save, grow, pairs = (block.strip().split("\n") for block in page["Plain shell"])
    for command in (measure[0], *save, *measure, *grow, *pairs):
        shell(command, plain, codes_of(command))

    folder = checkout("ctest")
    shell(configured(folder), folder, (0, 8))
    expect("performance" in (folder / "build/Testing/Temporary/LastTest.log").read_text(), "ctest ran no test")
    expect((folder / "build/now/report.json").exists(), "ctest: nothing was measured")

    folder = checkout("github")
    for command in lines(re.findall(r"run: (gpupeak .+)", page["GitHub Actions"][0]), "steps of GitHub Actions"):
        shell(command, folder, codes_of(command), GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(folder / "summary.md"),
              GITHUB_OUTPUT=str(folder / "output.txt"), GITHUB_WORKSPACE=str(folder))
    expect("verdict=" in (folder / "output.txt").read_text(), "GitHub: the outputs hold no verdict")
    expect((folder / "summary.md").read_text().strip(), "GitHub: the summary is empty")
    expect((folder / "gate/report.html").exists(), "GitHub: no page among the artefacts")

    folder = checkout("gitlab")
    recipe = page["GitLab CI"][0]
    for command in lines(re.findall(r"- (gpupeak .+)", recipe), "script of GitLab"):
        shell(command, folder, codes_of(command))
    for artefact in lines(re.findall(r"(?:junit|metrics): (\S+)", recipe), "reports of GitLab"):
        expect((folder / artefact).exists(), f"GitLab: {artefact} was not written")

    folder = checkout("jenkins")
    recipe = page["Jenkins"][0]
    for command in lines(re.findall(r"sh '(gpupeak .+)'", recipe), "steps of Jenkins"):
        shell(command, folder, codes_of(command))
    for artefact in lines(re.findall(r"junit '(\S+)'", recipe), "report of Jenkins"):
        expect((folder / artefact).exists(), f"Jenkins: {artefact} was not written")

    busy, folder = scratch / "busy", scratch / "goes_on"
    busy.mkdir()
    folder.mkdir()
    (busy / "gpupeak").write_text('#!/bin/sh\necho "$1" >> calls\n[ "$1" != run ] || exit 3\n')
    (busy / "gpupeak").chmod(0o755)
    path = f"{busy}{os.pathsep}{os.environ['PATH']}"
    expect(len(all_commands()) == 4, "docs/ci.md: a run for a shell and three CI servers")
    for command in all_commands():
        shell(command, folder, PATH=path)
    shell(configured(folder), folder, PATH=path)
    expect((folder / "build/calls").read_text() == "run\ngate\n", "ctest: no gate behind a run that ended with 3")

print("every recipe of docs/ci.md ran")
