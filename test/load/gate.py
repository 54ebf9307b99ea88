#!/usr/bin/env python3
"""gate.py: a gate at a mine and its county, both killed (SIGKILL) again and again while trucks come and go.

gate.py [KILLS [TRUCKS-AT-ONCE]]  (default 30, 4); gate.py measure: no kills, a truck at a time, 20 seconds with the county and 20 without.  A county with the demonstration's data, a gate of its own, an indicator that
this program plays.  Whatever the gate has answered must in the end be with the county: once, and with the same weights; the
county's sums must be those of the tickets.  Prints how long decisions took with the county there and with it gone.
"""
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

here = pathlib.Path(__file__).parent
program = str(pathlib.Path(os.environ.get("KUANGAN_BUILD", here.parent.parent / "build")) / "src/main/kuangan")
measure = sys.argv[1:2] == ["measure"]
kills = 0 if measure else int(sys.argv[1]) if len(sys.argv) > 1 else 30
at_once = 1 if measure else int(sys.argv[2]) if len(sys.argv) > 2 else 4
PASSWORD, BEGAN = "Qingling-2023", time.time()
rnd = random.Random(20231025)
folder = pathlib.Path(tempfile.mkdtemp(prefix="gate"))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


ports = {"county": free_port(), "gate": free_port(), "indicator": free_port()}


def clock():
    """The demonstration's day; it runs on while processes come and go."""
    at = time.gmtime(9 * 3600 + time.time() - BEGAN)
    return f"--set=clock.time=2023-10-25T{at.tm_hour:02d}:{at.tm_min:02d}:{at.tm_sec:02d}+08:00"


class Process:
    def __init__(self, name, args):
        self.name, self.args, self.log = name, args, open(folder / f"{name}.log", "ab")
        self.run = None

    def start(self):
        self.run = subprocess.Popen([*self.args, clock()], stdout=subprocess.PIPE, stderr=self.log)
        line = self.run.stdout.readline()
        assert line.startswith(b"http"), (self.name, line, (folder / f"{self.name}.log").read_text()[-500:])

    def kill(self):
        self.run.send_signal(signal.SIGKILL)
        self.run.wait()


def ask(port, method, path, body=None, headers=None, timeout=10):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        link.request(method, path, None if body is None else json.dumps(body), headers or {})
        answer = link.getresponse()
        return answer.status, json.loads(answer.read() or b"null"), answer.headers.get("Set-Cookie")
    finally:
        link.close()


def sign_in(login):
    status, _, cookie = ask(ports["county"], "POST", "/api/session", {"login": login, "password": PASSWORD})
    assert status == 200
    return {"Cookie": cookie.split(";")[0]}


weight = [48000]
failed, photographed = [], set()
PICTURES = not measure and any((here.parent.parent / "examples/qingling/evidence").glob("*.pdf"))


def play_indicator():
    server = socket.create_server(("127.0.0.1", ports["indicator"]))
    while True:
        link, _ = server.accept()
        threading.Thread(target=send_lines, args=(link,), daemon=True).start()


def send_lines(link):
    try:
        while True:
            link.sendall(f"ST,GS,+{weight[0]:7d}kg\r\n".encode())
            time.sleep(0.05)
    except OSError:
        pass


def prepare():
    subprocess.run([program, "demo", f"--set=data.folder={folder}/county"], check=True, stdout=subprocess.DEVNULL)
    county.start()
    road, firm = sign_in("jiaotong"), sign_in("xinling")
    mines = ask(ports["county"], "GET", "/api/mines?limit=50", headers=firm)[1]["items"]
    mine = next((m for m in mines if m["state"] == "working"), mines[0])
    status, scale, _ = ask(ports["county"], "POST", "/api/haulage/scales", {
        "kind": "weighbridge", "mine": mine["id"], "name": "测试地磅", "accuracy_class": "III", "max_kg": 120000, "certificate": "T-1",
        "certified_on": "2023-05-01", "valid_to": "2024-04-30", "active": True}, road)
    assert status == 200, scale
    status, token, _ = ask(ports["county"], "POST", "/api/tokens", {"note": "gate", "days": 30}, firm)
    assert status == 200, token
    (folder / "token").write_text(token["token"])
    return mine, scale["id"], firm


def photo(number):
    """What a camera brings; here a file of the demonstration, made different by its end."""
    bytes_ = next((here.parent.parent / "examples/qingling/evidence").glob("*.pdf")).read_bytes() + str(number).encode() if PICTURES else b""
    link = http.client.HTTPConnection("127.0.0.1", ports["gate"], timeout=5)
    try:
        link.request("POST", "/api/gate/photos?name=truck.pdf", bytes_)
        answer = link.getresponse()
        return json.loads(answer.read())["hash"] if answer.status == 200 else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        link.close()


def trucks(stop, acked, times, number):
    own, i = random.Random(number), 0
    while not stop.is_set():
        i += 1
        no, gross = f"T{number}-{i}", own.choice([38000, 45000, 48500, 49500, 52000])
        body = {"direction": "out", "plate": f"辽C{own.randrange(40):05d}", "axles": 6, "kind": "articulated", "drive_axles": 2, "no": no,
                "tare_kg": 15000}
        if own.random() < 0.7:
            body["gross_kg"] = gross
        if PICTURES and own.random() < 0.1:
            hash_ = photo(f"{number}-{i}")
            if hash_:
                body["photos"] = [hash_]
                photographed.add(no)
        while not stop.is_set():
            began = time.monotonic()
            try:
                status, answer, _ = ask(ports["gate"], "POST", "/api/gate", body, timeout=5)
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.05)
                continue        # not known whether it was taken: ask again, as a gate would
            if status == 200:
                times.append((time.monotonic() - began, county.run.poll() is None))
                acked[no] = answer
                break
            if status != 503 and not (status == 400 and answer.get("field") == "gross_kg"):
                failed.append((status, answer))
                return
            time.sleep(0.05)
        time.sleep(0.03)                # no scale weighs more than 256 trucks in a second


def quantile(values, q):
    values = sorted(values)
    return 1000 * values[min(len(values) - 1, int(q * len(values)))] if values else 0


def check(acked, mine, firm):
    found, cursor = {}, None
    while True:
        page = ask(ports["county"], "GET", f"/api/haulage/tickets?mine={mine['id']}&limit=500" + (f"&cursor={cursor}" if cursor else ""),
                   headers=firm)[1]
        for t in page["items"]:
            if t["no"].startswith("T"):
                assert t["no"] not in found, ("twice", t["no"])
                found[t["no"]] = t
        cursor = page["next"]
        if not cursor:
            break
    lost = [no for no in acked if no not in found]
    wrong = [no for no in acked if no in found and (found[no]["gross_kg"] != acked[no]["gross_kg"] or
                                                    found[no]["decision"] != ("open" if acked[no]["open"] else "closed"))]
    for no in list(photographed & set(acked))[:40]:
        if not ask(ports["county"], "GET", f"/api/haulage/tickets/{found[no]['id']}", headers=firm)[1]["evidence"]:
            wrong.append(no + " without its photo")
    opened = [t for t in found.values() if t["decision"] == "open"]
    days = ask(ports["county"], "GET", f"/api/haulage/mines/{mine['id']}/days?from=2023-10-01&to=2023-10-31", headers=firm)[1]["items"]
    days = [d for d in days if d["scale_name"] == "测试地磅"]
    sums = (sum(d["trips"] for d in days), sum(d["net_kg"] for d in days), sum(d["closed"] for d in days))
    return lost, wrong, sums == (len(opened), sum(t["net_kg"] for t in opened), len(found) - len(opened)), len(found)


def main():
    global gate
    threading.Thread(target=play_indicator, daemon=True).start()
    mine, scale, firm = prepare()
    gate = Process("gate", [program, "haulage", "gate", f"--county-url=http://127.0.0.1:{ports['county']}", f"--token-file={folder}/token",
                            f"--scale={scale}", f"--indicator=tcp:127.0.0.1:{ports['indicator']}", "--every=1", f"--set=data.folder={folder}/gate",
                            f"--set=server.port={ports['gate']}"])
    gate.start()
    stop, acked, times = threading.Event(), {}, []
    threads = [threading.Thread(target=trucks, args=(stop, acked, times, n)) for n in range(at_once)]
    for t in threads:
        t.start()
    for k in range(kills):
        time.sleep(rnd.uniform(0.2, 1.2))
        victim = county if k % 3 == 0 else gate
        victim.kill()
        time.sleep(rnd.uniform(0, 1.5) if victim is county else 0)
        weight[0] = rnd.choice([38000, 47500, 51000])
        victim.start()
    if measure:
        time.sleep(20)
        county.kill()
        time.sleep(20)
        county.start()
    stop.set()
    for t in threads:
        t.join()
    for _ in range(120):
        state = ask(ports["gate"], "GET", "/api/gate")[1]
        if not state["waiting"]:
            break
        time.sleep(0.5)
    lost, wrong, agree, found = check(acked, mine, sign_in("xinling"))
    for up in (True, False):
        some = [t for t, there in times if there == up]
        print(f"# county {'there' if up else 'gone'}: {len(some)} decisions, p50 {quantile(some, .5):.1f} ms, p99 {quantile(some, .99):.1f} ms")
    print(f"# {kills} kills, {len(acked)} answered, {found} with the county, {len(lost)} lost, {len(wrong)} otherwise, sums agree: {agree}, "
          f"waiting {state['waiting']}, refused {state['refused']}")
    good = not failed and not lost and not wrong and agree and not state["waiting"] and not state["refused"]
    for p in (gate, county):
        p.kill()
    for status, answer in failed:
        print("#", status, answer)
    if good:
        shutil.rmtree(folder)
    else:
        print(f"# left in {folder}", lost[:5], wrong[:5])
    return 0 if good else 1


county = Process("county", [program, "serve", f"--set=data.folder={folder}/county", f"--set=server.port={ports['county']}"])
sys.exit(main())
