#!/usr/bin/env python3
"""Measure the server: requests per second, p50, p99 and CPU microseconds a request, for reads and durable writes.

    bench/run.py [--engine sqlite|postgres] [--tasks N] [--entries N] [--seconds S] [--database URL] [--large] [--json FILE]

Prints a table and, with --json FILE, the same as data.  --large: also how a SQLite database of a gigabyte with 100,000
tasks starts and is exported.  CPU is user and system time of the whole server process (with
PostgreSQL: and of its backends) divided by the requests served: on a busy machine trust it and not requests per second.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

root = pathlib.Path(__file__).parent.parent
build = root / "build"
TICK = os.sysconf("SC_CLK_TCK")


def cpu_of(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def cpu_of_postgres():
    total = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        if "(postgres)" in text:
            fields = text.rsplit(")", 1)[1].split()
            total += sum(int(fields[i]) for i in (11, 12)) / TICK
    return total


def memory_of(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024


class Server:
    def __init__(self, folder, database):
        self.began = time.monotonic()
        args = [str(build / "src/main/kuangan"), "serve", f"--set=data.folder={folder}", "--set=server.port=0",
                "--set=clock.time=2023-10-25T09:00:00+08:00", f"--set=server.web={root}/web/dist"]
        if database:
            args.append(f"--set=database.url={database}")
        self.process = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()
        urllib.request.urlopen(self.address + "/api/session").read()
        self.started = time.monotonic() - self.began

    def sign_in(self, login):
        request = urllib.request.Request(self.address + "/api/session", method="POST",
                                         data=json.dumps({"login": login, "password": "Qingling-2023"}).encode())
        return re.search(r"kuangan=[^;]+", urllib.request.urlopen(request).headers["Set-Cookie"])[0]

    def get(self, path, cookie):
        return json.loads(urllib.request.urlopen(urllib.request.Request(self.address + path, headers={"Cookie": cookie})).read())

    def post(self, path, cookie, body):
        return json.loads(urllib.request.urlopen(urllib.request.Request(
            self.address + path, method="POST", data=json.dumps(body).encode(), headers={"Cookie": cookie})).read())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)


LUA = """
local n = 0
local paths = {%s}
request = function()
  n = n + 1
  return wrk.format("%s", paths[n %% #paths + 1], nil, %s)
end
local bad = 0
response = function(status) if status ~= 200 then bad = bad + 1; io.stderr:write("status " .. status .. "\\n") end end
"""


def load(server, name, method, paths, body, cookie, connections, seconds, postgres):
    lua = LUA % (", ".join(f'"{p}"' for p in paths), method, f"[==[{json.dumps(body, ensure_ascii=False)}]==]" if body else "nil")
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as f:
        f.write(lua)
    before, before_pg = cpu_of(server.process.pid), cpu_of_postgres() if postgres else 0
    out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", f.name, "-H", f"Cookie: {cookie}", server.address],
                         capture_output=True, text=True)
    settle(server, 30)              # what it still does for these requests is theirs
    cpu = cpu_of(server.process.pid) - before + (cpu_of_postgres() - before_pg if postgres else 0)
    os.unlink(f.name)
    text = out.stdout
    requests = int(re.search(r"(\d+) requests in", text)[1])

    def latency(p):
        value, unit = re.search(rf"{p}%\s+([\d.]+)(us|ms|s)", text).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    refused = len(out.stderr.splitlines())
    return {"what": name, "connections": connections, "requests_per_second": round(float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])),
            "p50_ms": latency(50), "p99_ms": latency(99), "cpu_us": round(cpu * 1e6 / max(requests, 1), 1), "refused": refused}


def settle(server, most=120):
    """Wait until the server has done what it does by the clock (lights of the day, index of words, ledger): a second without work."""
    last = cpu_of(server.process.pid)
    for _ in range(most):
        time.sleep(1)
        now = cpu_of(server.process.pid)
        if now - last < 0.03:
            return
        last = now


def fsync_ms(folder):
    """What the disk takes for 4 KiB to be safe: what durable writes can be measured against."""
    times = []
    with open(folder + "/fsync", "wb") as f:
        for _ in range(100):
            f.write(bytes(4096))
            began = time.monotonic()
            f.flush()
            os.fsync(f.fileno())
            times.append(time.monotonic() - began)
    os.unlink(folder + "/fsync")
    return round(sorted(times)[50] * 1000, 2)


def machine(folder):
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return {"day": time.strftime("%Y-%m-%d"), "processor": cpu[1] if cpu else platform.machine(), "cores": os.cpu_count(),
            "kernel": platform.release(), "load_before": round(os.getloadavg()[0], 1), "fsync_ms": fsync_ms(folder)}


def export(server, cookie):
    before, began = cpu_of(server.process.pid), time.monotonic()
    request = urllib.request.Request(server.address + "/api/tasks/export.xlsx", headers={"Cookie": cookie})
    size = len(urllib.request.urlopen(request).read())
    return {"seconds": round(time.monotonic() - began, 2), "cpu_seconds": round(cpu_of(server.process.pid) - before, 2), "bytes": size}


def evidence(server, cookie, seconds):
    """Files of 1 MiB: brought one after the other, each another, and one fetched by 16 at once."""
    files, total = 20, 0
    before, began = cpu_of(server.process.pid), time.monotonic()
    for i in range(files):
        body = os.urandom(1 << 19).hex().encode()
        total += len(body)
        kept = json.loads(urllib.request.urlopen(urllib.request.Request(
            f"{server.address}/api/evidence?name=note-{i}.txt", method="POST", data=body, headers={"Cookie": cookie})).read())
    took, cpu = time.monotonic() - began, cpu_of(server.process.pid) - before
    up = {"megabytes_per_second": round(total / took / 1e6), "cpu_ms": round(cpu / files * 1000, 1)}
    down = load(server, "fetch evidence of 1 MiB", "GET", [f"/api/evidence/{kept['hash']}"], None, cookie, 16, seconds, False)
    return {"bring": up, "fetch": down}


def large():
    """A gigabyte: how long until it serves, how much memory it takes, how long 100,000 rows take as a spreadsheet."""
    folder = tempfile.mkdtemp(prefix="kuangan-bench-")
    subprocess.run([str(build / "bench/fill"), f"sqlite:{folder}/kuangan.db", folder, "100000", "2500000"], check=True)
    starts = []
    for _ in range(5):
        server = Server(folder, "")
        starts.append(server.started * 1000)
        time.sleep(1)
        idle = memory_of(server.process.pid)
        if len(starts) < 5:
            server.stop()
    result = {"gigabytes": round(os.path.getsize(folder + "/kuangan.db") / 1e9, 2), "start_ms": round(sorted(starts)[2]),
              "idle_mb": round(idle, 1), "export_100000": export(server, server.sign_in("anweiban"))}
    server.stop()
    shutil.rmtree(folder)
    return result


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--engine", default="sqlite", choices=["sqlite", "postgres"])
    p.add_argument("--database", default="")
    p.add_argument("--tasks", type=int, default=10000)
    p.add_argument("--entries", type=int, default=1000000)
    p.add_argument("--seconds", type=int, default=5)
    p.add_argument("--folder", default="")
    p.add_argument("--json", default="")
    p.add_argument("--large", action="store_true")
    a = p.parse_args()
    folder = a.folder or tempfile.mkdtemp(prefix="kuangan-bench-")
    postgres = a.engine == "postgres"
    if not a.folder or not os.path.exists(folder + "/keys"):
        subprocess.run([str(build / "bench/fill"), a.database or f"sqlite:{folder}/kuangan.db", folder, str(a.tasks), str(a.entries)], check=True)
    where = machine(folder)
    server = Server(folder, a.database)
    settle(server)
    server.stop()                   # what the first turn of the clock took is no idle memory
    server = Server(folder, a.database)
    settle(server)
    idle = memory_of(server.process.pid)
    supervisor, department = server.sign_in("anweiban"), server.sign_in("gongan")
    orgs = server.get("/api/orgs?kind=department&limit=200", supervisor)["items"]
    police = next(o["id"] for o in orgs if o["name"].endswith("公安局"))
    mine = server.get("/api/tasks?role=lead&state=issued&limit=200", department)["items"]
    for t in mine:
        server.post(f"/api/tasks/{t['id']}/steps/sign", department, {})
    new = {"no": "督-1", "title": "县长办公会议定事项", "text": "对重点矿山开展复查，三日内报结果。", "leads": [str(police)],
           "deadline_kind": "by_day", "deadline_day": "2023-11-30"}
    report = {"text": "已完成阶段排查，隐患正在整改，下周继续推进。", "percent": 40}
    cases = [
        ("list of 50, by unit", "GET", [f"/api/tasks?org={police}&limit=50"], None, supervisor),
        ("list of 50, own, open", "GET", ["/api/tasks?state=open&limit=50"], None, department),
        ("overview", "GET", ["/api/overview"], None, supervisor),
        ("create", "POST", ["/api/tasks"], new, supervisor),
        ("report progress", "POST", [f"/api/tasks/{t['id']}/steps/report" for t in mine], report, department),
    ]
    rows = []
    for connections in (16, 64, 256):
        for name, method, paths, body, cookie in cases:
            rows.append(load(server, name, method, paths, body, cookie, connections, a.seconds, postgres))
    result = {"machine": where, "engine": a.engine, "tasks": a.tasks, "entries": a.entries, "start_ms": round(server.started * 1000), "idle_mb": round(idle, 1),
              "loaded_mb": round(memory_of(server.process.pid), 1), "rows": rows}
    print(f"{'what':24} {'conns':>5} {'req/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'CPU µs':>8} {'refused':>8}")
    for r in rows:
        print(f"{r['what']:24} {r['connections']:5} {r['requests_per_second']:8} {r['p50_ms']:8.2f} {r['p99_ms']:8.2f} {r['cpu_us']:8.1f} {r['refused']:8}")
    result["export"] = export(server, supervisor)
    result["evidence"] = evidence(server, department, a.seconds)
    server.stop()
    again = Server(folder, a.database)
    result["start_again_ms"] = round(again.started * 1000)
    again.stop()
    print(f"{a.engine}: {a.tasks} tasks, {a.entries} entries; start {result['start_again_ms']} ms, memory {result['idle_mb']} MB idle, "
          f"{result['loaded_mb']} MB loaded; export of all tasks {result['export']['seconds']} s; evidence of 1 MiB: "
          f"brought {result['evidence']['bring']['cpu_ms']} CPU-ms, fetched {result['evidence']['fetch']['cpu_us'] / 1000:.1f} CPU-ms")
    if a.large:
        result["large"] = large()
        big = result["large"]
        print(f"{big['gigabytes']} GB: start {big['start_ms']} ms, idle {big['idle_mb']} MB, 100,000 rows to xlsx "
              f"{big['export_100000']['seconds']} s ({big['export_100000']['cpu_seconds']} CPU-s)")
    if a.json:
        pathlib.Path(a.json).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(a.json).write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    if not a.folder:
        shutil.rmtree(folder)


main()
