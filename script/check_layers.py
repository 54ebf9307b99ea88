#!/usr/bin/env python3
"""Fail when a file includes a header its folder has no business with, or when files include each other in a circle."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).parent.parent / "src"
MAY_INCLUDE = {  # the table of docs/architecture.md, in the order of the layers
    "base": {"base"},
    "db": {"base", "db"},
    "proto": {"base", "proto"},
    "http": {"base", "db", "http"},
    "core": {"base", "db", "proto", "core"},
    "rooms": {"base", "db", "proto", "core", "rooms"},
    "media": {"base", "proto", "media"},
    "main": {"base", "db", "proto", "http", "core", "rooms", "main"},
}
bad = 0
includes = {}
for file in sorted(root.glob("**/*.[ch]")):
    place = file.relative_to(root)
    folder = place.parts[0]
    allowed = MAY_INCLUDE[folder] | ({"http"} if "_api" in file.stem else set())
    for n, line in enumerate(file.read_text().splitlines(), 1):
        m = re.match(r'#include "(([^/"]+)/[^"]+)"', line)
        if not m:
            continue
        includes.setdefault(str(place), []).append(m[1])
        if m[2] not in allowed:
            bad += 1
            print(f"src/{place}:{n}: {folder}/ may not include {m[2]}/")


def circle(file, path):
    if file in path:
        return path[path.index(file):] + [file]
    for other in includes.get(file, []):
        found = circle(other, path + [file]) if other.endswith(".h") else None
        if found:
            return found
    return None


for file in sorted(includes):
    if file.endswith(".h"):
        found = circle(file, [])
        if found:
            bad += 1
            print("circle: " + " -> ".join(found))
            break
sys.exit(bad > 0)
