#!/usr/bin/env python3
"""answers.py: every answer of the running server is as /api/openapi.json says it.

The demonstration county is asked through every GET route, by people of all kinds and for several records of each kind;
each answer must satisfy the route's schema (jsonschema, 2020-12), carry no key that is not described there, and come as
the media type that is described.  A route without a schema fails; one that no example reaches must stand in UNREACHED.

Prints a line for each thing that is wrong, once a route, and how many answers were looked at.
"""
import collections
import json
import re
import sys

import jsonschema

from asking import User, served

LOGINS = ["anweiban", "fuxianzhang", "gongan", "ziran", "yingji", "shimen", "xinling", "disanfang", "sysadmin", "secadmin",
          "auditor"]

UNREACHED = {
    "/api/events",                              # a stream
    "/api/openapi.json",                        # an OpenAPI document, see test/openapi
    "/api/notices/{id}/compare",                # no notice of the demonstration county amends another
    "/api/map/tiles/{id}/{sub}/{name}",         # no base map is installed in the demonstration county
}
# What a route must be asked, where it is asked nothing without it.
QUERY = {
    "/api/accidents/grade": "?deaths=3&injured=1&loss_yuan=0", "/api/appraisal": "?year=2023",
    "/api/calendar": "?from=2023-09-01&to=2023-10-31", "/api/feedback/digest": "?from=2023-09-01&to=2023-10-31",
    "/api/search": "?q=%E7%9F%BF%E5%B1%B1", "/api/explosives/blasts/allowed": "?distance_m=300&hardness=hard",
    "/api/haulage/mines/{id}/days": "?from=2023-09-01&to=2023-10-31",
    "/api/haulage/vehicles/{id}/months": "?from=2023-01-01&to=2023-12-31",
}
# Where the ids of a route come from, where it is not the list before {id}.
LISTS = {
    "/api/explosives/mines/{id}": "/api/mines", "/api/accountability/chain/{id}": "/api/accidents",
    "/api/haulage/mines/{id}/days": "/api/mines", "/api/haulage/vehicles/{id}/months": "/api/haulage/vehicles",
    "/api/ledger/proof/{id}": "/api/ledger", "/api/ledger/proof/{id}/file": "/api/ledger",
}
NAMES = {"/api/reports/{name}": ["weekly", "monthly"], "/api/explosives/forms/{name}": ["quota", "purchase", "supplier"],
         "/api/rights/forms/{name}": ["right", "application", "opportunity"]}


def strict(schema):
    """The same schema, refusing what it does not describe."""
    if isinstance(schema, list):
        return [strict(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    out = {k: strict(v) if k not in ("enum", "required") else v for k, v in schema.items()}
    if "properties" in schema and isinstance(schema["properties"], dict) and schema.get("type") != "string":
        out.setdefault("additionalProperties", False)
    return out


class Checker:
    def __init__(self, document):
        self.components = {"components": {"schemas": strict(document["components"]["schemas"])}}
        self.wrong, self.seen = collections.OrderedDict(), collections.Counter()

    def fault(self, path, words):
        self.wrong.setdefault((path, words), 0)
        self.wrong[path, words] += 1

    def answer(self, path, operation, kind, data):
        (media, content), = operation["responses"]["200"]["content"].items()
        self.seen[path] += 1
        if media != "*/*" and kind != media:
            self.fault(path, f"comes as {kind}, is described as {media}")
            return
        if media != "application/json":
            return
        if content["schema"] == {"type": "object"}:
            self.fault(path, "has no schema")
            return
        validator = jsonschema.Draft202012Validator({**self.components, **strict(content["schema"])})
        for e in validator.iter_errors(json.loads(data)):
            at = re.sub(r"\[\d+\]", "[]", e.json_path)
            self.fault(path, f"{at}: {re.sub(r'[0-9]{3,}', '…', e.message)[-160:]}")


def examples(users, path):
    """Whoever can asks for a few records of the list."""
    found = []
    for user in users.values():
        items = user.items(path + "?limit=200") or user.items(path)
        step = max(1, len(items) // 6)
        found += [(user, item) for item in items[::step][:8]]
    return found


def files(users):
    """Those that hang on records: evidence of hazards and tasks."""
    found = []
    for kind in ("task", "hazard", "inspection"):
        for user, item in examples(users, f"/api/{kind}s"):
            _, page = user("GET", f"/api/{kind}s/{item['id']}")
            found += [(user, kind, item["id"], e["hash"]) for e in (page or {}).get("evidence", [])]
    return found[:20]


def special(users, path):
    """Routes whose addresses are not made of a list's ids."""
    if path.startswith("/api/evidence"):
        return [(user, path.replace("{name}", name) if "{name}" in path else f"{path}?kind={kind}&item={item}")
                for user, kind, item, name in files(users)]
    if path.endswith("/papers/{name}"):
        return [(user, f"{path.split('/{')[0]}/{item['id']}/papers/{p['name']}")
                for user, item in examples(users, path.split("/{")[0])
                for p in user("GET", f"{path.split('/{')[0]}/{item['id']}")[1].get("papers", [])]
    if path in NAMES:
        return [(user, path.replace("{name}", name)) for user in users.values() for name in NAMES[path]]
    if path == "/api/explosives/detonators/{name}":
        return [(user, path.replace("{name}", codes.split("-")[0]))             # stored: "0530801A00289-00800 …", from and to
                for user, magazine in examples(users, "/api/explosives/magazines")
                for codes in user("GET", f"/api/explosives/magazines/{magazine['id']}/snapshot")[1].get("stored", "").split()[:3]]
    if path == "/api/ledger/consistency":
        return [(user, f"{path}?from={head['size']}") for user, head in examples(users, "/api/ledger/heads")]
    if path == "/api/haulage/gate/copy":
        return [(user, f"{path}?scale={scale['id']}") for user, scale in examples(users, "/api/haulage/scales")]
    return None


def addresses(users, path):
    found = special(users, path)
    if found is not None:
        return found
    if "{" not in path:
        return [(user, path + QUERY.get(path, "")) for user in users.values()]
    key = "name" if path.split("/{")[1].startswith("name}") else "id"
    return [(user, re.sub(r"\{\w+\}", str(item[key]), path, count=1).replace("{sub}", "1") + QUERY.get(path, ""))
            for user, item in examples(users, LISTS.get(path, path.split("/{")[0])) if key in item]


def main():
    with served() as port:
        users = {login: User(port, login) for login in LOGINS}
        document = users["anweiban"]("GET", "/api/openapi.json")[1]
        checker = Checker(document)
        for path, methods in document["paths"].items():
            if "get" not in methods or path in UNREACHED:
                continue
            for user, address in addresses(users, path):
                status, data = user.bytes("GET", address)
                if status == 200:
                    checker.answer(path, methods["get"], user.answer.headers["Content-Type"], data)
            if not checker.seen[path]:
                checker.fault(path, "no example reaches it")
    for (path, words), n in checker.wrong.items():
        print(f"FAILED {path} {words} ({n})")
    print(f"{sum(checker.seen.values())} answers of {len(checker.seen)} routes, {len(checker.wrong)} faults")
    return 1 if checker.wrong else 0


sys.exit(main())
