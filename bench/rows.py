"""The rows of the benchmark: what is measured, the bar, and how. Each yields one Found per line of the table."""
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from typing import Callable

import large_reports
from tools import ROOT, Found, Missing, median, only, say, spread


@dataclasses.dataclass
class Row:
    what: str
    bar: str
    measure: Callable


def fma(bench):
    """The widest rung on one core and on all, against probed issue rate x lanes x clock seen."""
    runs = [bench.run("throughput", "--set", "throughput.dtype=f32") for _ in range(bench.pairs)]
    for cores in ("one", "all"):
        best = [max(only(run, cores=cores), key=lambda m: m["metrics"]["flop_rate_flops_per_s"]) for run in runs]
        efficiency = median([m["metrics"]["efficiency_clocked"] for m in best])
        rates = [m["metrics"]["flop_rate_flops_per_s"] / 1e9 for m in best]
        yield Found(f"{efficiency:.3f} ({median(rates):.0f} GFLOP/s, ±{spread(rates):.1%}, {best[0]['axes']['rung']})",
                    met=efficiency >= 0.97, detail=f", {cores} core{'s' * (cores == 'all')}")


def clpeak(bench):
    if not shutil.which("clpeak"):
        raise Missing("clpeak is not installed; apt install clpeak pocl-opencl-icd")
    say("  clpeak --compute-sp (some minutes)")
    try:
        out = bench.command(["clpeak", "--compute-sp"], timeout=600).stdout
    except subprocess.TimeoutExpired:
        raise Missing("clpeak did not end within 10 minutes")
    figures = [float(x) for x in re.findall(r"float\d*\s*:\s*([\d.]+)", out)]
    if not figures:
        raise Missing("clpeak found no OpenCL device; apt install pocl-opencl-icd")
    ours = bench.run("throughput", "--set", "throughput.dtype=f32", "--set", "throughput.cores=all")
    rate = max(m["metrics"]["flop_rate_flops_per_s"] for m in ours.values()) / 1e9
    yield Found(f"{rate:.0f} GFLOP/s", f"{max(figures):.0f} GFLOP/s ({rate / max(figures):.1f} x)", rate > max(figures))


def triad(bench):
    """Plain stores beside a plain OpenMP triad on arrays of the same size, taking turns; then streaming beside plain stores."""
    to_peer, to_plain, ours, theirs = [], [], [], []
    for _ in range(bench.pairs):
        run = bench.run("memory", "--set", "memory.op=triad", "--set", "memory.size=dram", "--set", "memory.cores=all")
        plain, streaming = only(run, rung="plain"), only(run, rung="streaming")
        if not plain or not streaming:
            raise Missing("gpupeak measured no plain or no streaming triad in dram")
        size = plain[0]["work"]["working_set_bytes"]
        peer = size / bench.peer("omp_triad", int(size / 24), 1)
        rate = {m["axes"]["rung"]: m["metrics"]["bandwidth_bytes_per_s"] for m in plain + streaming}
        to_peer.append(rate["plain"] / peer)
        to_plain.append(rate["streaming"] / rate["plain"])
        ours.append(rate["plain"] / 1e9)
        theirs.append(peer / 1e9)
    yield Found(f"{median(to_peer):.3f} x ({median(ours):.1f} GB/s, ±{spread(ours):.1%})",
                f"OpenMP triad {median(theirs):.1f} GB/s, ±{spread(theirs):.1%}", median(to_peer) >= 0.98, ", plain stores (≥ 0.98)")
    yield Found(f"{median(to_plain):.2f} x plain", met=median(to_plain) >= 1.25, detail=", streaming stores (≥ 1.25)")


def vendor(bench):
    """A vendor library inside gpupeak's run, among its opponents, beside itself alone in a fresh process."""
    sizes = ("1024", "2048")
    ratios = {(rung, n): [] for rung in ("openblas", "onednn") for n in sizes}
    alone = {key: [] for key in ratios}
    for _ in range(bench.pairs):
        run = bench.run("matmul", "--set", "matmul.dtype=f32", "--set", f"matmul.n={','.join(sizes)}", "--exclude", "*three_loops*")
        for (rung, n), found in ratios.items():
            ours = only(run, rung=rung, m=n, n=n, k=n)
            if ours:
                peer = bench.peer(f"{rung}_gemm", "f32", n, n, n, 1)
                found.append(peer / ours[0]["stats"]["median_s"])
                alone[rung, n].append(2 * int(n) ** 3 / peer / 1e9)
    for (rung, n), found in ratios.items():
        if not found:
            yield Found(f"not measured: gpupeak ran no {rung}; gpupeak doctor says why", detail=f", {rung} f32 {n}³")
            continue
        yield Found(f"{median(found):.3f} x", f"alone {median(alone[rung, n]):.0f} GFLOP/s, ±{spread(alone[rung, n]):.1%}",
                    median(found) >= 0.97, f", {rung} f32 {n}³")


def quick(bench):
    seconds, memory = bench.timed([bench.gpupeak, "run", "--preset", "quick", "--out", tempfile.mkdtemp(dir=bench.folder)])
    yield Found(f"{seconds:.1f} s, {memory / 2**30:.2f} GiB, {os.cpu_count()} CPUs", met=seconds <= 60 and memory <= 2 * 2**30)


def startup(bench):
    for arguments in (["--help"], ["list"]):
        times = [bench.timed([bench.gpupeak, *arguments])[0] * 1e3 for _ in range(21)]
        yield Found(f"{median(times):.1f} ms, at most {max(times):.1f} ms", met=median(times) <= 30, detail=f", {arguments[0]}")


def cramped(bench):
    """info where address space is short: it must end, whatever the vendors' libraries make of so little."""
    times = []
    for kilobytes in range(100_000, 400_000, 600):
        try:
            command = ["bash", "-c", f"ulimit -v {kilobytes} && exec {bench.gpupeak} info"]
            times.append(bench.timed(command, timeout=10)[0] * 1e3)
        except Missing as error:
            yield Found(str(error), met=False, detail=", killed after 10 s where the exit is -9")
            return
    yield Found(f"{len(times)} times, {median(times):.0f} ms, at most {max(times):.0f} ms", met=True)


def a_a(bench):
    """The same binary against itself: what `compare` would call a change where there is none."""
    sides = {side: bench.folder / side for side in "ab"}
    for process in range(bench.pairs):
        for side, folder in sides.items():
            bench.run_into(folder / f"process-{process + 1}", "--preset", "quick")
    times = {side: {} for side in sides}
    for side, folder in sides.items():
        for process in sorted(folder.iterdir()):
            for name, measured in bench.report(process).items():
                times[side].setdefault(name, []).extend(measured["sample_time_s"])
    ratios = {name: median(times["b"][name]) / median(times["a"][name]) for name in times["a"] if name in times["b"]}
    if not ratios:
        raise Missing("no case was measured on both sides")
    off = {name: abs(ratio - 1) for name, ratio in ratios.items()}
    within = sum(value <= 0.02 for value in off.values()) / len(off)
    for name in sorted(off, key=off.get)[-5:]:
        say(f"  {ratios[name]:.3f} {name}")
    say(bench.command([bench.gpupeak, "compare", sides["a"], sides["b"]]).stdout)
    yield Found(f"{within:.0%} of {len(off)} cases within 2 %, the worst {max(off.values()):.1%} off", met=within >= 0.9)


def beside_vendor(bench, dtype, rung):
    """The median of pair ratios, time of the best vendor library / ours, within each process, where they take turns."""
    vendors = "openblas,onednn" if dtype in ("f32", "f64") else "onednn"
    ratios = []
    for _ in range(bench.pairs):
        run = bench.run("matmul", "--set", f"matmul.dtype={dtype}", "--set", f"matmul.rung={rung},{vendors}",
                        "--set", "matmul.n=2048", "--filter", "*m=2048/n=2048/*")
        ours = only(run, rung=rung)
        theirs = [m for m in run.values() if m["vendor"]]
        if not theirs or not ours:
            raise Missing(f"no {rung} or no vendor's library multiplies {dtype} here; gpupeak doctor says why")
        best = min(theirs, key=lambda m: m["stats"]["median_s"])
        ratios.append(median([v / o for v, o in zip(best["sample_time_s"], ours[0]["sample_time_s"])]))
    return median(ratios), best["axes"]["rung"]


def matmul(bench):
    for dtype, rung, bar in (("f32", "packed", 0.90), ("f64", "packed", 0.85), ("bf16", "amx", 0.50), ("i8", "amx", 0.50)):
        try:
            ratio, vendor_name = beside_vendor(bench, dtype, rung)
            yield Found(f"{ratio:.3f} x", vendor_name, ratio >= bar, f", {rung} {dtype} 2048³ (≥ {bar:.2f})")
        except Missing as why:
            yield Found(f"not measured: {why}", detail=f", {rung} {dtype} 2048³")


def gemv(bench):
    """One row times a matrix beside a copy of as many bytes, in turn."""
    ratios = []
    for _ in range(bench.pairs):
        row = only(bench.run("matmul", "--set", "matmul.dtype=f32", "--set", "matmul.m=1", "--set", "matmul.n=4096", "--set",
                             "matmul.k=4096", "--set", "matmul.rung=packed"), m="1", n="4096")
        copy = only(bench.run("memory", "--set", "memory.op=copy", "--set", "memory.size=64MiB", "--set", "memory.cores=all",
                              "--set", "memory.rung=plain"), op="copy", size="64MiB")
        ratios.append(row[0]["metrics"]["bandwidth_bytes_per_s"] / copy[0]["metrics"]["bandwidth_bytes_per_s"])
    yield Found(f"{median(ratios):.2f} x", "own copy of 64 MiB", median(ratios) >= 0.95)


def turns(bench, suite, ours, theirs, **axes):
    """The median over processes of the pair ratios, time of the rung `theirs` / of `ours`, which take turns in each."""
    chosen = [item for name, value in axes.items() for item in ("--set", f"{suite}.{name}={value}")]
    ratios = []
    for _ in range(bench.pairs):
        run = bench.run(suite, *chosen, "--set", f"{suite}.rung={ours},{theirs}")
        own, other = only(run, rung=ours), only(run, rung=theirs)
        if not own or not other:
            raise Missing(f"gpupeak measured no {suite} by {ours} beside {theirs}; gpupeak doctor says why")
        ratios.append(median([t / o for t, o in zip(other[0]["sample_time_s"], own[0]["sample_time_s"])]))
    return median(ratios)


def conv(bench):
    for layer, rung, bar in (("rn50.s1.3x3", "implicit", 0.60), ("mb.dw56", "depthwise", 0.80)):
        detail = f", {rung} {layer} batch 32 f32"
        try:
            ratio = turns(bench, "conv", rung, "onednn", layer=layer, batch=32, dtype="f32")
            yield Found(f"{ratio:.3f} x", "onednn", ratio >= bar, f"{detail} (≥ {bar:.2f})")
        except Missing as why:
            yield Found(f"not measured: {why}", detail=detail)


def adamw(bench):
    """All tensors in one launch, beside the fastest copy in main memory of the same machine, in turn."""
    ratios, rates = [], []
    for _ in range(bench.pairs):
        step = only(bench.run("optimizer", "--set", "optimizer.rule=adamw", "--set", "optimizer.dtype=f32", "--set",
                              "optimizer.params=67108864", "--set", "optimizer.rung=fused"), rung="fused")
        copies = only(bench.run("memory", "--set", "memory.op=copy", "--set", "memory.size=dram", "--set", "memory.cores=all"),
                      op="copy")
        if not step or not copies:
            raise Missing("gpupeak measured no step or no copy in main memory")
        rates.append(step[0]["metrics"]["bandwidth_bytes_per_s"] / 1e9)
        ratios.append(rates[-1] * 1e9 / max(m["metrics"]["bandwidth_bytes_per_s"] for m in copies))
    yield Found(f"{median(ratios):.2f} x ({median(rates):.1f} GB/s, ±{spread(rates):.1%})", "own copy in main memory",
                median(ratios) >= 0.90)


BATCH = 128
MLP_STEP = {"model": "mlp", "dtype": "f32", "optimizer": "adam", "batch": BATCH}


def mlp(bench):
    ratio = turns(bench, "train", "own", "onednn", **MLP_STEP)
    yield Found(f"{ratio:.3f} x", "products of onednn", ratio >= 0.80)


def torch(bench):
    """Whole steps beside PyTorch's in eager mode, in turn, from the same pictures and weights; GPUPEAK_TORCH_PYTHON names an
    interpreter that has PyTorch."""
    python = os.environ.get("GPUPEAK_TORCH_PYTHON", sys.executable)
    bench.command(["cmake", "--build", ROOT / "build/release", "--target", "training_start"])
    for model, dtype in (("mlp", "f32"), ("mlp", "bf16"), ("cnn", "f32"), ("cnn", "bf16")):
        folder = pathlib.Path(tempfile.mkdtemp(dir=bench.folder))
        start = bench.command([ROOT / "build/release/training_start", model, dtype, BATCH, folder]).stdout
        (folder / "start.json").write_text(start)
        losses = json.loads(start)["losses"]
        ratios, theirs = {"onednn": [], "own": []}, []
        for _ in range(bench.pairs):
            say(f"  torch_step.py {model} {dtype}")
            done = bench.command([python, ROOT / "bench/peers/torch_step.py", model, dtype, BATCH, folder], check=False)
            if done.returncode != 0:
                raise Missing((done.stderr.strip().splitlines() or ["torch_step.py failed"])[-1])
            peer = json.loads(done.stdout)
            theirs.append(peer["median_s"])
            chosen = [item for name, value in {"model": model, "dtype": dtype, "batch": BATCH}.items()
                      for item in ("--set", f"train.{name}={value}")]
            run = bench.run("train", *chosen, "--set", f"train.rung={','.join(ratios)}")
            for rung, found in ratios.items():
                found += [peer["median_s"] / m["stats"]["median_s"] for m in only(run, rung=rung)]
        apart = max(abs(ours / other - 1) for ours, other in zip(losses, peer["losses"]))
        beside = (f"PyTorch {peer['torch']} {median(theirs) * 1e3:.2f} ms, ±{spread(theirs):.1%}, {peer['threads']} threads; "
                  f"ten losses {apart:.1e} apart at most")
        for rung, found in ratios.items():
            if found:
                yield Found(f"{median(found):.2f} x", beside, median(found) >= 1.0, f", {model} {dtype}, {rung}")
            else:
                yield Found("not measured; gpupeak doctor says why", detail=f", {model} {dtype}, {rung}")


def amx(bench):
    for dtype in ("bf16", "i8"):
        runs = [bench.run("throughput", "--set", f"throughput.dtype={dtype}", "--set", "throughput.rung=amx")
                for _ in range(bench.pairs)]
        for cores in ("one", "all"):
            best = [only(run, cores=cores) for run in runs]
            if not all(best):
                yield Found("not measured: no AMX here", detail=f", {dtype}")
                break
            efficiency = median([m[0]["metrics"]["efficiency_clocked"] for m in best])
            rate = median([m[0]["metrics"]["flop_rate_flops_per_s"] for m in best]) / 1e9
            yield Found(f"{efficiency:.3f} ({rate:.0f} GFLOP/s)", met=efficiency >= 0.95, detail=f", {dtype}, cores {cores}")


def overhead(bench):
    bench.command(["cmake", "--build", ROOT / "build/release", "--target", "harness_overhead"])
    seconds = json.loads(bench.command([ROOT / "build/release/harness_overhead"]).stdout)["median_s"]
    yield Found(f"{seconds * 1e6:.2f} us", met=seconds <= 1e-6)


def probes(bench):
    """A false alarm needs a probe that reads too little and a result that does not: neighbours come and go meanwhile."""
    bench.command(["cmake", "--build", ROOT / "build/release", "--target", "probes_under_load"])
    say("  probes_under_load 300 (some minutes)")
    found = json.loads(bench.command([ROOT / "build/release/probes_under_load", 300], timeout=3600).stdout)
    ranges = ", ".join(f"{name} {read['least']:g} to {read['most']:g}" + (f" ({read['unknown']} x unknown)" if read["unknown"] else "")
                       for name, read in found["probes"].items())
    yield Found(f"{found['implausible']} of {found['cases']} results of {found['opens']} opens", f"flop or bytes per cycle and core: {ranges}",
                met=found["implausible"] == 0)


def latency(bench):
    runs = [bench.run("memory", "--set", "memory.op=chase", "--set", "memory.size=l1,l2") for _ in range(bench.pairs)]
    for level in ("l1", "l2"):
        cycles = [only(run, op="chase", size=level)[0]["metrics"]["latency_cycles"] for run in runs]
        yield Found(f"{median(cycles):.2f} cycles", detail=f", {level}")


def build(bench):
    folder = bench.folder / "from-nothing"
    environment = {**os.environ, "CCACHE_DISABLE": "1"}
    begin = time.perf_counter()
    for arguments in (["-S", ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DGPUPEAK_TESTS=OFF"],
                      ["--build", folder, "--target", "gpupeak"]):
        done = subprocess.run(["cmake", *map(str, arguments)], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Missing(f"the build failed: {done.stdout[-300:]}")
    seconds = time.perf_counter() - begin
    yield Found(f"{seconds:.0f} s on {os.cpu_count()} CPUs, no ccache", met=seconds <= 300)


def size(bench):
    stripped = bench.folder / "stripped"
    bench.command(["strip", "-o", stripped, bench.gpupeak])
    megabytes = pathlib.Path(stripped).stat().st_size / 1e6
    yield Found(f"{megabytes:.1f} MB", met=megabytes <= 15)


TABLE = {
    "fma":     Row("fp32 FMA",                         "≥ 0.97 of probed ports × clock",  fma),
    "clpeak":  Row("fp32 FMA beside clpeak on PoCL",   "above it",                        clpeak),
    "triad":   Row("triad in main memory",             "see row",                         triad),
    "vendor":  Row("vendor library in our process",    "≥ 0.97 of itself alone",          vendor),
    "matmul":  Row("own product beside the best vendor's", "see row",                       matmul),
    "gemv":    Row("one row times a matrix",           "≥ 0.95 of own copy bandwidth",    gemv),
    "conv":    Row("own convolution beside oneDNN's",   "see row",                        conv),
    "adamw":   Row("AdamW in one launch",              "≥ 0.90 of own copy bandwidth",   adamw),
    "mlp":     Row("own training step of the MLP",     "≥ 0.80 of oneDNN's products",    mlp),
    "torch":   Row("training step",                    "≥ 1.0 of PyTorch eager",         torch),
    "amx":     Row("AMX peak kernel",                  "≥ 0.95 of probed rate × clock",   amx),
    "latency": Row("latency of a cache",               "the vendor's figure ± 1 cycle",   latency),
    "overhead": Row("harness in a sample",             "≤ 1 us",                          overhead),
    "probes":  Row("called implausible under load",    "none of 300 opens",               probes),
    "quick":   Row("preset quick",                     "≤ 60 s, ≤ 2 GiB on 2 cores",      quick),
    "startup": Row("start",                            "≤ 30 ms",                         startup),
    "cramped": Row("info in 100 to 400 MB of address space", "ends 500 times within 10 s", cramped),
    "aa":      Row("A/A, interleaved fresh processes", "≥ 90 % of cases within 2 %",      a_a),
    "formats": Row("report of 100,000 cases",          "≤ 10 s, ≤ 1 GiB each",            large_reports.formats),
    "compare": Row("compare",                          "grows linearly",                  large_reports.comparisons),
    "build":   Row("host build from nothing",          "≤ 5 min on 2 cores",              build),
    "size":    Row("stripped binary",                  "≤ 15 MB",                         size),
}
