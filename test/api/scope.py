#!/usr/bin/env python3
"""scope.py: who may come through which door, asked of the running server.

Every route of /api/openapi.json stands in routes.txt with those who may use it; a route that is not there fails.  Then,
for every kind of record that has a list and an address of its own: what one's list does not show, one cannot read or
change by its id either.  Then: nobody's answers have the telephone of someone who is not his to see.

Prints one line a check that fails, and how many were made.
"""
import http.client
import json
import sys

from asking import PASSWORD, USERS, User, fill, read_table, served

NO = (401, 403)
made, failures = 0, []


def check(good, *words):
    global made
    made += 1
    if not good:
        failures.append(" ".join(str(w) for w in words))


def check_doors(routes, table, users, port):
    for route in routes:
        check(route in table, *route, "is not in test/api/routes.txt: who may use it?")
    for route in table:
        check(route in routes, *route, "is in test/api/routes.txt but not in the program")
    for method, path in (route for route in routes if route in table):
        allowed = table[method, path]
        for name, user in users.items():
            ask = User(port, USERS.get(name)) if (method, path) == ("DELETE", "/api/session") else user
            try:
                status, _ = ask(method, fill(path), None if method == "GET" else {})
            except http.client.HTTPException as e:
                raise SystemExit(f"{method} {path} as {name}: {e!r}")
            if name in allowed:
                check(status not in NO and status < 500, method, path, "as", name, "is", status)
            else:
                check(status == (401 if name == "nobody" else 403), method, path, "as", name, "is", status)


def ids(user, path):
    return {item["id"]: item for item in user.items(path) if isinstance(item.get("id"), int)}


def all_ids(user, path):
    """As many as one page gives; not every list is cut into pages."""
    return ids(user, path + "?limit=200") or ids(user, path)


def check_records(routes, users, owner):
    """What a list does not show is not there by its id."""
    lists = [path for method, path in routes if method == "GET" and "{" not in path and ("GET", path + "/{id}") in routes]
    seen = 0
    for path in lists:
        everything = all_ids(owner.get(path, users["supervisor"]), path)
        for name, user in users.items():
            mine = all_ids(user, path)
            if path == "/api/tasks":        # who has a part in a measure sees all its parts
                mine = mine | {part: 1 for item in mine for part in ids(user, f"{path}?limit=200&parent={item}")}
            for item in [i for i in everything if i not in mine][:3]:
                seen += 1
                for method, route in routes:
                    if route.startswith(path + "/{id}"):
                        status, answer = user(method, fill(route, item), None if method == "GET" else {})
                        hidden = status in (401, 403, 404) or (method != "GET" and status == 400)
                        check(hidden, method, fill(route, item), "as", name, "is", status, str(answer)[:100])
    check(seen > 20, "only", seen, "records were found that someone may not see")


def check_phones(routes, users):
    people = users["system"].items("/api/people?limit=200")
    phones = {p["phone"]: p["org"] for p in people if p["phone"]}
    check(len(phones) > 20, "too few people")
    for name in ("town", "office", "firm", "inspector"):
        org = users[name]("GET", "/api/session")[1]["org"]["id"]
        for method, path in routes:
            if method != "GET" or path == "/api/events":
                continue
            prefix = path.split("/{id}")[0]
            items = list(ids(users[name], prefix))[:2] if "{id}" in path else ["1"]
            for item in items:
                text = json.dumps(users[name]("GET", fill(path, item))[1], default=repr)
                told = [p for p in phones if phones[p] != org and p in text]
                check(not told, "GET", fill(path, item), "as", name, "tells the telephones", told[:3])


def check_own(users):
    """A session, a token, a file, a notification belong to one person."""
    office, town, firm = users["office"], users["town"], users["firm"]
    status, token = office("POST", "/api/tokens", {"note": "test", "days": 1})
    check(status == 200, "a token is made:", status)
    program = User(office.port)
    program.head["Authorization"] = "Bearer " + token["token"]
    check(program("GET", "/api/tasks")[0] == 200, "a token does not read tasks")
    check(program("GET", "/api/ledger")[0] == 403, "a token may more than its owner")
    check(program("POST", "/api/tokens", {"note": "more"})[0] == 403, "a token makes tokens")
    check(program("POST", "/api/session/password", {"old_password": PASSWORD, "new_password": "Another-2023"})[0] == 403,
          "a token changes the password")
    as_cookie = User(office.port)
    as_cookie.head["Cookie"] = "kuangan=" + token["token"]
    check(as_cookie("GET", "/api/tasks")[0] == 401, "a token counts as a cookie")
    as_token = User(office.port)
    as_token.head["Authorization"] = "Bearer " + office.head["Cookie"].split("=")[1]
    check(as_token("GET", "/api/tasks")[0] == 401, "a cookie counts as a token")
    for user in (town, firm, users["system"]):
        check(user("DELETE", f"/api/tokens/{token['id']}")[0] == 404, "someone ends another's token")
    check(office("DELETE", f"/api/tokens/{token['id']}")[0] == 200, "one cannot end his own token")
    check(program("GET", "/api/tasks")[0] == 401, "a token that has ended still counts")
    evil = User(office.port, USERS["office"])
    evil.head["Origin"] = "http://elsewhere.example"
    check(evil("POST", "/api/tokens", {"note": "x"})[0] == 403, "another site may write")


def main():
    with served() as port:
        users = {"nobody": User(port), **{name: User(port, login) for name, login in USERS.items()}}
        for n in range(2):
            users["nobody"]("POST", "/api/feedback", {"kind": "other", "text": f"the road is closed, report {n}"})
        document = users["nobody"]("GET", "/api/openapi.json")[1]
        routes = [(m.upper(), p) for p, methods in document["paths"].items() for m in methods]
        check(len(routes) > 90, "too few routes")
        check_doors(routes, read_table(), users, port)
        check_records(routes, users, {"/api/jobs": users["system"]})
        check_phones(routes, users)
        check_own(users)
    for f in failures:
        print("FAILED", f)
    print(f"{made} checks, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
