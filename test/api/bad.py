#!/usr/bin/env python3
"""bad.py: every route, asked with what nobody should send.

For each route of /api/openapi.json, as someone whose role opens the door: no body, a body that is not JSON, too deep, too
large, not an object; each field with values of every wrong kind, too long, out of range, half a surrogate; fields that
do not exist; each query parameter likewise; addresses with impossible ids.  For flows, each step that is possible on a
record of the demonstration county, its fields likewise.

What must come: never 5xx, never a broken connection; a value of the wrong kind is 400 and names its field; every refusal
says why, in one sentence.

Prints one line a check that fails, and how many were made.  BAD_DATABASE=postgres://… asks a county there.
"""
import http.client
import json
import os
import sys

from asking import USERS, User, fill, read_table, served

made, failures = 0, []
ASKED_LAST = ("/api/session/password", "/api/people/{id}/lock", "/api/people/{id}/reset-password")
LONG = "长" * 70000
MORE = {name: name for name in ("yingji", "ziran", "hecha", "xianzhang", "hengshi")}     # who else takes steps
TAKERS = ("supervisor", "office", "leader", "town", "firm", "inspector", *MORE)
WRONG = {        # values that no field of the kind takes
    "string": [0, 1.5, True, [], {}, ["x"], {"a": 1}],
    "integer": ["x", "", 1.5, 1e300, True, [], {}],
    "number": ["x", "", True, [], {}],
    "boolean": ["true", 2, [], {}],
    "array": ["x", 1, True, {}, [[[]]]],
    "object": ["x", 1, True, []],
}
ODD = {          # values that a field may or may not take: no fault of ours may come of them
    "string": ["", " ", "\0", "\ud800", "2024-02-30", "9999-12-31", "0001-01-01", "%s%n'; --", "\u202e矿", LONG, "-1", "1e999", "../../etc/passwd", None],
    "integer": [0, -1, 1, 2 ** 31, 2 ** 53, 2 ** 53 + 1, 2 ** 63 - 1, -2 ** 63, 2 ** 63, None],
    "number": [0, -1, 1e-300, 1e300, 1.7976931348623157e308, -1e18, None],
    "boolean": [True, None],
    "array": [[], [None], ["x"], [1], [{}], [-1] * 3, ["x"] * 20000, None],
    "object": [{}, {"x": 1}, None],
}
QUERY = ["", "x", "-1", "0", "1.5", "2024-02-30", "9007199254740993", "9" * 40, "a" * 3000, "%00", "%FF", "%F0%9F%90%89", "1'%20OR%201=1--", "%25%25%5C", "1,2", "[]"]


def say(value):
    text = json.dumps(value) if not isinstance(value, (bytes, str)) else str(value)
    return text if len(text) < 90 else text[:90] + "…"


def check(good, *words):
    global made
    made += 1
    if not good:
        failures.append(" ".join(str(w) for w in words))


def ask(user, method, path, what, body=None, raw=None, field=None, must=None):
    """One request; field: the name that a refusal must give; must: the only status that is right."""
    try:
        status, answer = user(method, path, body, raw)
    except ConnectionRefusedError:
        raise SystemExit("\n".join(f"FAILED {f}" for f in [*failures, f"the server has died, at the latest of {method} {path} {what}"]))
    except (http.client.HTTPException, OSError) as e:
        check(False, method, path, what, "broke the connection:", repr(e))
        return None
    check(status < 500, method, path, what, "is", status, say(answer))
    if must:
        check(status in must, method, path, what, "is", status, "and should be", must, say(answer))
    if status >= 400:
        good = isinstance(answer, dict) and answer.get("error") and answer.get("message")
        check(good, method, path, what, "is", status, "without a reason:", say(answer))
        if status == 400 and field and good:
            check(answer.get("field", "").split("[")[0].split(".")[0] == field, method, path, what, "names", answer.get("field"), "in:", answer["message"])
    return status


def resolve(document, schema):
    ref = schema.get("$ref")
    return document["components"]["schemas"][ref.rsplit("/", 1)[1]] if ref else schema


def kind_of(schema):
    """Its type; of one that may be null: the other one."""
    kind = schema.get("type")
    return next(k for k in kind if k != "null") if isinstance(kind, list) else kind


def fine(schema):
    """A value that the schema takes."""
    kind = kind_of(schema)
    if "enum" in schema:
        return next((v for v in schema["enum"] if v), "")
    if kind == "string":
        text = {"date": "2023-10-20", "date-time": "2023-10-20T09:00:00+08:00"}.get(schema.get("format"), "some-words")
        return (text * (1 + schema.get("minLength", 0) // len(text)))[:schema.get("maxLength", 10)] if "format" not in schema else text
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), 1)
    if kind == "array":
        return [fine(schema.get("items", {}))] * max(schema.get("minItems", 0), 0)
    return {"boolean": False, "object": {}}.get(kind, "x")


def spoil(user, method, path, properties, required, more):
    """A body with each field spoilt in turn, the others as they should be."""
    good = {name: fine(s) for name, s in properties.items() if name in required} | more
    for name, schema in properties.items():
        kind = kind_of(schema)
        if schema.get("readOnly"):
            ask(user, method, path, f"with {name}", {**good, name: 1}, field=name, must=(400, 403, 404, 409))
            continue
        for value in WRONG.get(kind, []):
            ask(user, method, path, f"with {name} = {say(value)}", {**good, name: value}, field=name, must=(400, 403, 404, 409))
        for value in ODD.get(kind, [None, 1, "x", [], {}]):
            ask(user, method, path, f"with {name} = {say(value)}", {**good, name: value})
        if name in required:
            ask(user, method, path, f"without {name}", {k: v for k, v in good.items() if k != name}, field=name, must=(400, 403, 404, 409))
    ask(user, method, path, "with a field that is not there", {**good, "no_such_field": 1}, must=(400, 403, 404, 409))


def spoil_whole(user, method, path):
    for raw in (b"", b"{", b"null", b"[]", b"1", b'"x"', b"\xff\xfe{}", b"{}" * 2, b'{"a":1,"a":2}', b"[" * 100000, b'{"a":' * 100000, b"\0", b"{\"\\u0000\":1}"):
        ask(user, method, path, f"with the body {raw[:20]!r}", raw=raw)
    ask(user, method, path, "with 3 MiB of a body", raw=b'{"x":"' + b"x" * (3 << 20) + b'"}')


def query_of(user, method, path, parameters):
    required = "&".join(f"{p['name']}={fine(p['schema'])}" for p in parameters if p.get("required"))
    for p in parameters:
        others = "&".join(f"{q['name']}={fine(q['schema'])}" for q in parameters if q.get("required") and q is not p)
        for value in QUERY:
            wrong = p["schema"].get("type") in ("integer", "number", "boolean") and value in ("x", "", "2024-02-30", "[]", "1,2", "9" * 40)
            wrong = wrong and not (p["schema"]["type"] == "number" and value == "9" * 40)
            ask(user, method, f"{path}?{others}{'&' if others else ''}{p['name']}={value}", "", {} if method != "GET" else None,
                field=p["name"] if wrong else None, must=(400, 403, 404) if wrong else None)
        if p.get("required"):
            ask(user, method, f"{path}?{others}", f"without {p['name']}", field=p["name"], must=(400, 403, 404))
    ask(user, method, f"{path}?{required}&no_such_parameter=1", "", {} if method != "GET" else None, must=(400, 403, 404))
    ask(user, method, f"{path}?{required}&" + "&".join(f"x{i}=1" for i in range(100)), "a hundred parameters", must=(400, 403, 404))


def item_of(user, path):
    """The id of a record that this address is about, where its kind has a list."""
    items = user.items(path.split("/{id}")[0])
    return next((i["id"] for i in items if isinstance(i, dict) and isinstance(i.get("id"), int)), 1)


def try_route(document, user, method, path, operation):
    at = fill(path, item_of(user, path))
    parameters = [p for p in operation.get("parameters", []) if p["in"] == "query"]
    query_of(user, method, at, parameters)
    for odd in ("0", "-1", "9" * 16, "9" * 17, "9" * 40, "x", "1.5", "%00", "%FF", "", "1%2F2", ".."):
        if "{id}" in path:
            ask(user, method, fill(path, odd), "", {} if method != "GET" else None, must=range(400, 500))
        if "{name}" in path:
            ask(user, method, fill(path, 1, name=odd or "x"), "", {} if method != "GET" else None)
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        schema = resolve(document, content["application/json"]["schema"])
        required = "&".join(f"{p['name']}={fine(p['schema'])}" for p in parameters if p.get("required"))
        spoil_whole(user, method, at)
        spoil(user, method, at + ("?" + required if required else ""), schema.get("properties", {}), schema.get("required", []), {})
    elif content:
        required = "&".join(f"{p['name']}={fine(p['schema'])}" for p in parameters if p.get("required"))
        for raw in (b"", b"x", b"\0" * 100, b"PK\x03\x04" + b"\xff" * 2000, b"%PDF-1.4\n" + b"x" * 100, b'{"type":"FeatureCollection","features":[{}]}',
                    b"a,b,c\n1,2,3\n", b"\xff\xd8\xff\xe0" + b"x" * 500, b"<html><p>" * 3000, "名称,状态\n\"不关,1\n".encode()):
            ask(user, method, f"{at}?{required}", f"with the file {raw[:12]!r}", raw=raw)
    elif method != "GET":
        ask(user, method, at, "with a body that nobody asked for", raw=b"\xff" * 100)


KINDS = {"int": "integer", "real": "number", "bool": "boolean", "texts": "array", "ints": "array", "list": "array"}


def schema_of(field):
    """A step's field, as a record's page describes it, as a schema."""
    items = {"items": {"type": "integer" if field["kind"] == "ints" else "string"}, "minItems": field.get("min", 0)}
    schema = {"type": KINDS.get(field["kind"], "string"), **(items if field["kind"] in ("texts", "ints", "list") else {})}
    if field["kind"] in ("day", "time"):
        schema["format"] = {"day": "date", "time": "date-time"}[field["kind"]]
    if schema["type"] == "string" and "format" not in schema and field.get("max"):
        schema |= {"minLength": field["min"], "maxLength": field["max"]}
    if schema["type"] in ("integer", "number") and field.get("max"):
        schema["minimum"] = field["min"]
    if field.get("choices"):
        schema["enum"] = field["choices"]
    return schema


def spoil_step(user, at, step, version):
    """First what must be refused because of its kind; then odd values with everything else right, so that the step's own
    checks are met, and perhaps the step is taken."""
    fields = {f["name"]: schema_of(f) for f in step.get("fields", [])}
    good = {f["name"]: fine(fields[f["name"]]) for f in step.get("fields", []) if f.get("required")}
    ask(user, "POST", at, "with a version that is none", {"version": "x"}, field="version", must=(400, 404, 409))
    ask(user, "POST", at, "with evidence that is none", {"version": version(), "evidence": ["x", "0" * 64], **good}, must=(400, 403, 404, 409))
    for field, schema in fields.items():
        for value in WRONG[schema["type"]]:
            ask(user, "POST", at, f"with {field} = {say(value)}", {"version": 10 ** 9, **good, field: value}, must=range(400, 500))
    spoil_whole(user, "POST", at)
    for field, schema in fields.items():
        for value in ODD[schema["type"]]:
            ask(user, "POST", at, f"with {field} = {say(value)} and the right version", {"version": version(), **good, field: value})


def try_steps(users, path):
    """Each step that somebody may take on some record; how many there were."""
    done = set()
    for name in TAKERS:
        user = users[name]
        for item in user.items(path)[:30]:
            status, record = user("GET", f"{path}/{item['id']}")
            for step in record.get("steps", []) if status == 200 and isinstance(record, dict) else []:
                if step["possible"] and (name, step["action"]) not in done:
                    done.add((name, step["action"]))
                    version = lambda: (user("GET", f"{path}/{item['id']}")[1] or {}).get("version", 1)
                    spoil_step(user, f"{path}/{item['id']}/steps/{step['action']}", step, version)
    return len(done)


def main():
    options = [f"--set=database.url={os.environ['BAD_DATABASE']}"] if "BAD_DATABASE" in os.environ else []
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    steps = 0
    with served(*options) as port:
        users = {"nobody": User(port), **{name: User(port, login) for name, login in (USERS | MORE).items()}}
        document = users["nobody"]("GET", "/api/openapi.json")[1]
        table = read_table()
        routes = [(m.upper(), p, o) for p, methods in document["paths"].items() for m, o in methods.items()]
        routes.sort(key=lambda r: (r[1] in ASKED_LAST, r[0] != "GET", r[0] == "DELETE"))     # what takes records away comes last
        if not only:
            for path in sorted({p.split("/{id}")[0] for m, p, o in routes if p.endswith("/{id}/steps/{name}")}):
                steps += try_steps(users, path)
            check(steps > 30, "only", steps, "steps were possible")
        for method, path, operation in routes:
            if only not in path or path in ("/api/events",) or (method, path) == ("DELETE", "/api/session"):
                continue
            allowed = [n for n in ("supervisor", *USERS) if n in table[method, path]]
            user = users["nobody" if path == "/api/session" else (allowed or ["supervisor"])[0]]
            try_route(document, user, method, path, operation)
    for f in failures:
        print("FAILED", f)
    print(f"{made} checks, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
