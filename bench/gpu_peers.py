#!/usr/bin/env python3
"""gpupeak beside what else measures a GPU on this machine: PyTorch's copy and matrix product, clpeak, nvbandwidth. Prints one JSON
object; a peer that is not there is named with the reason.

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

GIB = 1 << 30


def ours(gpupeak, folder, name, *arguments):
    """{case id: measurement} of one run, through the report."""
    out = folder / name
    done = subprocess.run([gpupeak, "run", "--device", "cuda", "--quiet", "--format", "json", "--out", out, *arguments],
                          capture_output=True, text=True, timeout=420)
    if done.returncode not in (0, 3):
        return {"failed": done.stderr.strip()[-400:]}
    found = {}
    for m in json.load(open(out / "report.json"))["measurements"]:
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


def program(name, *arguments, pattern):
    path = shutil.which(name)
    if not path:
        return {"absent": f"{name} is not on the path"}
    done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=300)
    return {"exit": done.returncode, "figures": re.findall(pattern, done.stdout)[:40]}


def main():
    gpupeak = pathlib.Path(sys.argv[1]).resolve()
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="gpupeak-peers-"))
    result = {
        "gpupeak": {
            **ours(gpupeak, folder, "memory", "memory", "--set", "memory.op=copy,read,triad", "--set", "memory.size=1GiB,2GiB", "--set",
                   "memory.cores=all"),
            **ours(gpupeak, folder, "throughput", "throughput", "--set", "throughput.cores=all", "--set",
                   "throughput.pattern=two_sources,three_sources"),
            **ours(gpupeak, folder, "matmul", "matmul", "--set", "matmul.n=4096", "--filter", "*n=4096*"),
        },
        "torch": torch_figures(),
        "clpeak": program("clpeak", "--compute-sp", "--compute-dp", "--global-bandwidth", pattern=r"[\w ()]+ : [\d.]+"),
        "nvbandwidth": program("nvbandwidth", "-t", "device_local_copy", pattern=r"SUM.*"),
    }
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
