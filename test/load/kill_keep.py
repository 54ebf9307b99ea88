#!/usr/bin/env python3
"""kill_keep.py ROUNDS [SEED]: a machine at a magazine, and the county that it syncs with, may be killed anywhere.

Two small machines (a SQLite each) sign entries of every kind for one magazine with `kuangan explosive keep` while nobody can
be reached; loads leave the dealer through the county's server; then all sync.  Any of the three processes is killed with
SIGKILL at a random moment, at every step.  Whatever a machine acknowledged (exit 0) must be in its journal, and at the end
in everybody's; a load that the county acknowledged is on the road once.  At the end the three books must say the same, must
say what this script reckons from the entries' texts by itself, and pass `kuangan explosive audit`.
"""
import json
import re
import shutil
import signal
import sys
from keeping import COUNTY, County

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
c = County("kill-keep", int(sys.argv[2]) if len(sys.argv) > 2 else 20231025)
rnd = c.rnd
EDGES = ("east", "west")
OPENING, LOADS, LOAD = 4000, 12, 100
MOVES = {  # kind: account from, account to, a piece's state afterwards
    "opening": ("opening", "magazine", "stored"), "dispatch": ("supplier", "transport", "transport"), "receive": ("transport", "magazine", "stored"),
    "issue": ("magazine", "blaster", "issued"), "return": ("blaster", "magazine", "stored"), "use": ("blaster", "blast", "used"),
    "destroy": ("magazine", "destruction", "destroyed"), "lose": ("magazine", "loss", "lost"), "find": ("loss", "magazine", "stored"),
    "give_back": ("magazine", "supplier", "supplier")}


def load_codes(i):
    return f"0130613B{i * LOAD + 1:05d}-{(i + 1) * LOAD:05d}"


def make_loads():
    """A purchase permit, its deal filed, and approved journeys for it: their departure is the county's to book."""
    todo = [("INSERT INTO explosive_supplier (county, id, name, created_at) VALUES (?, 6001, '青岭民爆', 0)", (COUNTY,)),
            ("INSERT INTO explosive_purchase (county, id, state, no, mine, magazine, supplier, purpose, use_text, bank_account, emulsion_kg, detonators,"
             " applied_on, due, decided_on, valid_to, created_at) VALUES (?, 6101, 'bought', 'P-1', 1001, 3001, 6001, 'production', '采场', '6222', ?, ?,"
             " '2023-10-25', '2023-10-30', '2023-10-25', '2099-12-31', 0)", (COUNTY, LOADS * 50, LOADS * LOAD))]
    for i in range(LOADS):
        todo.append(("INSERT INTO explosive_transport (county, id, state, no, purchase, mine, magazine, carrier, vehicle, driver, escort, from_place, route,"
                     " emulsion_kg, detonators, codes, applied_on, due, valid_to, created_at) VALUES (?, ?, 'approved', ?, 6101, 1001, 3001, '运输', '辽C1',"
                     " '甲', '乙', '库', '路', 50, ?, ?, '2023-10-25', '2023-10-28', '2099-12-31', 0)", (COUNTY, 6201 + i, f"T-{i}", LOAD, load_codes(i))))
    c.write(todo)


def depart(port, server, i):
    """True: acknowledged.  The server may be killed under it; then it is asked again later."""
    if rnd.random() < 0.3:
        server.send_signal(signal.SIGKILL)
        c.kills += 1
    status, answer = c.ask(port, tokens["boss"], "POST", f"/api/explosives/transports/{6201 + i}/steps/depart", {})
    if status not in (0, 200, 409):
        c.fail("the journey does not leave:", status, answer)
    return status == 200


def sync_all():
    """Loads leave, both machines sync, with the server killed under them now and then, until all have come through."""
    for attempt in range(60):
        server, port = c.serve()
        if len(departed) < LOADS and rnd.random() < 0.7 and depart(port, server, len(departed)):
            departed.append(len(departed))
        done = []
        for edge in EDGES:
            code, out, err = c.run(edge, "explosive", "sync", "3001", f"--url=http://127.0.0.1:{port}", f"--token={tokens['keeper']}", kill=0.3)
            done.append(code == 0)
            if rnd.random() < 0.2:
                server.send_signal(signal.SIGKILL)
                c.kills += 1
                break
        server.send_signal(signal.SIGTERM if server.poll() is None else 0)
        server.wait()
        left = c.rows("county", "SELECT count(*) FROM explosive_transport WHERE state = 'departed'")[0][0]
        departed[:] = range(left)          # acknowledged or not, the row says whether it happened
        if done == [True, True] and attempt > 1:
            return
    c.fail("the machines do not come through:", err)


def book(where):
    return (c.rows(where, "SELECT account, item, amount FROM explosive_account WHERE amount <> 0 AND account NOT LIKE 'supplier%' AND account NOT LIKE 'return%'"
                   " ORDER BY 1, 2"),
            c.rows(where, "SELECT code, state, faults FROM explosive_piece ORDER BY 1"),
            c.rows(where, "SELECT hash FROM explosive_entry WHERE kind <> 'dispatch' ORDER BY 1"))


# ---- what a machine does next ----

class Machine:
    def __init__(self, name, codes):
        self.name, self.free, self.out, self.lost, self.acknowledged = name, codes, [], [], set()

    def choose(self):
        """Kind, options, signers, and what happens to the pair of pieces when it is acknowledged."""
        pair = self.free.pop(0)
        codes, blast = f"--codes={pair}", ("--blast=4001", "--person=孙爆破")
        held = self.out.pop() if self.out and rnd.random() < 0.5 else None
        if held:
            self.free.insert(0, pair)
            if rnd.random() < 0.5:
                return "return", (f"--codes={held}", *blast), (0, 1), lambda: self.free.append(held)
            return "use", (f"--codes={held}", "--emulsion-kg=2", *blast), (2, 3), None
        if self.lost and rnd.random() < 0.5:
            self.free.insert(0, pair)
            found = self.lost.pop()
            return "find", (f"--codes={found}",), (0, 1), lambda: self.free.append(found)
        kind = rnd.choice(("issue", "issue", "issue", "issue", "destroy", "lose", "give_back", "count"))
        if kind == "issue":
            return kind, (codes, "--emulsion-kg=2", *blast), (0, 1), lambda: self.out.append(pair)
        if kind == "count":
            self.free.insert(0, pair)
            return kind, ("--detonators=1",), (0, 1), None
        return kind, (codes,), (0, 1), (lambda: self.lost.append(pair)) if kind == "lose" else None

    def receive(self):
        """A load that has left and that nobody has unloaded yet, as this machine knows it."""
        for i in departed:
            if i not in unloaded and c.rows(self.name, "SELECT 1 FROM explosive_transport WHERE id = ?", 6201 + i):
                unloaded.append(i)
                new = [f"0130613B{n:05d}-{n + 1:05d}" for n in range(i * LOAD + 1, (i + 1) * LOAD, 2)]
                return "receive", (f"--codes={load_codes(i)}", "--emulsion-kg=50", f"--permit={6201 + i}"), (0, 1), lambda: self.free.extend(new)
        return None

    def step(self):
        kind, options, signers, then = self.receive() or self.choose()
        code, out, err = c.keep(self.name, kind, *options, kill=0.3, signers=signers)
        if code == 0:
            self.acknowledged.add(json.loads(out)["hash"])
            if then:
                then()
        elif code != -9:
            c.fail(self.name, kind, *options, "is refused:", err)
        elif kind == "receive":            # killed: it is known only from the journal whether it happened
            if not c.rows(self.name, "SELECT 1 FROM explosive_entry WHERE kind = 'receive' AND permit = ?", int(options[2].split("=")[1])):
                unloaded.pop()
        kinds.add(kind)
        if self.acknowledged - {r[0] for r in c.rows(self.name, "SELECT hash FROM explosive_entry")}:
            c.fail(self.name, "has lost an entry that it acknowledged")


# ---- the book by other means ----

def every(codes):
    for run in codes.split(","):
        m = re.match(r"(.{8})(\d{5})(?:-(\d{5}))?$", run.strip())
        for n in range(int(m[2]), int(m[3] or m[2]) + 1):
            yield f"{m[1]}{n:05d}"


def reckoned():
    """Accounts by kind and item, and every piece's state, from the texts of the county's entries alone."""
    accounts, pieces = {}, {}
    for (body,) in c.rows("county", "SELECT body FROM explosive_entry WHERE counts = 1 ORDER BY at, device, seq, hash"):
        lines = [line.split(" ", 1) for line in body.splitlines()[1:]]
        kind = dict(lines)["kind"]
        if kind == "count":
            continue
        origin, to, state = MOVES[kind]
        for name, value in lines:
            if name == "item":
                item, n = value.split()
                for account, sign in ((origin, -1), (to, 1)):
                    accounts[account, item] = accounts.get((account, item), 0) + sign * int(n)
            elif name == "codes":
                pieces.update((code, state) for code in every(value))
    return {k: v for k, v in accounts.items() if v}, pieces


def check_reckoned():
    accounts, pieces = reckoned()
    kept = {(k, i): n for k, i, n in c.rows("county", "SELECT kind, item, sum(amount) FROM explosive_account GROUP BY kind, item") if n}
    if kept != accounts:
        c.fail("the book is not what the entries say:", sorted(set(kept.items()) ^ set(accounts.items())))
    states = dict(c.rows("county", "SELECT code, state FROM explosive_piece"))
    if states != pieces:
        c.fail("pieces are not where the entries say:", sorted(set(states.items()) ^ set(pieces.items()))[:10])
    if len(pieces) != OPENING + len(departed) * LOAD:
        c.fail("pieces were lost or doubled:", len(pieces))
    wrong = c.rows("county", "SELECT kind, subject FROM explosive_alert WHERE holds = 1 AND kind NOT IN ('count')")
    if wrong:
        c.fail("honest machines raise alerts:", wrong[:5])


departed, unloaded, kinds, tokens = [], [], set(), {}
c.make()
if c.keep("county", "opening", "--emulsion-kg=9000", f"--codes=0130612A00001-{OPENING:05d}")[0]:
    c.fail("the opening stock is refused")
for edge in EDGES:
    c.make_machine(edge)
c.make_person("keeper", "keeper")
c.make_person("boss", "enterprise")
make_loads()
server, port = c.serve()
for login in ("keeper", "boss"):
    tokens[login] = c.token_of(port, login)
server.terminate()
server.wait()
machines = [Machine(edge, [f"0130612A{n:05d}-{n + 1:05d}" for n in range(i * OPENING // 2 + 1, (i + 1) * OPENING // 2, 2)]) for i, edge in enumerate(EDGES)]
for n in range(rounds):
    rnd.choice(machines).step()
    if n % 20 == 19:
        sync_all()
sync_all()
books = {w: book(w) for w in ("county", *EDGES)}
if not books["county"] == books["east"] == books["west"]:
    c.fail("the books differ")
everybody = {r[0] for r in books["county"][2]}
for m in machines:
    if m.acknowledged - everybody:
        c.fail("the county lacks an entry of", m.name)
check_reckoned()
for where in books:
    c.must(where, "explosive", "audit")
    if c.rows(where, "PRAGMA integrity_check")[0][0] != "ok":
        c.fail("the database is broken:", where)
c.must("county", "ledger", "verify")
shutil.rmtree(c.folder)
print(f"killed {c.kills} times over {rounds} entries ({', '.join(sorted(kinds))}) at two magazines' machines and the county, {len(departed)} loads: "
      f"{len(everybody)} entries, none lost, books alike")
