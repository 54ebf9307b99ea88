#!/usr/bin/env python3
"""kill.py ROUNDS [SEED]: a server that is killed under load must not lose a write that it has acknowledged.

Each round starts the server on the same data folder, lets clients create tasks, report on them and bring evidence, kills
it with SIGKILL at a random moment, and looks for everything that was answered with 200.  Every 25 rounds, and at the
end: the database's own check, the ledger's verification, the evidence store's.
"""
import hashlib
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
import threading
import time
import urllib.parse

root = pathlib.Path(__file__).parent.parent.parent
build = pathlib.Path(os.environ.get("KUANGAN_BUILD", root / "build"))
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20231025
rnd = random.Random(seed)
CLIENTS = 6


def kuangan(*args):
    return subprocess.run([str(build / "src/main/kuangan"), *args, f"--set=data.folder={folder}"], capture_output=True, text=True)


class Client(threading.Thread):
    """Writes until the server is gone; keeps what was acknowledged."""

    def __init__(self, port, number):
        super().__init__(daemon=True)
        self.port, self.number = port, number
        self.tasks, self.reports, self.files = [], [], []
        self.sent = 0

    def call(self, method, path, body, headers=None):
        self.sent += 1
        self.link.request(method, path, body, {"Cookie": self.cookie, **(headers or {})})
        answer = self.link.getresponse()
        text = answer.read()
        return answer.status, text

    def run(self):
        try:
            self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            self.cookie = ""
            self.link.request("POST", "/api/session", json.dumps({"login": "anweiban", "password": "Qingling-2023"}))
            answer = self.link.getresponse()
            answer.read()
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
            while True:
                self.create()
                self.bring()
                self.urge()
        except (OSError, http.client.HTTPException):
            return

    def create(self):
        title = f"任务 {self.number}-{self.sent}-{time.monotonic_ns()}"
        status, text = self.call("POST", "/api/tasks", json.dumps({
            "no": "试", "title": title, "text": "压力下的写入", "leads": [str(org)], "deadline_kind": "by_day", "deadline_day": "2026-12-31"}),
            {"Idempotency-Key": hashlib.sha1(title.encode()).hexdigest()})
        if status == 200:
            self.tasks.append((json.loads(text)["id"], title))

    def urge(self):
        if not self.tasks:
            return
        words = f"催办 {time.monotonic_ns()}"
        status, _ = self.call("POST", f"/api/tasks/{self.tasks[-1][0]}/steps/urge", json.dumps({"text": words}))
        if status == 200:
            self.reports.append((self.tasks[-1][0], words))

    def bring(self):
        data = b"\x89PNG\r\n\x1a\n" + PNG[8:] + os.urandom(16)
        status, text = self.call("POST", "/api/evidence?name=" + urllib.parse.quote("现场.png"), data)
        if status == 200:
            self.files.append((json.loads(text)["hash"], hashlib.sha256(data).hexdigest()))


PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082")


def fail(*words):
    print("kill:", *words, f"(seed {seed}, data {folder})")
    sys.exit(1)


def check(clients):
    db = sqlite3.connect(f"file:{folder}/kuangan.db?mode=ro", uri=True)
    for c in clients:
        for id, title in c.tasks:
            row = db.execute("SELECT title FROM task WHERE county = 990323 AND id = ?", (id,)).fetchone()
            if not row or row[0] != title:
                fail("a task is lost:", id, title)
            if not db.execute("SELECT 1 FROM ledger_entry WHERE county = 990323 AND kind = 'task' AND item = ?", (id,)).fetchone():
                fail("a task is not in the ledger:", id)
        for id, words in c.reports:
            if not db.execute("SELECT 1 FROM flow_history WHERE county = 990323 AND flow = 'task' AND item = ? AND input LIKE ?",
                              (id, f"%{words}%")).fetchone():
                fail("an urging is lost:", id, words)
        for hash, own in c.files:
            path = pathlib.Path(folder, "evidence", hash[:2], hash[2:4], hash)
            if hash != own or not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != hash:
                fail("a file is lost:", hash)
            if not db.execute("SELECT 1 FROM evidence WHERE county = 990323 AND hash = ?", (hash,)).fetchone():
                fail("a file's row is lost:", hash)
    db.close()


def check_all():
    db = sqlite3.connect(f"{folder}/kuangan.db")
    if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        fail("the database is broken")
    doubled = db.execute("SELECT title FROM task WHERE no = '试' GROUP BY title HAVING count(*) > 1").fetchone()
    if doubled:
        fail("a task was made twice:", doubled[0])
    db.close()
    for verb in (["ledger", "verify"], ["evidence", "verify"]):
        out = kuangan(*verb)
        if out.returncode:
            fail(*verb, "says:", out.stdout[-500:], out.stderr[-500:])


folder = tempfile.mkdtemp(prefix="kuangan-kill-")
subprocess.run([str(build / "bench/fill"), f"sqlite:{folder}/kuangan.db", folder, "50", "5000"], check=True)
db = sqlite3.connect(f"{folder}/kuangan.db")
org = db.execute("SELECT id FROM org WHERE kind = 'department' LIMIT 1").fetchone()[0]
db.close()
total = 0
for n in range(1, rounds + 1):
    server = subprocess.Popen([str(build / "src/main/kuangan"), "serve", f"--set=data.folder={folder}", "--set=server.port=0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    line = server.stdout.readline()
    if not line:
        fail("the server does not start again after", n - 1, "kills")
    port = int(line.rsplit(":", 1)[1])
    clients = [Client(port, n * 100 + i) for i in range(CLIENTS)]
    for c in clients:
        c.start()
    time.sleep(0.15 + rnd.random() * 0.6)
    server.send_signal(signal.SIGKILL)
    server.wait()
    for c in clients:
        c.join(20)
    check(clients)
    total += sum(len(c.tasks) + len(c.reports) + len(c.files) for c in clients)
    if n % 25 == 0 or n == rounds:
        check_all()
if total < rounds:
    fail("hardly anything was written:", total)
shutil.rmtree(folder)
print(f"killed {rounds} times, {total} acknowledged writes, none lost")
