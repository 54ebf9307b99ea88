#!/usr/bin/env python3
"""Write the tables of docs/performance.md from bench/results/*.json, between its two marks."""
import json
import pathlib

root = pathlib.Path(__file__).parent.parent
page = root / "docs/performance.md"
BEGIN, END = "<!-- tables: bench/tables.py -->\n", "<!-- end of tables -->\n"


def table(r):
    m = r["machine"]
    out = [f"### {'SQLite' if r['engine'] == 'sqlite' else 'PostgreSQL'}, {r['tasks']:,} tasks, {r['entries']:,} entries\n",
           f"{m['day']}, {m['cores']} cores of {m['processor']}, load {m['load_before']} before the measurement, "
           f"4 KiB are safe on the disk after {m['fsync_ms']} ms.\n",
           "| request | connections | requests/s | p50 ms | p99 ms | CPU-µs | refused |", "|---|---|---|---|---|---|---|"]
    for x in r["rows"]:
        out.append(f"| {x['what']} | {x['connections']} | {x['requests_per_second']:,} | {x['p50_ms']:.1f} | {x['p99_ms']:.1f} | "
                   f"{x['cpu_us']:.0f} | {x['refused']} |")
    e = r["evidence"]
    out += ["", f"Start {r['start_again_ms']} ms, memory {r['idle_mb']} MB idle and {r['loaded_mb']} MB loaded. All tasks as xlsx in "
            f"{r['export']['seconds']} s ({r['export']['cpu_seconds']} CPU-s). Evidence of 1 MiB: brought for "
            f"{e['bring']['cpu_ms']} CPU-ms, fetched for {e['fetch']['cpu_us'] / 1000:.2f} CPU-ms.\n"]
    if "large" in r:
        g = r["large"]
        out.append(f"A database of {g['gigabytes']} GB with 100,000 tasks: serves after {g['start_ms']} ms, {g['idle_mb']} MB idle, "
                   f"100,000 rows as xlsx in {g['export_100000']['seconds']} s ({g['export_100000']['cpu_seconds']} CPU-s).\n")
    return "\n".join(out)


text = page.read_text()
results = [json.loads(f.read_text()) for f in sorted((root / "bench/results").glob("*.json"), reverse=True)]
before, rest = text.split(BEGIN)
page.write_text(before + BEGIN + "\n".join(table(r) for r in results) + END + rest.split(END)[1])
