"""Rows about the size of reports: every format of 100,000 cases, and comparisons of up to 1,000 reports."""
import json
import pathlib
import random
import tempfile

from tools import Found, Missing, say

CASES, SAMPLES = 100_000, 20


def measured_report(bench):
    """A real report, whose measurements are what the large ones are made of."""
    folder = pathlib.Path(bench.run_into(tempfile.mkdtemp(dir=bench.folder), "throughput", "memory", "--budget", "30s"))
    report = json.loads((folder / "report.json").read_text())
    usable = [m for m in report["measurements"] if m["outcome"] == "measured" and m["stats"]["count"] >= SAMPLES]
    if not usable:
        raise Missing(f"no case had {SAMPLES} samples")
    return report, usable


def scaled(measurement, factor):
    """The same measurement, `factor` times as slow."""
    stats = {name: value * factor if name.endswith("_s") else value for name, value in measurement["stats"].items()}
    interval = measurement["stats"]["median_interval"]
    stats["median_interval"] = {name: value * factor if name.endswith("_s") else value for name, value in interval.items()}
    return {**measurement, "sample_time_s": [time * factor for time in measurement["sample_time_s"]], "stats": stats}


def copied(measurement, number, chance):
    """One more case: an id and a ladder of its own, 20 samples, another speed."""
    copy = scaled(measurement, chance.uniform(0.9, 1.1))
    for name in ("sample_time_s", "sample_clock_hz", "sample_launches", "sample_process"):
        copy[name] = copy[name][:SAMPLES]
    times = sorted(copy["sample_time_s"])
    copy["stats"].update(count=SAMPLES, min_s=times[0], max_s=times[-1], median_s=(times[9] + times[10]) / 2)
    copy["axes"] = {**copy["axes"], "copy": str(number)}
    copy["id"] = "/".join([copy["suite"], *(f"{name}={value}" for name, value in copy["axes"].items())])
    copy["group"] = f"{copy['group']}/copy={number}"
    return copy


def write_large(report, usable, file):
    chance = random.Random(1)
    head = {name: value for name, value in report.items() if name not in ("measurements", "summary", "plateaus", "start_costs")}
    with open(file, "w") as out:
        out.write(json.dumps(head)[:-1] + ', "measurements": [\n')
        for number in range(CASES):
            out.write((",\n" if number else "") + json.dumps(copied(usable[number % len(usable)], number, chance)))
        out.write('], "plateaus": [], "start_costs": []}\n')


def formats(bench):
    report, usable = measured_report(bench)
    large = bench.folder / "large.json"
    say(f"  writing {CASES} cases")
    write_large(report, usable, large)
    names = bench.command([bench.gpupeak, "list", "formats"]).stdout.split("format ")[1:]
    for name in [text.split()[0] for text in names]:
        seconds, memory = bench.timed([bench.gpupeak, "report", large, "--format", name, "--out", bench.folder / "rendered"])
        yield Found(f"{seconds:.1f} s, {memory / 2**30:.2f} GiB", met=seconds <= 10 and memory <= 2**30, detail=f", {name}")
    large.unlink()


def comparisons(bench):
    report, _ = measured_report(bench)
    chance = random.Random(2)
    folder = bench.folder / "many"
    folder.mkdir()
    files = [folder / f"{number}.json" for number in range(1000)]
    for file in files:
        factor = chance.uniform(0.98, 1.02)
        measurements = [scaled(m, factor) if m["stats"] else m for m in report["measurements"]]
        file.write_text(json.dumps({**report, "measurements": measurements}))
    per_report = {}
    for count in (10, 100, 1000):
        seconds, memory = bench.timed([bench.gpupeak, "compare", *files[:count]])
        per_report[count] = seconds / count
        yield Found(f"{seconds:.2f} s, {memory / 2**30:.2f} GiB", f"{per_report[count] * 1e3:.1f} ms a report",
                    met=None if count < 1000 else per_report[1000] <= 1.25 * per_report[10], detail=f", {count} reports")
