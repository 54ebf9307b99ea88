#!/usr/bin/env python3
"""embed.py OUT.c NAME FILE...: the files as C text, in the order given, as `const struct embedded NAME[]`."""
import pathlib
import sys

out, name, *files = sys.argv[1:]
lines = ['#include "base/embedded.h"', ""]
rows = []
for i, file in enumerate(files):
    data = pathlib.Path(file).read_bytes()
    body = ",".join(str(b) for b in data + b"\0")
    lines.append(f"static const char bytes_{i}[] = {{{body}}};".replace("static const char", "static const unsigned char"))
    rows.append(f'\t{{"{pathlib.Path(file).name}", (const char *)bytes_{i}, {len(data)}}},')
lines += ["", f"const struct embedded {name}[] = {{", *rows, "\t{0},", "};", ""]
pathlib.Path(out).write_text("\n".join(lines))
