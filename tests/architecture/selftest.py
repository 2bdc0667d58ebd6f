#!/usr/bin/env python3
"""Plants each mistake the checks of this folder are for in a made-up tree, and expects to hear of it."""
import pathlib
import struct
import sys
import tempfile
import unittest

import baseline
import budget
import cubins
import emulated
import excerpts
import fuzzed
import layers
import machine_paths
import needed_libraries
import sentences
import tables

CLEAN = {
    "core/units.h": "#pragma once\n#include <vector>\n",
    "method/suite.h": '#pragma once\n#include "core/units.h"\n#include <fmt/format.h>\n',
    "device/host/cpu.cpp": '#include "core/units.h"\n#include <hwloc.h>\n#include <cpuid.h>\n',
    "kernels/matmul/matmul.h": '#pragma once\n#include "core/units.h"\nstruct Rung {\n  static constexpr std::string_view family = "matmul";\n};\n',
    "kernels/matmul/host/01_loops.cpp": '#include "kernels/matmul/matmul.h"\nconstinit const matmul::Rung loops{\n    .name = "loops",\n};\n',
    "kernels/families.cpp": '#include "kernels/matmul/matmul.h"\n' "constexpr Ladder ladders[] = {ladder<&loops>};\n",
    "suites/copy.cpp": '#include "kernels/matmul/matmul.h"\nconstinit const Suite copy_suite{\n    .name = "copy",\n};\n',
    "suites/suites.cpp": '#include "suites/suites.h"\n' "constexpr const Suite* table[] = {&copy_suite};\n",
    "reporters/report/html.cpp": 'constinit const Reporter html_reporter{\n    .name = "html",\n};\n',
    "reporters/reporters.cpp": "constexpr const Reporter* table[] = {&html_reporter};\n",
    "cli/main.cpp": '#include "suites/suites.h"\n#include <CLI/CLI.hpp>\nint main() { std::cout << 1; }\n',
    "suites/suites.h": "#pragma once\n",
    "README.md": "suites: `copy`. formats: `html`.\n",
}


class Planted(unittest.TestCase):
    def said(self, check, changes):
        """What `check` says of the clean tree with these files written over it (None: removed)."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**CLEAN, **changes}.items():
                if text is not None:
                    (root / name).parent.mkdir(parents=True, exist_ok=True)
                    (root / name).write_text(text)
            return "\n".join(check.problems(root))

    def test_the_clean_tree_is_clean(self):
        for check in layers, tables, machine_paths, sentences:
            self.assertEqual(self.said(check, {}), "", check.__name__)

    def test_circles(self):
        both = {"analysis/a.h": '#pragma once\n#include "analysis/b.h"\n', "analysis/b.h": "#pragma once\n"}
        self.assertEqual(self.said(layers, {**both, "analysis/b.cpp": '#include "analysis/b.h"\n'}), "")
        self.assertEqual(self.said(layers, {**both, "analysis/c.h": '#pragma once\n#include "analysis/a.h"\n',
                                            "analysis/b.cpp": '#include "analysis/b.h"\n#include "analysis/a.h"\n'}),
                         "analysis/a, analysis/b: include each other in a circle")

    def test_layers(self):
        for name, text, expected in [
            ("core/bad.cpp", '#include "device/host/cpu.h"\n', "core may not include"),
            ("core/bad.cpp", "#include <nlohmann/json.hpp>\n", "may only be included in formats"),
            ("core/bad.cpp", "#include <hwloc.h>\n", "may only be included in device"),
            ("analysis/bad.cpp", '  #  include "formats/error.h"\n', "analysis may not include"),
            ("suites/bad.cpp", '#include "kernels/matmul/host/tile.h"\n', "suites may not include"),
            ("kernels/fma/host/bad.cpp", "#include <cuda_runtime.h>\n", "may only be included in .*/cuda/"),
            ("kernels/matmul/host/01_loops.cpp", "#include <dnnl.hpp>\n", "may only be included in"),
            ("reporters/bad.cpp", "#include <boost/any.hpp>\n", "not a header this project knows"),
            ("reporters/bad.cpp", '#include "core/gone.h"\n', "does not exist"),
            ("reporters/bad.cpp", 'void f() { std::cout << "x"; }\n', "nothing below cli prints"),
            ("core/bad.cpp", "void f() { abort(); }\n", "nothing below cli prints"),
            ("core/bad.h", "#include <vector>\n", "has no #pragma once"),
            ("method/suite.cpp", '#include <vector>\n#include "method/suite.h"\n', "includes its own header, method/suite.h, not first"),
            ("device/host/bad.cpp", 'void f() { fprintf(stderr, "x"); }\n', "nothing below cli prints"),
        ]:
            self.assertIn(expected, self.said(layers, {name: text}), (name, text))

    def test_units_of_the_lower_layers_include_each_other_in_one_direction(self):
        one, other = '#pragma once\n#include "core/other.h"\n', '#pragma once\n#include "core/one.h"\n'
        self.assertIn("core/one, core/other: include each other", self.said(layers, {"core/one.h": one, "core/other.h": other}))
        self.assertEqual(self.said(layers, {"core/one.h": one, "core/other.h": "#pragma once\n"}), "")

    def test_a_budget_has_a_line_for_each_stage_and_a_reason(self):
        stages = "stage build make\n  stage tests run\n"
        for text, expected in [
            ("build | 10 | all\ntests | 5 | many\n", ""),
            ("build | 10 | all\n", "no line for the stage tests"),
            ("build | 10 | all\ntests | 5 | many\nfuzzing | 3 | long\n", "has no stage fuzzing"),
            ("build | 10 | all\ntests | 5 |\n", "not '<stage> | <CPU seconds> | <why so many>'"),
            ("build | 10 | all\ntests | much | many\n", "not '<stage>"),
        ]:
            said = self.said(budget, {"scripts/test.sh": stages, "tests/budget.txt": text})
            self.assertEqual(said, "") if not expected else self.assertIn(expected, said)

    def test_a_budget_is_raised_with_a_new_reason_only(self):
        before = {"build": (10, "all"), "tests": (5, "many")}
        self.assertEqual(budget.raised(before, {"build": (9, "all"), "tests": (6, "more of them")}), [])
        self.assertIn("tests was raised from 5 to 6", budget.raised(before, {"build": (10, "all"), "tests": (6, "many")})[0])

    def test_a_stage_may_take_twice_its_budget_on_a_machine_like_that_of_the_budget(self):
        lines = {"reference": (6, "r"), "build": (100, "b")}
        self.assertTrue(budget.kept(lines, {"reference": 6, "build": 200})[1])
        self.assertFalse(budget.kept(lines, {"reference": 6, "build": 201})[1])
        self.assertTrue(budget.kept(lines, {"reference": 12, "build": 400})[1])
        self.assertFalse(budget.kept(lines, {"reference": 12, "build": 401})[1])
        self.assertTrue(budget.kept(lines, {"reference": 3, "build": 200})[1])

    def test_words_in_comments_and_strings_are_not_calls(self):
        self.assertEqual(self.said(layers, {"core/good.cpp": '// exit(1)\nconst char* s = "abort()"; /* std::cout */\n'}), "")

    def test_tables(self):
        for changes, expected in [
            ({"suites/suites.cpp": "constexpr const Suite* table[] = {};\n"}, "copy_suite has no row; add &copy_suite to suites/suites.cpp"),
            ({"kernels/families.cpp": None}, "loops has no row; add &loops to kernels/families.cpp"),
            ({"reporters/reporters.cpp": "&html_reporter_2"}, "html_reporter has no row"),
            ({"suites/lonely.cpp": "int x;\n"}, "suites/lonely.cpp: defines no Suite"),
            ({"kernels/matmul/host/02_tiles.cpp": "int x;\n"}, "02_tiles.cpp: defines no Rung"),
            ({"kernels/matmul/host/forgotten.cpp": "int x;\n"}, "forgotten.cpp: defines no Rung"),
            ({"kernels/matmul/matmul.h": "#pragma once\n"}, 'its Rung says: static constexpr std::string_view family = "matmul"'),
            ({"kernels/conv/conv.h": '#pragma once\nstruct Rung { static constexpr auto family = "conv"; };\n'}, "kernels/conv: a family without a rung"),
            ({"kernels/families.cpp": "ladder<&loops>\n"}, 'kernels/families.cpp: does not include the contract of a family with rungs; add #include "kernels/matmul/matmul.h"'),
            ({"README.md": "suites: `copy`.\n"}, "does not mention `html`"),
        ]:
            self.assertIn(expected, self.said(tables, changes), changes)

    def test_excerpts(self):
        block = "```cpp suites/copy.cpp\n{}\n```\n"
        right = 'constinit const Suite copy_suite{\n      .name = "copy",   // as users type it\n};'
        self.assertEqual(self.said(excerpts, {"CONTRIBUTING.md": block.format(right)}), "")
        self.assertEqual(self.said(excerpts, {"CONTRIBUTING.md": block.format('#include "kernels/matmul/matmul.h"\n...\n};')}), "")
        for wrong, expected in [
            (block.format('constinit const Suite copy_suite{\n    .name = "copies",\n};'), '.name = "copies",'),
            (block.format("};\n...\nconstinit const Suite copy_suite{"), "not in this order"),
            (block.replace("copy.cpp", "gone.cpp").format("};"), "suites/gone.cpp does not exist"),
            ("```cpp\nint x;\n```\n", "names no file"),
            ("nothing to read\n", "has no excerpt at all"),
        ]:
            self.assertIn(expected, self.said(excerpts, {"CONTRIBUTING.md": wrong}), wrong)

    def test_helpers_of_rungs_need_no_row(self):
        tile = {"kernels/matmul/host/tile.h": "#pragma once\n", "kernels/matmul/host/tile.cpp": "\n", "kernels/matmul/host/tile_avx2.cpp": "\n"}
        self.assertEqual(self.said(tables, tile), "")

    def test_helpers_of_suites_need_no_row(self):
        self.assertEqual(self.said(tables, {"suites/help.cpp": "int x;\n", "suites/help.h": "\n"}), "")

    def test_parts_of_a_reporter_need_no_row(self):
        self.assertEqual(self.said(tables, {"reporters/report/html_chart.cpp": "int x;\n"}), "")

    def test_machine_paths(self):
        for text in "/ho" + "me/alice/src", "see /wo" + "rk/tree", "10.1" + ".2.3", "at /ro" + "ot/.cache":
            self.assertIn("notes.md:1: ", self.said(machine_paths, {"notes.md": text + "\n"}), text)

    def test_sentences(self):
        for line in ('if (note.starts_with("drift")) return;', 'm.reason.find("lost") != 0', 'if (m.reason == "drift")', "notes[0].contains(x)",
                     'text(note).find("x")', "known.find(text(note))", "std::regex_search(m.reason, pattern)", "found.detail.substr(0, 9)"):
            self.assertIn("analysis/why.cpp:1: looks into a sentence", self.said(sentences, {"analysis/why.cpp": line + "\n"}), line)
        for line in ('if "lost" in m["reason"]:', 'm["notes"][0].startswith("drift")', 'm["reason"] == LOST', 're.match("x", m["reason"])'):
            self.assertIn("bench/rows.py:1: looks into a sentence", self.said(sentences, {"bench/rows.py": line + "\n"}), line)
        for line in "if (m.reason.empty()) return;", "first_of(m.notes, {NoteKind::drift})", "// note.starts_with(x)", "m.reason_kind == kind":
            self.assertEqual(self.said(sentences, {"analysis/why.cpp": line + "\n"}), "", line)
        self.assertIn("knows a suite", self.said(sentences, {"reporters/chart.cpp": 'if (m.id.suite() == "memory") draw();\n'}))

    def test_needed_libraries(self):
        line = " 0x0000000000000001 (NEEDED)             Shared library: [{}]\n"
        self.assertEqual(needed_libraries.problems(line.format("libc.so.6") + line.format("libm.so.6")), [])
        self.assertEqual(needed_libraries.problems(line.format("libhwloc.so.15"), "libhwloc.so"), [])
        for bad in "libstdc++.so.6", "libhwloc.so.15", "libdnnl.so.2", "libcuda.so.1", "libcurl.so.4":
            self.assertTrue(needed_libraries.problems(line.format("libc.so.6") + line.format(bad), "libhwloc.a"), bad)
        self.assertTrue(needed_libraries.problems(""))

    def test_baseline(self):
        kernel = "0000000000001000 <_ZN7gpupeak4host12_GLOBAL__N_16zmm_psElPv>:\n    1000:\tvxorps %zmm0,%zmm0,%zmm0\n"
        plain = "0000000000002000 <_ZN7gpupeak6medianEv>:\n    2000:\t{} %xmm0,%xmm1\n"
        self.assertEqual(baseline.problems((kernel + plain.format("addsd")).splitlines()), [])
        for wide in "vaddsd", "vfmadd231pd", "kmovw", "tileloadd":
            self.assertIn("median", "".join(baseline.problems((kernel + plain.format(wide)).splitlines())), wide)
        self.assertTrue(baseline.problems([]))

    def test_emulated(self):
        tree = {
            "kernels/matmul/cuda/01_naive.cu": "",
            "device/cuda/stamp.cu": "",
            "tests/kernels/matmul/cuda/matmul_test.cpp": "for (const matmul::Rung* rung : kernels::cuda_kernels().of<matmul::Rung>()) run(*rung);\n",
        }
        naive = "\n01_naive.cu.o:\n U memcpy\n U gpupeak::simt::know(void const*, void (*)(void const*, void**))\n"
        stamp = naive.replace("01_naive", "stamp")

        def said(symbols, changes=None):
            class Check:
                problems = staticmethod(lambda root: emulated.problems(root, symbols))

            return self.said(Check, {**tree, **(changes or {})})

        self.assertEqual(said(naive + stamp), "")
        self.assertIn("01_naive.cu: the emulator does not compile it", said(stamp))
        self.assertIn("stamp.cu: no kernel of it is announced", said(naive + "\nstamp.cu.o:\n U memcpy\n"))
        self.assertIn("does not run all of cuda_kernels().of<matmul::Rung>()", said(naive + stamp, {"tests/kernels/matmul/cuda/matmul_test.cpp": "\n"}))
        self.assertIn("does not run all of cuda_kernels().of<matmul::Rung>()", said(naive + stamp, {"tests/kernels/matmul/cuda/matmul_test.cpp": None}))

    def test_cubins(self):
        def said(kernel, *instructions, architecture=90, **changes):
            code = b"".join(struct.pack("<QQ", *words) for words in instructions)
            row = {"nvcc": "13.0", "architecture": str(architecture), "kernel": kernel, "registers": 32, "shared": 0, "stack": 0,
                   "reason": "", **cubins.counts(code), "code": code, "loops": cubins.loops(code, architecture)}
            return "\n".join(cubins.problems([row], [{**row, **changes}]))

        dadd, dmul, dfma = (0x0000000004087229, 0x6), (0x00000006040C7C28, 0x8), (0x0000000604147E2B, 0x6)
        for kernel in "walk<(stream::Op)0, 2, 512, 1>", "by_index", "one_walk", "many_walks":
            self.assertEqual(said(kernel, dfma, dmul), "")
            self.assertIn(f"{kernel} for sm_90: 1 dadd, none expected", said(kernel, dmul, dadd))
        self.assertEqual(said("walk<(stream::Op)6, 2, 512, 1>", dfma, dadd), "")
        self.assertIn("1 dmul, none expected", said("walk<(stream::Op)6, 2, 512, 1>", dmul))
        self.assertEqual(said("walk<(stream::Op)5, 2, 512, 1>", dadd, dmul), "")
        self.assertIn("0 dfma, at least 128 expected", said("turn_pairs<double, (fma::Pattern)2, 1, 0>"))
        self.assertIn("registers 32, the table has 40", said("walk<(stream::Op)5, 2, 512, 1>", registers=40))
        self.assertIn("no row in the table", "\n".join(cubins.problems([{"nvcc": "13.0", "architecture": "90", "kernel": "new"}], [])))

        def back(instructions, architecture):  # a branch to so many instructions before it
            words = -4 * (instructions + 1)
            offset = 4 * words if architecture < 90 else words >> 8 << 2
            return (offset & 0xFFFFFFFF) << 32 | (words & 0xFF if architecture >= 90 else 0) << 16 | 0x0947, 0

        def load(to, address):
            return address << 24 | to << 16 | 0x7981, 0

        ffma, iadd = (0x0000000604147223, 0), (0xFFFFFFF000047810, 0x07FFE0FF)
        peak, chase = "turn_pairs<float, (fma::Pattern)0, 4, 0>", "follow"
        chain = [load(6, 4), load(8, 6), load(8, 8), load(4, 8)] * 4
        for architecture in 75, 80, 90, 120:
            loop = [*[ffma] * 512, iadd, iadd, back(514, architecture)]
            self.assertEqual(said(peak, iadd, *loop, architecture=architecture), "")
            single = [iadd, *[ffma] * 8, back(9, architecture)]  # what is done singly does not count
            self.assertEqual(said(peak, *loop, *single, architecture=architecture), "")
            self.assertIn("8 ffma in its loop", said(peak, *[ffma] * 512, *single, architecture=architecture))
            padded = [*[ffma] * 512, *[iadd] * 8, back(520, architecture)]
            self.assertIn("28160 of 28655 instructions", said(peak, *padded, architecture=architecture))
            passes = [*[iadd] * 9, *loop, *single, back(9 + len(loop) + len(single), architecture)]  # a loop around both
            self.assertEqual(said(peak, *passes, architecture=architecture), "")
            if architecture >= 80:  # two rounds a pass: what lies around them counts
                kernel, hfma2 = "turn_pairs<BF16Pair, (fma::Pattern)1, 4, 0>", [(0x0000000604147231, 0) if word == ffma else word for word in passes]
                self.assertEqual(said(kernel, *hfma2, architecture=architecture), "")
                longer = [*[iadd] * 6, *hfma2[:-1], back(len(hfma2) + 5, architecture)]
                self.assertIn("1024 of 1046 instructions", said(kernel, *longer, architecture=architecture))
            self.assertEqual(said(chase, *chain, iadd, back(17, architecture), architecture=architecture).count("loads"), 1)  # it writes R4
            counted = (0xFFFFFFF000007810, 0x07FFE0FF)
            self.assertEqual(said(chase, *chain, counted, back(17, architecture), architecture=architecture), "")
            self.assertIn("15 loads", said(chase, *chain[:-1], back(15, architecture), architecture=architecture))
            for place in 1, 7, 15:
                planted = [*chain[:place], (0xFFFFFFF000007810 | (chain[place][0] >> 24) << 16, 0), *chain[place:]]
                self.assertIn("not each takes its address", said(chase, *planted, back(17, architecture), architecture=architecture), place)

    def test_fuzzed(self):
        reader = {"formats/preset.h": "Preset read_preset(std::string_view json);\n"}
        corpus = {f"tests/fuzz/corpus/preset/{i}": "{}" for i in range(3)}
        target = {"tests/fuzz/preset_fuzz.cpp": "int f() { read_preset(text); }\n"}
        self.assertEqual(self.said(fuzzed, reader | corpus | target), "")
        self.assertIn("read_preset has no target", self.said(fuzzed, reader))
        self.assertIn("fewer than three files", self.said(fuzzed, reader | target))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
