"""asking.py: what the tests of the HTTP interface share: the demonstration county served, and people who ask it."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import subprocess
import tempfile

here = pathlib.Path(__file__).parent
build = pathlib.Path(os.environ.get("KUANGAN_BUILD", here.parent.parent / "build"))
PASSWORD = "Qingling-2023"
USERS = {"town": "shimen", "office": "gongan", "supervisor": "anweiban", "leader": "fuxianzhang", "system": "sysadmin",
         "security": "secadmin", "audit": "auditor", "firm": "xinling", "inspector": "disanfang"}
GROUPS = {"public": ["nobody", *USERS], "all": [*USERS], "offices": ["town", "office", "supervisor", "leader"],
          "administrators": ["system", "security", "audit"], "firms": ["firm", "inspector"],
          "ledger": ["supervisor", "leader", "audit"]}


class User:
    """One who asks: by a session, by a token, or as nobody."""

    def __init__(self, port, login=None):
        self.port, self.head = port, {"Accept-Language": "en", "Cookie": "lang=en"}
        if login:
            status, answer = self("POST", "/api/session", {"login": login, "password": PASSWORD})
            assert status == 200, (login, answer)
            self.head["Cookie"] = self.cookie

    def bytes(self, method, path, body=None, raw=None):
        """Status and bytes; None for a stream of events, which is not read.  self.answer has the headers."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        link.request(method, path, raw if raw is not None else None if body is None else json.dumps(body), self.head)
        self.answer = link.getresponse()
        self.cookie = (self.answer.headers.get("Set-Cookie") or "").split(";")[0]
        stream = self.answer.headers.get("Content-Type") == "text/event-stream"
        data = None if stream else self.answer.read()
        link.close()
        return self.answer.status, data

    def __call__(self, method, path, body=None, raw=None):
        """Status and what JSON says; bytes where it is something else."""
        status, data = self.bytes(method, path, body, raw)
        try:
            return status, json.loads(data)
        except (TypeError, ValueError):
            return status, data

    def items(self, path):
        status, answer = self("GET", path)
        return answer["items"] if status == 200 and isinstance(answer, dict) and "items" in answer else []


def read_table():
    """(method, path) of routes.txt: the set of those whose role opens the door."""
    table = {}
    for line in (here / "routes.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            method, path, *who = line.split()
            table[method, path] = {name for word in who for name in GROUPS.get(word, [word])}
    return table


def fill(path, item="1", sub="1", name="x"):
    return path.replace("{id}", str(item)).replace("{sub}", str(sub)).replace("{name}", name)


@contextlib.contextmanager
def served(*options, log=subprocess.DEVNULL):
    """A demonstration county of its own, served; the port."""
    with tempfile.TemporaryDirectory() as folder:
        options = [f"--set=data.folder={folder}", *options]
        program = str(build / "src/main/kuangan")
        subprocess.run([program, "demo", *options], check=True, capture_output=True)
        server = subprocess.Popen([program, "serve", *options, "--set=clock.time=2023-10-25T09:00:00+08:00", "--set=server.port=0"],
                                  stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            yield int(re.search(r":(\d+)\s*$", server.stdout.readline()).group(1))
        finally:
            server.terminate()
            server.wait()
