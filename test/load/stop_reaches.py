#!/usr/bin/env python3
"""stop_reaches.py [SECONDS]: a stop order reaches a machine at a magazine before it is asked to sync.

The machine runs `kuangan explosive sync --every=SECONDS` (default 2).  The county stops the mine; within that time the
machine says so, refuses to issue with the county's reason, and still takes back and counts.  Offline it goes on refusing;
what another machine issued meanwhile without knowing is kept and reported.  When the stop is lifted, issuing goes on.
"""
import select
import shutil
import signal
import sys
import time
from keeping import COUNTY, County

every = int(sys.argv[1]) if len(sys.argv) > 1 else 2
c = County("stop-reaches", 1)
ISSUE = ("--emulsion-kg=1", "--blast=4001", "--person=孙爆破")


def line_of(p, seconds):
    ready, _, _ = select.select([p.stdout], [], [], seconds)
    return p.stdout.readline() if ready else ""


def expect(what, yes, *more):
    if not yes:
        c.fail(what, *more)


c.make()
expect("no opening", c.keep("county", "opening", "--emulsion-kg=100")[0] == 0)
c.make_machine("online")
c.make_machine("offline")
c.make_person("keeper", "keeper")
server, port = c.serve()
token = c.token_of(port, "keeper")
watch = c.start("online", "explosive", "sync", "3001", f"--url=http://127.0.0.1:{port}", f"--token={token}", f"--every={every}", "--lang=en")
expect("the machine says nothing", "may work" in line_of(watch, 20), watch.poll())
expect("no issue before the stop", c.keep("online", "issue", *ISSUE)[0] == 0)
for _ in range(20 * every):         # the county has it before the stop
    if c.rows("county", "SELECT 1 FROM explosive_entry WHERE kind = 'issue'"):
        break
    time.sleep(0.1)

day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
began = time.time()
c.write([("INSERT INTO stop_order (county, id, state, kind, org, person, reason, basis, issued_on, from_day, mines, served, created_at)"
          " VALUES (?, 7001, 'served', 'county', 5001, 0, '边坡失稳', '测试', ?, ?, 1, 1, 0)", (COUNTY, day, day)),
         ("INSERT INTO stop_order_mine (county, stop_order, mine, enterprise, served_at) VALUES (?, 7001, 1001, 5001, ?)", (COUNTY, int(began)))])
said = line_of(watch, every + 10)
reached = time.time() - began
expect("the stop does not arrive", "stopped" in said, said)
expect("the stop comes late:", reached <= every + 2, reached)
code, out, err = c.keep("online", "issue", *ISSUE)
expect("it still issues", code == 1 and "边坡失稳" not in out, out, err)
expect("standing says it may work", c.run("online", "explosive", "standing", "3001")[0] == 1)
expect("nothing goes back", c.keep("online", "return", *ISSUE)[0] == 0)
expect("nobody may count", c.keep("online", "count", "--emulsion-kg=100")[0] == 0)
expect("the other machine does not issue offline", c.keep("offline", "issue", *ISSUE)[0] == 0)

watch.send_signal(signal.SIGKILL)
watch.wait()
expect("offline it forgets the stop", c.keep("online", "issue", *ISSUE)[0] == 1)
c.must("offline", "explosive", "sync", "3001", f"--url=http://127.0.0.1:{port}", f"--token={token}")
told = c.rows("county", "SELECT detail FROM explosive_alert WHERE kind = 'context' AND holds = 1")
expect("the county does not hear of the issue", len(told) == 1, told)
expect("it issues once it has heard", c.keep("offline", "issue", *ISSUE)[0] == 1)

c.write([("DELETE FROM stop_order_mine WHERE county = ?", (COUNTY,)), ("DELETE FROM stop_order WHERE county = ?", (COUNTY,))])
for edge in ("online", "offline"):
    c.must(edge, "explosive", "sync", "3001", f"--url=http://127.0.0.1:{port}", f"--token={token}")
    expect("it does not issue again at " + edge, c.keep(edge, "issue", *ISSUE)[0] == 0)
server.terminate()
server.wait()
shutil.rmtree(c.folder)
print(f"the stop reached the machine in {reached:.1f} s (asked every {every} s); issuing refused on and offline, taken up again after it was lifted")
