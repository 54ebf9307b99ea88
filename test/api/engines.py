#!/usr/bin/env python3
"""engines.py: the same demonstration county on SQLite and on PostgreSQL, asked the same questions: the answers are the
same; ids, hashes and keys stand in the same places.

ENGINES_DATABASE=postgres://… says where the second one is made.  Every GET route, as each kind of user; lists also
sorted and filtered in every way that they offer, page by page.  Prints one line a difference, and how many answers were
compared.
"""
import json
import os
import re
import sys

from asking import USERS, User, fill, read_table, served

compared, failures = 0, []
NOT_ASKED = ("/api/events", "/api/openapi.json")
ODD = re.compile(r"\b[0-9a-f]{13,128}\b|\d{12,19}")             # ids, hashes, keys
DRAWN = ("signature", "public")                                 # made of random bits, and of another length each time
PAGES = 3


class Twins:
    """Which id of the one county is which of the other; told by the places where they stand."""

    def __init__(self):
        self.ab, self.ba = {}, {}

    def same(self, a, b):
        return self.ab.setdefault(a, b) == b and self.ba.setdefault(b, a) == a


def differs(twins, a, b, at=""):
    """Where the two answers differ first, or None."""
    if type(a) is not type(b) and not (isinstance(a, (int, float)) and isinstance(b, (int, float))):
        return f"{at}: {a!r} / {b!r}"
    if isinstance(a, dict):
        if list(a) != list(b):
            return f"{at}: {list(a)} / {list(b)}"
        return next((d for k in a if k not in DRAWN and (d := differs(twins, a[k], b[k], f"{at}.{k}"))), None)
    if isinstance(a, list):
        if len(a) != len(b):
            return f"{at}: {len(a)} / {len(b)} entries"
        return next((d for i, (x, y) in enumerate(zip(a, b)) if (d := differs(twins, x, y, f"{at}[{i}]"))), None)
    if isinstance(a, int) and not isinstance(a, bool) and a > 1 << 40:
        return None if twins.same(str(a), str(b)) else f"{at}: id {a} / {b}"
    if isinstance(a, str):
        odd_a, odd_b = ODD.findall(a), ODD.findall(b)
        good = ODD.sub("#", a) == ODD.sub("#", b) and all(twins.same(x, y) for x, y in zip(odd_a, odd_b))
        return None if good else f"{at}: {a[:120]!r} / {b[:120]!r}"
    return None if a == b else f"{at}: {a!r} / {b!r}"


def compare(twins, pair, path, who):
    """Ask both; the two answers."""
    global compared
    compared += 1
    (status_a, a), (status_b, b) = pair[0]("GET", path[0]), pair[1]("GET", path[1])
    if status_a != status_b:
        failures.append(f"{path[0]} as {who} is {status_a} / {status_b}")
        return None, None
    if isinstance(a, bytes):
        return None, None       # files: made by other programs, or the same bytes under the same hash
    if isinstance(a, dict) and isinstance(a.get("features"), list):    # a map's features have no order
        a, b = ({**x, "features": sorted(x["features"], key=lambda f: json.dumps(f["geometry"]))} for x in (a, b))
    found = differs(twins, a, b)
    if found:
        failures.append(f"{path[0]} as {who} {found}")
    return a, b


def items(answer):
    found = answer.get("items") if isinstance(answer, dict) else None
    return [i["id"] for i in found if isinstance(i, dict) and isinstance(i.get("id"), int)] if found else []


def pages(twins, pair, path, who):
    """A list to its third page."""
    at = (path, path)
    for _ in range(PAGES):
        a, b = compare(twins, pair, at, who)
        if not isinstance(a, dict) or not a.get("next") or not b or not b.get("next"):
            return
        at = tuple(f"{path}&cursor={json.dumps(x['next']).strip(chr(34))}" for x in (a, b))


def ask_list(twins, pair, path, operation, who):
    parameters = {p["name"]: p["schema"] for p in operation["parameters"] if p["in"] == "query"}
    first = compare(twins, pair, (path, path), who)
    if "limit" in parameters:
        pages(twins, pair, f"{path}?limit=7", who)
    for name, schema in parameters.items():
        for value in schema.get("enum", []):
            if value:
                pages(twins, pair, f"{path}?{name}={value}" + ("&limit=7" if "limit" in parameters else ""), who)
    if "q" in parameters:
        for words in ("%E7%9F%BF", "%E9%95%87", "a", "%25", "2023", "%E4%BA%8C%E7%9F%BF%20%E9%93%81"):
            compare(twins, pair, (f"{path}?q={words}", f"{path}?q={words}"), who)
    return tuple(items(x) for x in first)


def walk(twins, document, pair, who, allowed):
    known = {}
    routes = sorted((p, o["get"]) for p, o in document["paths"].items() if "get" in o and p not in NOT_ASKED and who in allowed["GET", p])
    for path, operation in routes:
        if "{" not in path:
            known[path] = ask_list(twins, pair, path, operation, who)
    for path, operation in routes:
        if "{id}" in path and "{sub}" not in path and "{name}" not in path:
            for a, b in list(zip(*known.get(path.split("/{id}")[0], ([], []))))[:12]:
                compare(twins, pair, (fill(path, a), fill(path, b)), who)


def main():
    allowed = read_table()
    still = "--set=clock.stands=1"
    with served(still) as one, served(still, f"--set=database.url={os.environ['ENGINES_DATABASE']}") as two:
        twins = Twins()
        document = User(one)("GET", "/api/openapi.json")[1]
        for who, login in {"nobody": None, **USERS}.items():
            walk(twins, document, (User(one, login), User(two, login)), who, allowed)
    for f in failures:
        print("FAILED", f)
    print(f"{compared} answers compared, {len(failures)} differ")
    return 1 if failures or compared < 500 else 0


sys.exit(main())
