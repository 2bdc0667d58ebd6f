#!/usr/bin/env python3
"""Makes configs/devices.json, the catalogue of accelerators, from two tables of figures gathered from vendors' documents.

    make_device_catalogue.py gpus.json arch_rates.json > configs/devices.json

Units become base units with the unit in the key, figures that were computed carry their formula, every row keeps its sources.
Figures that are not known are absent. The same input gives the same bytes."""

import json
import sys
from decimal import Decimal

ABOUT = {
    "peaks": "Dense, of the whole device, a fused multiply-add counts 2. peak_flop_per_s: floating point; peak_op_per_s: integer. "
             "'_tensor' are matrix units with FP32 accumulation, 'fp16_tensor_fp16acc' with FP16 accumulation, the others vector units.",
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
WORDS = {  # how the tables call their own rows and columns → how this file calls them
    "per-SM rates of arch_rates.json": "rates per SM of this file",
    "memory_clock": "Pin rate",
    "sm_count": "units",
    "fp32_cores_per_sm": "fp32_cores_per_unit",
}

VECTOR_PEAKS = ("fp64", "fp32", "fp16", "bf16")
TENSOR_PEAKS = {  # peak → rate of the architecture's tensor table
    "fp64_tensor": "fp64", "tf32_tensor": "tf32", "fp16_tensor": "fp16_fp32acc", "fp16_tensor_fp16acc": "fp16_fp16acc",
    "bf16_tensor": "bf16", "fp8_tensor": "fp8_fp32acc", "int8_tensor": "int8", "fp4_tensor": "fp4",
}
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


def tensor_class(row, architecture):
    if not architecture or not architecture.get("tensor") or "geforce" not in architecture["tensor"]:
        return None
    return "geforce" if row["name"].startswith("GeForce") or row["name"] in GEFORCE_RATES else "full"


def formula(row, peak, architecture):
    """How a derived peak was computed, checked against the value in the row; None when the tables do not give all factors."""
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
    if not (units and clock and rate):
        return None
    value = units * rate * clock / 1e6
    if abs(value / row[peak] - 1) > 0.02:
        raise SystemExit(f"{row['name']}: derived {peak} is {row[peak]}, but {units} x {rate} x {clock} MHz gives {value:.4g}")
    name = UNIT_NAMES[row["vendor"]]
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
    peaks = {peak: scaled(row[peak], 10**12) for peak in (*VECTOR_PEAKS, *TENSOR_PEAKS) if row[peak] is not None}
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


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        gpus = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        tables = json.load(file)
    rates = tables["rates"]
    about = {"date": tables["_about"]["date"], **ABOUT}
    print("{")
    print('  "schema": 1,')
    print('  "_about": {\n' + ",\n".join(f"    {one_line(k)}: {one_line(v)}" for k, v in about.items()) + "\n  },")
    print('  "architectures": ' + rows(architecture(capability, row) for capability, row in rates.items()) + ",")
    print('  "devices": ' + rows(device(row, rates) for row in gpus))
    print("}")


if __name__ == "__main__":
    main()
