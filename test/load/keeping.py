"""A county and small machines at its magazine, as processes: for kill_keep.py and stop_reaches.py.

The county has one mine (1001) with a magazine (3001), two keepers, a blaster and a safety officer with keys, and a released
blast (4001).  A machine is a data folder of its own that took the county's snapshot.
"""
import http.client
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import signal

root = pathlib.Path(__file__).parent.parent.parent
program = str(pathlib.Path(os.environ.get("KUANGAN_BUILD", root / "build")) / "src/main/kuangan")
COUNTY = 990323
PEOPLE = (("赵管库", "keeper"), ("钱管库", "keeper"), ("孙爆破", "blaster"), ("李安全", "safety"))
PASSWORD = "Kuangan-2023"


class County:
    def __init__(self, name, seed):
        self.name, self.seed, self.kills = name, seed, 0
        self.rnd = random.Random(seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"kuangan-{name}-"))

    def fail(self, *words):
        print(f"{self.name}:", *words, f"(seed {self.seed}, data {self.folder})")
        sys.exit(1)

    # ---- processes ----

    def start(self, where, *args):
        return subprocess.Popen([program, *args, f"--set=data.folder={self.folder / where}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, where, *args, kill=0.0):
        """Exit code and output; with kill, SIGKILL after a random part of a moment: code -9."""
        p = self.start(where, *args)
        if kill and self.rnd.random() < kill:
            time.sleep(self.rnd.random() * 0.05)
            p.send_signal(signal.SIGKILL)
        out, err = p.communicate()
        self.kills += p.returncode == -9
        return p.returncode, out, err

    def must(self, where, *args):
        code, out, err = self.run(where, *args)
        if code:
            self.fail(where, *args, "says", code, err)
        return out

    def rows(self, where, sql, *args):
        db = sqlite3.connect(f"file:{self.folder / where}/kuangan.db?mode=ro", uri=True)
        got = db.execute(sql, args).fetchall()
        db.close()
        return got

    def write(self, statements):
        db = sqlite3.connect(f"{self.folder / 'county'}/kuangan.db")
        for sql, args in statements:
            db.execute(sql, args)
        db.commit()
        db.close()

    # ---- making ----

    def make(self):
        self.must("county", "county", "init", str(COUNTY), "青岭县")
        keys = [json.loads(self.must("county", "explosive", "key", str(self.folder / f"key{i}.pem"), "--json")) for i in range(len(PEOPLE))]
        todo = [("INSERT INTO org (county, id, path, kind, name, created_at) VALUES (?, 5001, '/5001/', 'enterprise', '白云矿业', 0)", (COUNTY,)),
                ("INSERT INTO mine (county, id, name, kind, scale_t, enterprise, created_at) VALUES (?, 1001, '白云矿', 'open_pit', 500000, 5001, 0)", (COUNTY,)),
                ("INSERT INTO explosive_magazine (county, id, mine, name, explosive_g, detonators, cord_m, created_at)"
                 " VALUES (?, 3001, 1001, '一号库', 50000000, 200000, 5000, 0)", (COUNTY,)),
                ("INSERT INTO explosive_blast (county, id, state, mine, no, day, place, material, blaster, engineer, holes, volume_m3, plan_g,"
                 " plan_detonators, circle_m, created_at) VALUES (?, 4001, 'released', 1001, 'B-1', '2023-10-25', '+120', 'ore', '孙爆破', '周工', 100,"
                 " 100000, 900000000, 20000, 300, 0)", (COUNTY,))]
        for i, kind in enumerate(("mining", "safety", "blasting")):
            todo.append(("INSERT INTO mine_licence (county, mine, id, kind, number, valid_to, created_at) VALUES (?, 1001, ?, ?, 'N', '2099-12-31', 0)",
                         (COUNTY, 2001 + i, kind)))
        for k, (name, post) in zip(keys, PEOPLE):
            todo.append(("INSERT INTO explosive_key (county, magazine, id, person, post, public, made_by, made_at) VALUES (?, 3001, ?, ?, ?, ?, 0, 0)",
                         (COUNTY, k["id"], name, post, k["public"])))
        self.write(todo)

    def make_machine(self, name):
        self.must(name, "county", "init", str(COUNTY), "青岭县")
        file = self.folder / "snapshot.json"
        file.write_text(self.must("county", "explosive", "snapshot", "3001", "--json"))
        self.must(name, "explosive", "take", str(file))

    def make_person(self, login, role):
        (self.folder / "password").write_text(PASSWORD + "\n")
        self.must("county", "person", "add", login, login, "--org=白云矿业", f"--role={role}", f"--password-from={self.folder}/password")

    def keep(self, where, kind, *options, kill=0.0, signers=(0, 1)):
        first, second = signers
        return self.run(where, "explosive", "keep", "3001", kind, *options, f"--key={self.folder}/key{first}.pem", f"--key2={self.folder}/key{second}.pem",
                        "--json", kill=kill)

    # ---- the county's server ----

    def serve(self):
        server = self.start("county", "serve", "--set=server.port=0")
        line = server.stdout.readline()
        if not line:
            self.fail("the county's server does not start:", server.stderr.read())
        return server, int(line.rsplit(":", 1)[1])

    def token_of(self, port, login):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        link.request("POST", "/api/session", json.dumps({"login": login, "password": PASSWORD}))
        answer = link.getresponse()
        answer.read()
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        link.request("POST", "/api/tokens", json.dumps({"note": login}), {"Cookie": cookie})
        made = json.loads(link.getresponse().read())
        return made.get("token") or made.get("secret")

    def ask(self, port, token, method, path, body=None):
        """Status and answer; status 0: the server went away under it."""
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            link.request(method, path, json.dumps(body) if body is not None else None, {"Authorization": f"Bearer {token}"})
            answer = link.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
