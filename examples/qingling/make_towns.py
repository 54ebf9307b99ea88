#!/usr/bin/env python3
"""The land of the demonstration county's towns: invented cells around its invented mines (towns.geojson)."""
import csv
import json
import math
import pathlib
import random

here = pathlib.Path(__file__).parent
rnd = random.Random(924)


def rows(name):
    return [r for r in csv.reader(open(here / name, encoding="utf-8")) if r and not r[0].startswith("#")][1:]


towns = [r[1] for r in rows("towns.csv")]
points = [(float(r[7]), float(r[8]), r[5]) for r in rows("mines.csv")]
west, east = min(p[0] for p in points), max(p[0] for p in points)
south, north = min(p[1] for p in points), max(p[1] for p in points)
middle = ((west + east) / 2, (south + north) / 2)
width, height = (east - west) * 0.75 + 0.1, (north - south) * 0.75 + 0.1
# Towns without mines lie along the county's edge, as towns in the plain do.
empty = [t for t in towns if t not in {p[2] for p in points}]
for i, town in enumerate(empty):
    a = 2 * math.pi * i / len(empty)
    points.append((middle[0] + 0.8 * width * math.cos(a), middle[1] + 0.8 * height * math.sin(a), town))
# The county's outline: a rough oval.
outline = []
for i in range(48):
    a = 2 * math.pi * i / 48
    r = 1 + 0.07 * math.sin(3 * a + 1) + 0.05 * math.sin(7 * a) + rnd.uniform(-0.02, 0.02)
    outline.append((middle[0] + width * r * math.cos(a), middle[1] + height * r * math.sin(a)))


def nearer(cell, p, q):
    """The part of a convex-ish cell that is nearer to p than to q."""
    mx, my, nx, ny = (p[0] + q[0]) / 2, (p[1] + q[1]) / 2, q[0] - p[0], q[1] - p[1]
    side = [(x - mx) * nx + (y - my) * ny for x, y in cell]
    out = []
    for i, (x, y) in enumerate(cell):
        x2, y2 = cell[(i + 1) % len(cell)]
        a, b = side[i], side[(i + 1) % len(cell)]
        if a <= 0:
            out.append((x, y))
        if a * b < 0:
            t = a / (a - b)
            out.append((x + t * (x2 - x), y + t * (y2 - y)))
    return out


land = {}
for p in points:
    cell = outline
    for q in points:
        if q[:2] != p[:2] and cell:
            cell = nearer(cell, p, q)
    if len(cell) > 2:
        ring = [[round(x, 5), round(y, 5)] for x, y in cell]
        land.setdefault(p[2], []).append([ring + ring[:1]])
features = [{"type": "Feature", "properties": {"name": t}, "geometry": {"type": "MultiPolygon", "coordinates": land[t]}} for t in towns if t in land]
(here / "towns.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n", encoding="utf-8")
