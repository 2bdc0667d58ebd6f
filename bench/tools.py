"""What the rows of the benchmark share: running gpupeak and its peers, reading reports, medians."""
import dataclasses
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from typing import Optional

ROOT = pathlib.Path(__file__).resolve().parent.parent


# Variables that tell a vendor's library which kernels or how many threads to use: a comparison with a library that was told to
# be slow is none.
STEERING = ("OPENBLAS_", "OMP_", "GOMP_", "KMP_", "DNNL_", "ONEDNN_", "MKL_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(STEERING)}


class Missing(Exception):
    """A row cannot be measured here; the text says why and what helps."""


@dataclasses.dataclass
class Found:
    """One line of the table."""
    figure: str
    peer: str = ""
    met: Optional[bool] = None
    detail: str = ""


def say(text):
    print(text, file=sys.stderr, flush=True)


def median(values):
    return statistics.median(values)


def spread(values):
    """Half of the range, relative to the median: what one process may differ by."""
    return (max(values) - min(values)) / 2 / median(values)


class Bench:
    def __init__(self, gpupeak, pairs):
        self.pairs = pairs
        self.gpupeak = gpupeak.resolve() if gpupeak else ROOT / "build/release/gpupeak"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gpupeak-bench-"))
        if not self.gpupeak.exists():
            self.command([ROOT / "scripts/run.sh", "--version"])

    def __del__(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def describe(self):
        version = self.command([self.gpupeak, "--version"]).stdout.splitlines()[0]
        say(f"{version}; {platform.system()} {platform.release()}, {os.cpu_count()} CPUs; load {os.getloadavg()[0]:.2f}")
        if os.getloadavg()[0] > 0.5:
            say("warning: other programs are running; figures will be low and uneven")

    def command(self, arguments, timeout=900, check=True):
        done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=timeout, cwd=ROOT,
                              env=ENVIRONMENT)
        if check and done.returncode != 0:
            raise Missing(f"{' '.join(str(a) for a in arguments)}: exit {done.returncode}: {done.stderr.strip()[-300:]}")
        return done

    def run(self, *arguments):
        """gpupeak run in a fresh process; the measured cases by id."""
        return self.report(self.run_into(tempfile.mkdtemp(dir=self.folder), *arguments))

    def run_into(self, folder, *arguments):
        say(f"  gpupeak run {' '.join(arguments)}")
        done = self.command([self.gpupeak, "run", *arguments, "--out", folder, "--format", "json", "--quiet"], check=False)
        if done.returncode not in (0, 3, 4):
            raise Missing(f"gpupeak run {' '.join(arguments)}: exit {done.returncode}: {done.stderr.strip()[-300:]}")
        return folder

    def report(self, folder):
        """The measurements of a run that have a time, by id; each as in report.json."""
        data = json.loads((pathlib.Path(folder) / "report.json").read_text())
        return {m["id"]: m for m in data["measurements"] if m["outcome"] in ("measured", "implausible")}

    def peer(self, name, *arguments):
        """Median seconds per launch of a peer, in a fresh process of its own."""
        folder = ROOT / "build/bench"
        if not (folder / "build.ninja").exists():
            self.command(["cmake", "-S", ROOT / "bench", "-B", folder, "-G", "Ninja"])
        self.command(["cmake", "--build", folder])
        if not (folder / name).exists():
            raise Missing(f"{name} was not built: its library is missing; see {folder}/CMakeCache.txt")
        say(f"  {name} {' '.join(str(a) for a in arguments)}")
        return json.loads(self.command([folder / name, *arguments]).stdout)["median_s"]

    def timed(self, arguments, timeout=900):
        """(seconds, peak resident bytes) of one process."""
        begin = time.perf_counter()
        process = subprocess.Popen([str(a) for a in arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
                                   env=ENVIRONMENT)
        killer = threading.Timer(timeout, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        killer.cancel()
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            raise Missing(f"{' '.join(str(a) for a in arguments)}: exit {process.returncode}")
        return seconds, usage.ru_maxrss * 1024


def only(measured, **axes):
    """The measurements whose axes have these values."""
    return [m for m in measured.values() if all(m["axes"].get(name) == value for name, value in axes.items())]
