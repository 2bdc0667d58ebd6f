#!/usr/bin/env python3
"""Writes tests/golden/rank_tests.csv: what SciPy, R and plain enumeration say of random samples.

Run by hand where SciPy (python3 -m pip install scipy) and R (Rscript) are installed; the tests read the file alone.
Columns: kind, x, y (values separated by spaces), then what the kind's reference says.
"""
import itertools
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from scipy import stats

draw = random.Random(20261121)
rows = []


def text(values):
    return " ".join(str(v) for v in values)


def add(kind, x, y, *figures):
    rows.append([kind, text(x), text(y), *(repr(float(f)) for f in figures)])


def midranks(values):
    ordered = sorted(values)
    return [ordered.index(v) + (ordered.count(v) + 1) / 2 for v in values]


def tails(seen, all_statistics):
    """P(at least), and twice the smaller tail: every way is as likely."""
    upper = sum(s >= seen - 1e-9 for s in all_statistics) / len(all_statistics)
    lower = sum(s <= seen + 1e-9 for s in all_statistics) / len(all_statistics)
    return upper, min(1.0, 2 * min(upper, lower))


# Mann-Whitney without ties: SciPy's exact distribution.
for _ in range(350):
    n, m = draw.randint(1, 14), draw.randint(1, 14)
    values = draw.sample(range(1000), n + m)
    x, y = values[:n], values[n:]
    add("mann_whitney", x, y, *(stats.mannwhitneyu(x, y, alternative=a, method="exact").pvalue for a in ("greater", "two-sided")))

# With ties: every way of giving the values to the sides.
for _ in range(200):
    n, m = draw.randint(1, 5), draw.randint(1, 5)
    values = [draw.randint(0, 4) for _ in range(n + m)]
    ranks = midranks(values)
    every = [sum(chosen) for chosen in itertools.combinations(ranks, n)]
    add("mann_whitney", values[:n], values[n:], *tails(sum(ranks[:n]), every))

# Hodges-Lehmann with the exact interval: R's wilcox.test(conf.int = TRUE).
asked = []
for _ in range(250):
    n, m = draw.randint(2, 20), draw.randint(2, 20)
    values = draw.sample(range(1000), n + m)
    asked.append(("shift", values[:n], values[n:]))
script = []
for kind, x, y in asked:
    sides = ",".join("c(%s)" % ",".join(map(str, side)) for side in (x, y) if side)
    script.append("w <- suppressWarnings(wilcox.test(%s, conf.int=TRUE, conf.level=0.99, exact=TRUE)); "
                  "cat(sprintf('%%.17g %%.17g %%.17g\\n', w$estimate, w$conf.int[1], w$conf.int[2]))" % sides)
with tempfile.NamedTemporaryFile("w", suffix=".R") as file:
    file.write("\n".join(script))
    file.flush()
    answers = subprocess.run(["Rscript", file.name], check=True, capture_output=True, text=True).stdout.splitlines()
for (kind, x, y), answer in zip(asked, answers, strict=True):
    add(kind, x, y, *answer.split())

# The tail of Student's t.
for _ in range(100):
    t, degrees = round(draw.uniform(-8, 8), 3), round(draw.choice((draw.uniform(1, 5), draw.uniform(5, 60))), 2)
    add("student_t", [t], [degrees], stats.t.sf(t, degrees))

# The tail of the F distribution.
for _ in range(100):
    f, above, below = round(10 ** draw.uniform(-1, 1.5), 3), round(draw.uniform(1, 40), 2), round(draw.uniform(1, 300), 2)
    add("f", [f], [above, below], stats.f.sf(f, above, below))

out = Path(__file__).resolve().parent.parent / "golden" / "rank_tests.csv"
out.write_text("".join(",".join(row) + "\n" for row in rows))
print(f"{out}: {len(rows)} rows", file=sys.stderr)
