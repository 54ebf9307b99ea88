#!/usr/bin/env python3
"""weighings_http.py [SECONDS [CONNECTIONS [BATCH]]]: batches of weighings over HTTP into a running server, as gates send them.

The demonstration's county in a temporary folder; PG=postgres://… for PostgreSQL.  Each connection posts batches of its own scale, one
after the other; each is in the database and the ledger before it is answered.  Prints weighings a second and a batch's times.
"""
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

here = pathlib.Path(__file__).parent
program = str(pathlib.Path(os.environ.get("KUANGAN_BUILD", here.parent / "build")) / "src/main/kuangan")
seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10
connections = int(sys.argv[2]) if len(sys.argv) > 2 else 4
size = int(sys.argv[3]) if len(sys.argv) > 3 else 200
CLOCK = "--set=clock.time=2023-10-25T09:00:00+08:00"
sets = [f"--set=data.folder={tempfile.mkdtemp(prefix='weighings')}"] + ([f"--set=database.url={os.environ['PG']}"] if "PG" in os.environ else [])


def ask(link, method, path, body, head):
    link.request(method, path, body, head)
    answer = link.getresponse()
    data = answer.read()
    assert answer.status == 200, data
    return json.loads(data), answer.headers.get("Set-Cookie")


def batch(scale, n, k):
    day, rest = divmod(k * n, 40000)
    rows = [{"scale": scale, "no": f"{k}-{i}", "at": "2023-%02d-%02dT%02d:%02d:%02d+08:00" % (1 + day // 28 % 9, 1 + day % 28, (rest + i) // 3600 % 24, (rest + i) // 60 % 60, (rest + i) % 60),
             "direction": "out", "plate": "辽Q%05d" % ((k * 7919 + i * 13) % 5000), "axles": 6, "kind": "articulated", "drive_axles": 2, "cargo": "矿石",
             "gross_kg": 40000 + (k + i * 37) % 9000, "tare_kg": 15000} for i in range(n)]
    return json.dumps({"weighings": rows})


def send(port, head, scale, until, times):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    k = 0
    while time.monotonic() < until:
        body = batch(scale, size, k)
        began = time.monotonic()
        answer, _ = ask(link, "POST", "/api/haulage/weighings", body, head)
        times.append(time.monotonic() - began)
        assert answer["taken"] == size, answer
        k += 1


def main():
    subprocess.run([program, "demo", *sets], check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([program, "serve", *sets, "--set=server.port=0", CLOCK], stdout=subprocess.PIPE)
    port = int(server.stdout.readline().rsplit(b":", 1)[1])
    link = http.client.HTTPConnection("127.0.0.1", port)
    _, cookie = ask(link, "POST", "/api/session", json.dumps({"login": "jiaotong", "password": "Qingling-2023"}), {})
    head, scales, times = {"Cookie": cookie.split(";")[0]}, [], []
    mine = ask(link, "GET", "/api/mines?limit=1", None, head)[0]["items"][0]["id"]
    for i in range(connections):
        scales.append(ask(link, "POST", "/api/haulage/scales", json.dumps({"kind": "weighbridge", "mine": mine, "name": f"地磅 {i}", "accuracy_class": "III", "certificate": "J",
                          "certified_on": "2023-01-01", "valid_to": "2024-01-01", "active": True}), head)[0]["id"])
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=send, args=(port, head, s, until, times)) for s in scales]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    ticks = sum(int(x) for x in pathlib.Path(f"/proc/{server.pid}/stat").read_text().split()[13:15]) / os.sysconf("SC_CLK_TCK")
    server.terminate()
    server.wait()
    times.sort()
    print(f"{len(times) * size} weighings in {seconds:.0f} s, {size} a request, {connections} connections: {len(times) * size / seconds:.0f} a second, "
          f"a request p50 {1000 * times[len(times) // 2]:.1f} ms p99 {1000 * times[len(times) * 99 // 100]:.1f} ms, server {1e6 * ticks / (len(times) * size):.0f} CPU-us each")


main()
