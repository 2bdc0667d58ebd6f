#!/usr/bin/env python3
"""gpupeak beside what else measures a GPU on this machine: PyTorch's copy and matrix product, clpeak, nvbandwidth. gpupeak and PyTorch
take turns, A B A B, each in a fresh process, so that a drift of the GPU falls on both. What is worth most comes first, and what no
longer fits is named. A peer that is not there, fails or takes too long is named with the reason.

    python3 bench/gpu_peers.py build/release/gpupeak [--seconds 120] [--out FILE]

Prints one JSON object, or keeps it in FILE, which holds what was found so far at any moment.
"""
import argparse
import json
import pathlib
import re
import shutil
import statistics
import sys
import tempfile
import time

import limited
import saved_run

GIB = 1 << 30
ROUNDS = 2
LEAST = 5  # seconds; a process that has less is not started
# What gpupeak measures: its arguments, and the budget in seconds of one run. Few cases, so that the budget is enough for all of them
# though the arrays are large: of copies the rungs that win, of products the best of each kind beside cuBLAS.
OURS = {
    "memory": (24, "memory", "--set", "memory.op=copy,triad,read", "--set", "memory.size=1GiB", "--set", "memory.cores=all", "--set",
               "memory.rung=vectors,two_blocks"),
    "matmul": (16, "matmul", "--set", "matmul.n=4096", "--set", "matmul.dtype=f32,f64", "--set",
               "matmul.rung=warp_tile,async_copy,cublas,cublaslt_best", "--filter", "matmul/*m=4096*"),
    "throughput": (20, "throughput", "--set", "throughput.cores=all", "--set", "throughput.pattern=two_sources,three_sources"),
}


class Failed(Exception):
    """No figures, and why."""


def told(command, seconds, ends):
    """What a program that may take so long, and not past `ends` (of time.monotonic), printed, and how it ended."""
    allowed = min(seconds, ends - time.monotonic() - limited.GRACE)
    if allowed <= 0:
        raise Failed("no time was left for it")
    try:
        return limited.run(command, allowed)
    except (limited.Late, OSError) as why:
        raise Failed(str(why)) from why


def cases_of(report):
    """{case id: what was measured, or why nothing was}."""
    found = {}
    for m in report["measurements"]:
        if m["outcome"] == "measured":
            found[m["id"]] = {"median_s": m["stats"]["median_s"], **{k: v for k, v in m.get("metrics", {}).items() if v is not None}}
        else:
            found[m["id"]] = {"outcome": m["outcome"], "reason": m.get("reason", "")}
    return found


def ours(gpupeak, folder, measured, ends):
    """The cases of one run, through the report; also of a run that had to be ended."""
    budget, *arguments = measured
    command = [gpupeak, "run", *arguments, "--device", "cuda", "--quiet", "--budget", f"{budget}s", "--format", "json", "--out", folder]
    found = {}
    try:
        done = told(command, budget + 20, ends)
        if done.returncode not in (0, 3):
            return {"failed": done.stderr.strip()[-400:] or f"exit code {done.returncode}"}
    except Failed as why:
        found["failed"] = str(why)
    try:
        found["cases"] = cases_of(saved_run.read(pathlib.Path(folder) / "report.json"))
    except (OSError, ValueError) as why:
        found.setdefault("failed", str(why))
    return found


def torch_figures():
    try:
        import torch
    except ImportError as missing:
        return {"absent": str(missing)}
    if not torch.cuda.is_available():
        return {"absent": "torch sees no GPU"}
    torch.backends.cuda.matmul.allow_tf32 = False

    def seconds(work, launches):
        for _ in range(3):
            work()
        samples = []
        for _ in range(20):
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            start.record()
            for _ in range(launches):
                work()
            end.record()
            end.synchronize()
            samples.append(start.elapsed_time(end) / 1e3 / launches)
        return statistics.median(samples)

    figures = {"version": torch.__version__}
    source = torch.rand(GIB // 8, dtype=torch.float64, device="cuda")
    target = torch.empty_like(source)
    figures["copy_1GiB_bytes_per_s_both_ways"] = 2 * GIB / seconds(lambda: target.copy_(source), 4)
    del source, target
    for dtype, name in ((torch.float32, "f32"), (torch.float64, "f64")):
        a, b = (torch.rand(4096, 4096, dtype=dtype, device="cuda") * 2 - 1 for _ in range(2))
        figures[f"matmul_4096_{name}_flops_per_s"] = 2 * 4096**3 / seconds(lambda: torch.mm(a, b), 4)
    return figures


def torch_apart(ends):
    """Its figures, of a process that gives the GPU back."""
    try:
        done = told([sys.executable, __file__, "--torch"], 40, ends)
        return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr.strip()[-400:]}
    except (Failed, ValueError) as why:
        return {"failed": str(why)}


def program(name, *arguments, pattern, ends):
    path = shutil.which(name)
    if not path:
        return {"absent": f"{name} is not on the path"}
    try:
        done = told([path, *arguments], 30, ends)
    except Failed as why:
        return {"failed": str(why)}
    return {"exit": done.returncode, "figures": re.findall(pattern, done.stdout)[:40]}


def steps(gpupeak, folder, ends):
    """(round or None, name, what finds it), by worth: copies and products beside PyTorch's, once and again, then what stands alone."""
    def run(name, turn):
        return lambda: ours(gpupeak, folder / f"{name}-{turn}", OURS[name], ends)

    for turn in range(ROUNDS):
        yield turn, "memory", run("memory", turn)
        yield turn, "torch", lambda: torch_apart(ends)
        yield turn, "matmul", run("matmul", turn)
    yield None, "throughput", run("throughput", 0)
    yield None, "clpeak", lambda: program("clpeak", "--compute-sp", "--compute-dp", "--global-bandwidth", pattern=r"[\w ()]+ : [\d.]+",
                                          ends=ends)
    yield None, "nvbandwidth", lambda: program("nvbandwidth", "-t", "device_local_copy", pattern=r"SUM.*", ends=ends)


def beside(gpupeak, folder, seconds, keep):
    """Everything that fits into so many seconds; `keep` is given what was found so far after each step."""
    ends = time.monotonic() + seconds
    found = {"rounds": [{} for _ in range(ROUNDS)]}
    for turn, name, step in steps(gpupeak, folder, ends):
        into = found if turn is None else found["rounds"][turn]
        begin = time.monotonic()
        if ends - begin < LEAST:
            into[name] = {"dropped": f"needs {LEAST} s at least, {max(ends - begin, 0):.0f} s were left"}
        else:
            into[name] = {**step(), "seconds": round(time.monotonic() - begin, 1)}
        keep(found)
    return found


def main():
    if sys.argv[1:] == ["--torch"]:
        json.dump(torch_figures(), sys.stdout)
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("gpupeak", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=120, help="for everything")
    parser.add_argument("--out", help="a file in the place of stdout")
    options = parser.parse_args()
    keep = (lambda found: limited.replace_json(options.out, found)) if options.out else (lambda found: None)
    with tempfile.TemporaryDirectory(prefix="gpupeak-peers-") as folder:
        found = beside(options.gpupeak.resolve(), pathlib.Path(folder), options.seconds, keep)
    if not options.out:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
