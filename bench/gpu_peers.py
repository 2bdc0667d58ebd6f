#!/usr/bin/env python3
"""gpupeak beside what else measures a GPU on this machine: PyTorch's copy and matrix product, clpeak, nvbandwidth. Prints one JSON
object. gpupeak and PyTorch take turns, A B A B, each in a fresh process, so that a drift of the GPU falls on both. A peer that is not
there, fails or takes too long is named with the reason.

    python3 bench/gpu_peers.py build/release/gpupeak [folder for gpupeak's reports]
"""
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

GIB = 1 << 30
ROUNDS = 2
SECONDS = 450  # for everything, so that what was found is printed before a stage of scripts/gpu_acceptance.sh ends
OURS = {
    "memory": ("memory", "--set", "memory.op=copy,read,triad", "--set", "memory.size=1GiB,2GiB", "--set", "memory.cores=all"),
    "throughput": ("throughput", "--set", "throughput.cores=all", "--set", "throughput.pattern=two_sources,three_sources"),
    "matmul": ("matmul", "--set", "matmul.n=4096", "--filter", "*n=4096*"),
}


class Failed(Exception):
    """No figures, and why."""


def told(command, seconds, ends):
    """What a program that may take so long, and not past `ends` (of time.monotonic), printed, and how it ended."""
    allowed = min(seconds, ends - time.monotonic())
    if allowed <= 0:
        raise Failed("no time was left for it")
    try:
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=allowed)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"it took longer than {allowed:.0f} s") from late
    except OSError as why:
        raise Failed(str(why)) from why


def ours(gpupeak, folder, arguments, ends):
    """{case id: measurement} of one run, through the report."""
    try:
        done = told([gpupeak, "run", *arguments, "--device", "cuda", "--quiet", "--budget", "40s", "--format", "json", "--out", folder],
                    120, ends)
        if done.returncode not in (0, 3):
            raise Failed(done.stderr.strip()[-400:] or f"exit code {done.returncode}")
        report = json.loads((pathlib.Path(folder) / "report.json").read_text())
    except (Failed, OSError, ValueError) as why:
        return {"failed": str(why)}
    found = {}
    for m in report["measurements"]:
        if m["outcome"] == "measured":
            found[m["id"]] = {"median_s": m["stats"]["median_s"], **{k: v for k, v in m.get("metrics", {}).items() if v is not None}}
        else:
            found[m["id"]] = {"outcome": m["outcome"], "reason": m.get("reason", "")}
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
        done = told([sys.executable, __file__, "--torch"], 120, ends)
        return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr.strip()[-400:]}
    except (Failed, ValueError) as why:
        return {"failed": str(why)}


def program(name, *arguments, pattern, ends):
    path = shutil.which(name)
    if not path:
        return {"absent": f"{name} is not on the path"}
    try:
        done = told([path, *arguments], 120, ends)
    except Failed as why:
        return {"failed": str(why)}
    return {"exit": done.returncode, "figures": re.findall(pattern, done.stdout)[:40]}


def beside(gpupeak, folder, seconds):
    ends = time.monotonic() + seconds
    rounds = []
    for turn in range(ROUNDS):
        mine = {name: ours(gpupeak, folder / f"{name}-{turn}", arguments, ends) for name, arguments in OURS.items()}
        rounds.append({"gpupeak": mine, "torch": torch_apart(ends)})
    return {
        "rounds": rounds,
        "clpeak": program("clpeak", "--compute-sp", "--compute-dp", "--global-bandwidth", pattern=r"[\w ()]+ : [\d.]+", ends=ends),
        "nvbandwidth": program("nvbandwidth", "-t", "device_local_copy", pattern=r"SUM.*", ends=ends),
    }


def main():
    if sys.argv[1:] == ["--torch"]:
        json.dump(torch_figures(), sys.stdout)
        return
    gpupeak = pathlib.Path(sys.argv[1]).resolve()
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="gpupeak-peers-"))
    json.dump(beside(gpupeak, folder, SECONDS), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
