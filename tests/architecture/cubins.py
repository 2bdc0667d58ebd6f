#!/usr/bin/env python3
"""What the compiler made of the CUDA kernels, read out of the built library: registers, shared memory, stack and spills of every
kernel and architecture, held against tests/golden/cubins.csv, which nothing rewrites, and instructions and
loops against the lists of what each MUST have.

Usage: cubins.py LIBRARY... TABLE      compares; 77 when the table has no rows of this compiler's version
       cubins.py LIBRARY... --print    prints the rows, for a person to look at and to put into the table"""
import csv
import re
import struct
import subprocess
import sys

MACHINE = 190  # EM_CUDA
COLUMNS = ["nvcc", "architecture", "kernel", "registers", "shared", "stack", "local", "ffma", "dfma", "hmma", "imma", "dmma", "qmma", "hfma2", "imad", "idp", "hgmma", "igmma", "qgmma", "reason"]
BRANCHES, GLOBAL_LOADS = {0x947, 0x547}, {0x381, 0x981}
# The lowest 12 bits of an instruction of 16 bytes, and what they are, from compute capability 7.0 on. Found by comparing with
# PTX whose counts are known; the high bits of the four tell where the operands come from.
OPCODES = {"ffma": {0x223, 0x423, 0x623, 0x823, 0xA23, 0xC23}, "dfma": {0x22B, 0x42B, 0x62B, 0x82B, 0xA2B, 0xC2B},
           "dadd": {0x229, 0x429, 0x629, 0x829, 0xA29, 0xC29, 0xE29}, "dmul": {0x228, 0x428, 0x628, 0x828, 0xA28, 0xC28, 0xE28},
           "hfma2": {0x231, 0x235, 0xA31, 0xA35}, "imad": {0x224, 0xA24, 0xC24}, "idp": {0x226},
           "hmma": {0x23C}, "imma": {0x237}, "dmma": {0x23F}, "qmma": {0x27A}, "hgmma": {0x9F0}, "igmma": {0x9F1}, "qgmma": {0x9F3}, "lds": {0x984}, "ldg": GLOBAL_LOADS, "local": {0x983, 0x387}}
FRAME_SIZE, REGISTER_COUNT = b"\x04\x11\x08\x00", b"\x04\x2f\x08\x00"  # EIATTR_FRAME_SIZE, EIATTR_REGCOUNT
# Kernels that exist to do nothing but this: if the compiler folds the loop, the instructions are gone. A type that an architecture has
# no instruction for is refused there, and its kernel is empty: those are named with the architectures that have it.
MUST_HAVE = [(r"add_tiles<(F16|F16Sums)Tile, void, 8", "hmma", 64), (r"add_tiles<(F16|F16Sums)Tile, void, 1", "hmma", 8),
             (r"add_tiles<(BF16|TF32)Tile, void, 8", "hmma", 64, 80), (r"add_tiles<(BF16|TF32)Tile, void, 1", "hmma", 8, 80),
             (r"add_tiles<I8Tile, void, 8", "imma", 64), (r"add_tiles<I8Tile, void, 1", "imma", 8),
             (r"add_tiles<F64Tile, double, 8", "dmma", 64, 80), (r"add_tiles<F64Tile, double, 1", "dmma", 8, 80),
             (r"add_tiles<E4M3Tile, void, 8", "qmma", 64, 89, {90, 100}), (r"add_tiles<E4M3Tile, void, 1", "qmma", 8, 89, {90, 100}),
             (r"add_warpgroup_tiles<(F16|BF16|TF32)Tile>", "hgmma", 8, 90, {100, 120}),
             (r"add_warpgroup_tiles<I8Tile>", "igmma", 8, 90, {100, 120}), (r"add_warpgroup_tiles<E4M3Tile>", "qgmma", 8, 90, {100, 120}),
             (r"load_words<", "lds", 32), (r"add_dot_products<1>", "idp", 64), (r"turn_pairs<float, .*?, 1, 0>", "ffma", 128),
             (r"turn_pairs<double, .*?, 1, 0>", "dfma", 128), (r"turn_pairs<unsigned int, .*?, 1, 0>", "imad", 128),
             (r"turn_pairs<F16Pair, .*?, 1, 85>", "hfma2", 170), (r"turn_pairs<BF16Pair, .*?, 1, 0>", "hfma2", 128, 80)]
# Kernels that must issue next to nothing else: of the innermost loop that has most of it, how many at least; of all that a pass
# issues, which share; and how many rounds of that loop a pass of the suite has at least (CudaFmaPasses of tests/kernels/fma/cuda).
# On 12.0 each DFMA has four NOPs, which an SM with two f64 units does not feel.
MUST_FILL = [(r"turn_pairs<float, .*?, 4, 0>", "ffma", 512, 0.985, 55), (r"turn_pairs<double, .*?, 4, 0>", "dfma", 512, 0.985, 55, 0, {120}),
             (r"turn_pairs<unsigned int, .*?, 4, 0>", "imad", 512, 0.985, 1023), (r"turn_pairs<BF16Pair, \(fma::Pattern\)0, 4, 0>", "hfma2", 512, 0.98, 63, 80),
             (r"turn_pairs<BF16Pair, \(fma::Pattern\)1, 4, 0>", "hfma2", 512, 0.98, 2, 80),
             (r"turn_pairs<F16Pair, \(fma::Pattern\)0, 4, 85>", "hfma2", 680, 0.98, 1),
             (r"turn_pairs<F16Pair, \(fma::Pattern\)1, 4, 19>", "hfma2", 456, 0.98, 1), (r"add_dot_products<8>", "idp", 512, 0.985, 1024)]
# What would make a kernel measure another unit than it exists for: sums of words by the f64 units, of which some GPUs have two per SM;
# and where these are asked for, a multiplication and an addition in the place of one multiply-add.
MUST_NOT_HAVE = [(r"^walk<\(stream::Op\)0,", "dadd"), (r"^(by_index|one_walk|many_walks)$", "dadd"), (r"^walk<\(stream::Op\)6,", "dmul")]
# So many loads of a loop at least, each of which takes its address from the one before, with no instruction that writes to it between.
MUST_CHASE = [(r"^follow$", 16)]


def elves(data):
    """The cubins inside an object, an archive or a binary."""
    at = data.find(b"\x7fELF")
    while at >= 0:
        if len(data) > at + 64 and struct.unpack_from("<H", data, at + 18)[0] == MACHINE:
            yield data[at:]
        at = data.find(b"\x7fELF", at + 4)


def sections(elf):
    offset, = struct.unpack_from("<Q", elf, 40)
    size, count, names = struct.unpack_from("<HHH", elf, 58)
    rows = [struct.unpack_from("<IIQQQQIIQQ", elf, offset + i * size) for i in range(count)]
    strings = rows[names]
    for name, kind, _, _, start, length, link, info, _, entry in rows:
        end = elf.index(b"\0", strings[4] + name)
        text = elf[strings[4] + name:end].decode()
        yield text, {"kind": kind, "bytes": b"" if kind == 8 else elf[start:start + length], "size": length, "link": link, "info": info}


def as_usual(name):
    """The mangled name with its unnamed namespace as others write it: nvcc calls it after the file and a hash."""
    match = re.search(r"(\d+)(?=_GLOBAL__N_)", name)
    return name[:match.start()] + "12_GLOBAL__N_1" + name[match.end() + int(match.group(1)):] if match else name


def demangled(names):
    plain = "\n".join(map(as_usual, names))
    lines = subprocess.run(["c++filt"], input=plain, capture_output=True, text=True, check=True).stdout.splitlines()
    return dict(zip(names, (re.sub(r"^void |\([^()]*(\([^()]*\)[^()]*)*\)$|gpupeak::|cuda::|\(anonymous namespace\)::", "", line) for line in lines)))


def attributes(info, marker, names):
    """Of .nv.info: {symbol: value} of one attribute, which is marker, index of the symbol, value."""
    values, at = {}, info.find(marker)
    while at >= 0:
        symbol, value = struct.unpack_from("<II", info, at + 4)
        if symbol < len(names):
            values[names[symbol]] = value
        at = info.find(marker, at + 12)
    return values


def counts(code):
    """How many there are of each of OPCODES in a kernel's code."""
    ops = [struct.unpack_from("<H", code, i)[0] & 0xFFF for i in range(0, len(code), 16)]
    return {what: sum(op in codes for op in ops) for what, codes in OPCODES.items()}


def loops(code, architecture):
    """Where a kernel's loops begin and end: from the target of a branch backwards up to behind that branch."""
    spans = []
    for at in range(0, len(code), 16):
        low, = struct.unpack_from("<Q", code, at)
        if low & 0xFFF not in BRANCHES:
            continue
        offset = low >> 32 if low < 1 << 63 else (low >> 32) - (1 << 32)  # in bytes, from the next instruction
        if architecture >= 90:  # the lowest 8 bits of a count of words lie apart
            offset = 4 * ((offset >> 2) << 8 | low >> 16 & 0xFF)
        if offset < -16:
            spans.append((at + 16 + offset, at + 16))
    return spans


def main_loop(row, what):
    """Of the loops that have none in them the one with most of this: where it begins and ends, and all such loops."""
    def within(inner, outer):
        return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]

    innermost = [span for span in row["loops"] if not any(within(other, span) for other in row["loops"])]
    main = max(innermost, key=lambda span: counts(row["code"][slice(*span)])[what], default=(0, 0))
    return main, innermost, min((span for span in row["loops"] if within(main, span)), key=lambda span: span[1] - span[0], default=main)


def issued(row, what, rounds):
    """Of the main loop how many of this; and of a pass with so many rounds of it, how many of this and of all."""
    (first, last), innermost, (begin, end) = main_loop(row, what)
    around = b"".join(row["code"][at:at + 16] for at in range(begin, end, 16) if not any(a <= at < b for a, b in innermost))
    in_loop = counts(row["code"][first:last])[what]
    return in_loop, rounds * in_loop + counts(around)[what], (rounds * (last - first) + len(around)) // 16


def breaks_in_chain(loop):
    """How many loads of a loop do not take their address, unchanged, from the load before, the first from the last."""
    words = [struct.unpack_from("<Q", loop, at)[0] for at in range(0, len(loop), 16)]
    loads = [i for i, word in enumerate(words) if word & 0xFFF in GLOBAL_LOADS]
    breaks = 0
    for before, load in zip([loads[-1] - len(words), *loads], loads):
        address = words[load] >> 24 & 0xFF
        between = [words[i] for i in range(before + 1, load) if words[i] & 0xFFF not in BRANCHES]
        written = {word >> 16 & 0xFF for word in between}  # where most instructions have the register that they write
        breaks += words[before] >> 16 & 0xFF != address or bool(written & {address, address + 1})
    return breaks


def kernels(path, nvcc):
    for elf in elves(open(path, "rb").read()):
        architecture = struct.unpack_from("<I", elf, 48)[0] >> 8 & 0xFF
        found = dict(sections(elf))
        shared = {name[len(".nv.shared."):]: part["size"] for name, part in found.items() if name.startswith(".nv.shared.")}
        symbols = found[".symtab"]["bytes"]
        strings = found[".strtab"]["bytes"]
        names = [strings[n:strings.index(b"\0", n)].decode() for n in
                 (struct.unpack_from("<I", symbols, at)[0] for at in range(0, len(symbols), 24))]
        info = found.get(".nv.info", {"bytes": b""})["bytes"]
        stack, registers = attributes(info, FRAME_SIZE, names), attributes(info, REGISTER_COUNT, names)
        for name, part in found.items():
            if not name.startswith(".text."):
                continue
            kernel, code = name[len(".text."):], part["bytes"]
            row = {"nvcc": nvcc, "architecture": str(architecture), "kernel": kernel, "registers": registers.get(kernel, 0),
                   "shared": shared.get(kernel, 0), "stack": stack.get(kernel, 0), "reason": ""}
            row.update(counts(code), code=code, loops=loops(code, architecture))
            yield row


def read_all(libraries):
    version = subprocess.run(["strings", "-a", *libraries], capture_output=True, text=True).stdout
    match = re.search(r"Cuda compilation tools, release ([\d.]+)", version)
    nvcc = match.group(1) if match else "unknown"
    rows = [row for library in libraries for row in kernels(library, nvcc)]
    plain = demangled([row["kernel"] for row in rows])
    for row in rows:
        row["kernel"] = plain[row["kernel"]]
    return sorted(rows, key=lambda row: (row["kernel"], int(row["architecture"])))


def applies(pattern, row, where):
    """Whether a rule is about this row: a kernel's name, from which architecture on, and without which ones."""
    first, without = [*where, *(0, ())[len(where):]]
    return int(row["architecture"]) >= first and int(row["architecture"]) not in without and re.search(pattern, row["kernel"])


def problems(rows, table):
    found = []
    golden = {(row["architecture"], row["kernel"]): row for row in table if row["nvcc"] == rows[0]["nvcc"]}
    for row in rows:
        place = f"{row['kernel']} for sm_{row['architecture']}"
        expected = golden.get((row["architecture"], row["kernel"]))
        if expected is None:
            found.append(f"{place}: no row in the table; cubins.py --print shows it")
            continue
        for column in ("registers", "shared", "stack", "local"):
            if int(expected[column]) != row[column]:
                found.append(f"{place}: {column} {row[column]}, the table has {expected[column]}")
        if (row["stack"] or row["local"]) and not expected["reason"]:
            found.append(f"{place}: {row['stack']} bytes of stack, {row['local']} local loads and stores, and no reason in the table")
        for pattern, what, least, *where in MUST_HAVE:
            if applies(pattern, row, where) and row[what] < least:
                found.append(f"{place}: {row[what]} {what}, at least {least} expected: the loop was folded")
        for pattern, what, least, share, rounds, *where in MUST_FILL:
            if applies(pattern, row, where):
                in_loop, has, all_of_them = issued(row, what, rounds)
                if in_loop < least or has < share * all_of_them:
                    found.append(f"{place}: {in_loop} {what} in its loop, at least {least} expected; {has} of {all_of_them} instructions of a "
                                 f"pass, {share:g} of them expected")
        for pattern, least in MUST_CHASE:
            if applies(pattern, row, ()):
                loop = row["code"][slice(*main_loop(row, "ldg")[0])]
                if counts(loop)["ldg"] < least or breaks_in_chain(loop):
                    found.append(f"{place}: of {counts(loop)['ldg']} loads in its loop, at least {least} expected, not each takes its "
                                 "address from the one before")
        for pattern, what in MUST_NOT_HAVE:
            if re.search(pattern, row["kernel"]) and row[what]:
                found.append(f"{place}: {row[what]} {what}, none expected: it would measure another unit")
    return found


def main():
    libraries, last = sys.argv[1:-1], sys.argv[-1]
    rows = read_all(libraries)
    if not rows:
        print("no kernel found: is this a library of CUDA kernels?")
        return 1
    if last == "--print":
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        return 0
    table = list(csv.DictReader(open(last)))
    if not any(row["nvcc"] == rows[0]["nvcc"] for row in table):
        print(f"{last} has no rows of nvcc {rows[0]['nvcc']}: nothing to compare with")
        return 77
    wrong = problems(rows, table)
    print("\n".join(wrong) or f"{len(rows)} kernels as in the table")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
