#!/usr/bin/env python3
"""How much theft the comparison of ledgers finds: plays mines with `kuangan balance simulate` and writes the table and the
picture of docs/balance.md.

    python3 bench/balance_curve.py [build/src/main/kuangan]     (about five minutes of CPU)
"""
import json
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).parent.parent
program = sys.argv[1] if len(sys.argv) > 1 else str(root / "build/src/main/kuangan")
CASES = [("unweighed", "#c2554a"), ("foreign-ore", "#2f6da8"), ("over-mining", "#5aa37c"), ("unregistered-explosives", "#d8ab42")]
SIZES = [0.02, 0.04, 0.05, 0.06, 0.08, 0.10, 0.12, 0.15, 0.20, 0.30, 0.40, 0.50]
MINES = 4000


def play(**options):
    words = [program, "balance", "simulate", "--json"] + [f"--{k}={v}" for k, v in options.items()]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def curves(onset):
    return {case: [play(case=case, size=s, mines=MINES, months=onset + 3, onset=onset, seed=1) for s in SIZES] for case, _ in CASES}


def honest():
    rows = [("all ledgers", {}), ("no explosives", {"without": "explosive"}), ("no survey of the ore", {"without": "survey"}), ("no piles", {"without": "stock"}),
            ("no report", {"without": "report"}), ("no dump, no survey of waste", {"without": "dump,survey_waste"})]
    out = ["| ledgers kept | false alarms a mine and month | 10 % unweighed found within 3 months | rightly named |", "|---|---|---|---|"]
    for name, more in rows:
        none = play(case="none", mines=10000, months=12, seed=2, **more)
        theft = play(case="unweighed", size=0.1, mines=MINES, months=3, seed=2, **more)
        out.append(f"| {name} | {none['false_alarms_per_mine_month']:.4f} | {theft['detected_within_3_months']:.3f} | {theft['named_rightly']:.3f} |")
    return out


def understated():
    out = ["| true errors, times what the ledgers say | false alarms a mine and month | 10 % unweighed found within 3 months |", "|---|---|---|"]
    for f in (0.7, 1, 1.2, 1.5, 2):
        none = play(case="none", mines=10000, months=12, seed=3, understated=f)
        theft = play(case="unweighed", size=0.1, mines=MINES, months=3, seed=3, understated=f)
        out.append(f"| {f} | {none['false_alarms_per_mine_month']:.4f} | {theft['detected_within_3_months']:.3f} |")
    return out


def table(found):
    out = ["| size | " + " | ".join(c for c, _ in CASES) + " |", "|---|" + "---|" * len(CASES)]
    for i, size in enumerate(SIZES):
        cells = [f"{found[c][i]['detected_within_1_month']:.2f} / {found[c][i]['detected_within_3_months']:.2f} / {found[c][i]['named_rightly']:.2f}" for c, _ in CASES]
        out.append(f"| {size:.0%} | " + " | ".join(cells) + " |")
    return out


def picture(first, later):
    w, h, left, top = 720, 330, 52, 30
    x = lambda s: left + s / 0.5 * (w - left - 20)
    y = lambda p: top + (1 - p) * (h - top - 46)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" font-family="sans-serif" font-size="12">', f'<rect width="{w}" height="{h}" fill="#fff"/>']
    for p in (0, 0.25, 0.5, 0.75, 0.9, 1):
        out.append(f'<path d="M{left} {y(p):.1f}H{w - 20}" stroke="#dde3e8"/><text x="{left - 8}" y="{y(p) + 4:.1f}" text-anchor="end">{p:.2f}</text>')
    for s in (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5):
        out.append(f'<text x="{x(s):.1f}" y="{h - 26}" text-anchor="middle">{s:.0%}</text>')
    out.append(f'<text x="{(left + w) / 2}" y="{h - 8}" text-anchor="middle">share of a month\'s ore (of the rock, for explosives)</text>')
    out.append(f'<text x="{left}" y="16">found within 3 months (solid: from the first month; dashed: after 9 honest months)</text>')
    for found, dash in ((first, ""), (later, ' stroke-dasharray="6 4"')):
        for case, colour in CASES:
            line = " ".join(f"{x(r['size']):.1f},{y(r['detected_within_3_months']):.1f}" for r in found[case])
            out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
    for i, (case, colour) in enumerate(CASES):
        out.append(f'<path d="M{w - 210} {h - 130 + 18 * i}h22" stroke="{colour}" stroke-width="3"/><text x="{w - 182}" y="{h - 126 + 18 * i}">{case}</text>')
    return "\n".join(out + ["</svg>", ""])


def put(text, mark, lines):
    return re.sub(rf"(<!-- {mark} -->\n).*?(<!-- end -->)", lambda m: m[1] + "\n".join(lines) + "\n" + m[2], text, flags=re.S)


first, later = curves(0), curves(9)
page = root / "docs/balance.md"
text = page.read_text()
for mark, lines in (("from the first month", table(first)), ("after nine honest months", table(later)), ("ledgers", honest()), ("understated", understated())):
    text = put(text, mark, lines)
page.write_text(text)
(root / "docs/images/balance-detection.svg").write_text(picture(first, later))
