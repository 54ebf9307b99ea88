#!/usr/bin/env python3
"""Reconcile made-up months exactly and by another road than the program, and write test/golden/balance.json.

The program eliminates the flows and works with the constraints between readings, in floating point.  Here the flows stay
unknowns of a generalised least-squares problem, solved in fractions: chi2 is what is left over, a reconciled reading is
a.x, and the test of a shift is how much chi2 falls when the shift becomes one more unknown.

    python3 test/balance_oracle.py > test/golden/balance.json
"""
import json
import math
import random
from fractions import Fraction as F

LINES = ["survey", "survey_waste", "survey_all", "explosive", "haulage", "stock", "report", "dump", "loss", "strip"]
ROWS = {"survey": [1, 1, 1, 0], "survey_waste": [0, 0, 0, 1], "survey_all": [1, 1, 1, 1], "explosive": [1, 1, 1, 1],
        "haulage": [1, 0, 0, 0], "stock": [0, 1, 0, 0], "report": [1, 1, 0, 0], "dump": [0, 0, 0, 1]}
CAUSES = 9


def row(month, line):
    if line == "loss":
        return [-month["loss"], -month["loss"], 1 - month["loss"], F(0)]
    if line == "strip":
        return [-month["strip"], -month["strip"], -month["strip"], F(1)]
    return [F(x) for x in ROWS[line]]


def solve(a, b):
    """x with a x = b, by elimination; a is square and regular, b a matrix."""
    n = len(a)
    m = [list(a[i]) + list(b[i]) for i in range(n)]
    for c in range(n):
        p = next(r for r in range(c, n) if m[r][c] != 0)
        m[c], m[p] = m[p], m[c]
        m[c] = [x / m[c][c] for x in m[c]]
        for r in range(n):
            if r != c and m[r][c] != 0:
                f = m[r][c]
                m[r] = [x - f * y for x, y in zip(m[r], m[c])]
    return [r[n:] for r in m]


def times(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(r, c) if x and y) for c in columns] for r in a]


def turned(a):
    return [list(c) for c in zip(*a)]


def fit(design, v, y):
    """The weighted least squares of y = design.x + error: chi2 and the fitted readings."""
    vd = solve(v, [list(d) + [t] for d, t in zip(design, y)])
    k = len(design[0])
    normal = times(turned(design), [r[:k] for r in vd])
    right = times(turned(design), [[r[k]] for r in vd])
    x = solve(normal, right)
    fitted = [r[0] for r in times(design, x)]
    left = [a - b for a, b in zip(y, fitted)]
    return sum(a * b[0] for a, b in zip(left, solve(v, [[t] for t in left]))), fitted, x


def system(months):
    readings = [(k, line) for k, m in enumerate(months) for line in LINES if line in m["readings"]]
    design, y, shared = [], [], []
    for k, line in readings:
        m = months[k]
        r = m["readings"][line]
        design.append([F(0)] * 4 * k + row(m, line) + [F(0)] * 4 * (len(months) - 1 - k))
        y.append(r["t"])
        s = list(r["same"]) + [F(0)] * (len(months) + 1)
        if line == "stock":
            s[CAUSES + k] -= m["level_before"]
            s[CAUSES + k + 1] += m["level_after"]
        shared.append(s)
    v = times(shared, turned(shared))
    for i, (k, line) in enumerate(readings):
        v[i][i] += months[k]["readings"][line]["own"] ** 2
    return readings, design, v, y


def made_up(dice, count, lines):
    strip, loss = F(dice.randint(10, 60), 100), F(dice.randint(1, 6), 100)
    levels = [F(dice.randint(20, 80)) for _ in range(count + 1)]
    months = []
    for k in range(count):
        ore = F(dice.randint(2000, 6000))
        truth = {"survey": ore, "survey_waste": ore * strip, "survey_all": ore * (1 + strip), "explosive": ore * (1 + strip),
                 "haulage": ore * (1 - loss) - 50, "stock": F(50), "report": ore * (1 - loss), "dump": ore * strip,
                 "loss": F(0), "strip": F(0)}
        readings = {}
        for line in lines:
            size = max(truth[line], ore / 10)
            own = size * F(dice.randint(1, 10), 100)
            same = [F(0)] * CAUSES
            for c in dice.sample(range(CAUSES), 2):
                same[c] = size * F(dice.randint(1, 4), 100)
            readings[line] = {"t": truth[line] + own * F(dice.randint(-25, 25), 10), "own": own, "same": same}
        months.append({"ore": ore, "loss": loss, "strip": strip, "level_before": levels[k], "level_after": levels[k + 1],
                       "readings": readings})
    return months


def shift_test(readings, design, v, y, chi2, shift):
    """The sign and root of what chi2 falls by when the shift may be of any size; None: the flows take it up whole."""
    try:
        left, _, x = fit([d + [s] for d, s in zip(design, shift)], v, y)
    except StopIteration:
        return None
    return math.copysign(math.sqrt(max(0.0, float(chi2 - left))), x[-1][0])


def answer(months):
    readings, design, v, y = system(months)
    chi2, fitted, x = fit(design, v, y)
    out = {"months": months, "chi2": chi2, "freedom": len(readings) - 4 * len(months), "lines": {}}
    out["ore"] = sum(x[4 * k + f][0] for k in range(len(months)) for f in range(3))
    for line in LINES:
        at = [i for i, (_, other) in enumerate(readings) if other == line]
        if not at:
            continue
        shift = [months[k]["ore"] if other == line else F(0) for k, other in readings]
        out["lines"][line] = {"t": sum(y[i] for i in at), "reconciled": sum(fitted[i] for i in at),
                              "z": shift_test(readings, design, v, y, chi2, shift)}
    return out


def main():
    dice = random.Random(20231025)
    cases = [(1, LINES), (1, ["survey", "haulage", "stock", "loss", "report", "dump"]),
             (2, ["survey_all", "explosive", "haulage", "stock", "report", "dump", "loss", "strip"]),
             (3, [x for x in LINES if x != "survey_all"])]
    out = [answer(made_up(dice, count, lines)) for count, lines in cases]
    print(json.dumps(out, default=float))


main()
