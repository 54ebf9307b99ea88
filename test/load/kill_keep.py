#!/usr/bin/env python3
"""kill_keep.py ROUNDS [SEED]: a machine at a magazine, and the county that it syncs with, may be killed anywhere.

Two small machines (a SQLite each) sign entries for one magazine with `kuangan explosive keep` while nobody can be reached;
then both sync.  Any of the three processes is killed with SIGKILL at a random moment, at every step.  Whatever a machine
acknowledged (exit 0) must be in its journal, and at the end in everybody's; the three books must say the same, hold what
the county's own arithmetic says, and pass `kuangan explosive audit`.
"""
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).parent.parent.parent
program = str(pathlib.Path(os.environ.get("KUANGAN_BUILD", root / "build")) / "src/main/kuangan")
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20231025
rnd = random.Random(seed)
folder = pathlib.Path(tempfile.mkdtemp(prefix="kuangan-kill-keep-"))
COUNTY, PEOPLE = 990323, ("赵管库", "钱管库")
kills = 0


def fail(*words):
    print("kill_keep:", *words, f"(seed {seed}, data {folder})")
    sys.exit(1)


def start(where, *args):
    return subprocess.Popen([program, *args, f"--set=data.folder={folder / where}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(where, *args, kill=0.0):
    """Exit code and output; with kill, SIGKILL after a random part of a moment: code -9."""
    global kills
    p = start(where, *args)
    if kill and rnd.random() < kill:
        time.sleep(rnd.random() * 0.05)
        p.send_signal(signal.SIGKILL)
    out, err = p.communicate()
    kills += p.returncode == -9
    return p.returncode, out, err


def must(where, *args):
    code, out, err = run(where, *args)
    if code:
        fail(where, *args, "says", code, err)
    return out


def rows(where, sql, *args):
    db = sqlite3.connect(f"file:{folder / where}/kuangan.db?mode=ro", uri=True)
    got = db.execute(sql, args).fetchall()
    db.close()
    return got


def make_county():
    """A county with a mine, its licences, a magazine and two keepers' keys; stock is brought in by its first entry."""
    must("county", "county", "init", str(COUNTY), "青岭县")
    keys = []
    for i, name in enumerate(PEOPLE):
        keys.append(json.loads(must("county", "explosive", "key", str(folder / f"key{i}.pem"), "--json")))
    db = sqlite3.connect(f"{folder / 'county'}/kuangan.db")
    db.execute("INSERT INTO mine (county, id, name, kind, scale_t, created_at) VALUES (?, 1001, '白云矿', 'open_pit', 500000, 0)", (COUNTY,))
    for i, kind in enumerate(("mining", "safety", "blasting")):
        db.execute("INSERT INTO mine_licence (county, mine, id, kind, number, valid_to, created_at) VALUES (?, 1001, ?, ?, 'N', '2099-12-31', 0)", (COUNTY, 2001 + i, kind))
    db.execute("INSERT INTO explosive_magazine (county, id, mine, name, explosive_g, detonators, cord_m, created_at) VALUES (?, 3001, 1001, '一号库', 5000000, 20000, 5000, 0)", (COUNTY,))
    for k, name in zip(keys, PEOPLE):
        db.execute("INSERT INTO explosive_key (county, magazine, id, person, post, public, made_by, made_at) VALUES (?, 3001, ?, ?, 'keeper', ?, 0, 0)", (COUNTY, k["id"], name, k["public"]))
    db.execute("INSERT INTO explosive_blast (county, id, state, mine, no, day, place, material, blaster, engineer, holes, volume_m3, plan_g, plan_detonators, circle_m, created_at)"
               " VALUES (?, 4001, 'released', 1001, 'B-1', '2023-10-25', '+120', 'ore', '孙爆破', '周工', 100, 100000, 900000000, 20000, 300, 0)", (COUNTY,))
    db.execute("INSERT INTO org (county, id, path, kind, name, created_at) VALUES (?, 5001, '/5001/', 'enterprise', '白云矿业', 0)", (COUNTY,))
    db.execute("UPDATE mine SET enterprise = 5001 WHERE county = ?", (COUNTY,))
    db.commit()
    db.close()
    keep("county", "opening", "--emulsion-kg=4000", "--codes=0130612A00001-04000")


def keep(where, kind, *options, kill=0.0):
    return run(where, "explosive", "keep", "3001", kind, *options, f"--key={folder}/key0.pem", f"--key2={folder}/key1.pem", "--json", kill=kill)


def make_edge(name):
    must(name, "county", "init", str(COUNTY), "青岭县")
    (folder / "snapshot.json").write_text(must("county", "explosive", "snapshot", "3001", "--json"))
    must(name, "explosive", "take", str(folder / "snapshot.json"))


def serve():
    server = start("county", "serve", "--set=server.port=0")
    line = server.stdout.readline()
    if not line:
        fail("the county's server does not start:", server.stderr.read())
    return server, int(line.rsplit(":", 1)[1])


def token_of(port):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    link.request("POST", "/api/session", json.dumps({"login": "keeper", "password": "Kuangan-2023"}))
    answer = link.getresponse()
    answer.read()
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    link.request("POST", "/api/tokens", json.dumps({"note": "edge"}), {"Cookie": cookie})
    made = json.loads(link.getresponse().read())
    return made.get("token") or made.get("secret")


def sync_all(token):
    """Both machines, with the server killed under them now and then, until both have come through."""
    global kills
    for attempt in range(60):
        server, port = serve()
        done = []
        for edge in ("east", "west"):
            code, out, err = run(edge, "explosive", "sync", "3001", f"--url=http://127.0.0.1:{port}", f"--token={token}", kill=0.3)
            done.append(code == 0)
            if rnd.random() < 0.2:
                server.send_signal(signal.SIGKILL)
                kills += 1
                break
        server.send_signal(signal.SIGTERM if server.poll() is None else 0)
        server.wait()
        if done == [True, True] and attempt > 1:
            return
    fail("the machines do not come through:", err)


def book(where):
    return (rows(where, "SELECT account, item, amount FROM explosive_account WHERE amount <> 0 AND account NOT LIKE 'supplier%' ORDER BY 1, 2"),
            rows(where, "SELECT code, state, holder, blast, faults FROM explosive_piece ORDER BY 1"),
            rows(where, "SELECT hash FROM explosive_entry ORDER BY 1"))


make_county()
for edge in ("east", "west"):
    make_edge(edge)
(folder / "password").write_text("Kuangan-2023\n")
must("county", "person", "add", "keeper", "保管", "--org=白云矿业", "--role=keeper", f"--password-from={folder}/password")
server, port = serve()
token = token_of(port)
server.terminate()
server.wait()
acknowledged, held = {"east": set(), "west": set()}, {"east": [], "west": []}
free = {"east": list(range(1, 2001)), "west": list(range(2001, 4001))}
for n in range(rounds):
    edge = rnd.choice(("east", "west"))
    if rnd.random() < 0.35 and held[edge]:
        codes = held[edge].pop()
        code, out, err = keep(edge, "return", f"--codes={codes}", "--blast=4001", "--person=孙爆破", kill=0.3)
        back = None
    else:
        first = free[edge].pop(0)
        free[edge] = free[edge][1:]
        codes = f"0130612A{first:05d}-{first + 1:05d}"
        code, out, err = keep(edge, "issue", f"--codes={codes}", "--emulsion-kg=2.4", "--blast=4001", "--person=孙爆破", kill=0.3)
        back = codes
    if code == 0:
        acknowledged[edge].add(json.loads(out)["hash"])
        if back:
            held[edge].append(back)
    elif code != -9:
        fail(edge, "refuses:", err)
    kept = {r[0] for r in rows(edge, "SELECT hash FROM explosive_entry")}
    if acknowledged[edge] - kept:
        fail(edge, "has lost an entry that it acknowledged")
    if n % 20 == 19:
        sync_all(token)
sync_all(token)
books = {w: book(w) for w in ("county", "east", "west")}
if not books["county"] == books["east"] == books["west"]:
    fail("the books differ")
everybody = {r[0] for r in books["county"][2]}
for edge in acknowledged:
    if acknowledged[edge] - everybody:
        fail("the county lacks an entry of", edge)
places = dict(rows("county", "SELECT state, count(*) FROM explosive_piece GROUP BY state"))
if sum(places.values()) != 4000:
    fail("pieces were lost or doubled:", places)
for where in books:
    must(where, "explosive", "audit")
    if rows(where, "PRAGMA integrity_check")[0][0] != "ok":
        fail("the database is broken:", where)
must("county", "ledger", "verify")
shutil.rmtree(folder)
print(f"killed {kills} times over {rounds} entries at two magazines' machines and the county: {len(everybody)} entries, none lost, books alike")
