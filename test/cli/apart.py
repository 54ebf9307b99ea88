#!/usr/bin/env python3
"""Pdf and scans are read in a process apart: the answer is the same, and what kills that process kills nothing else."""
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import time

root = pathlib.Path(__file__).parents[2]
program = sys.argv[1] if len(sys.argv) > 1 else root / "build/src/main/kuangan"
bad = 0


def check(good, what):
    global bad
    bad += not good
    if not good:
        print("not as it should be:", what)


def read(path, **kw):
    return subprocess.run([program, "notice", "read", path, "--json", "--today", "2023-10-01"], capture_output=True, text=True, **kw)


pdf = root / "test/fixtures/notice.pdf"
docx = root / "test/fixtures/notice.docx"
tasks = [[t["no"], t["lead"], t["deadline_text"]] for t in json.loads(read(docx).stdout)["tasks"]]
check([[t["no"], t["lead"], t["deadline_text"]] for t in json.loads(read(pdf).stdout)["tasks"]] == tasks, "the pdf says what the docx says")

# The process apart dies in the middle: one clear line, exit 1.
scan = root / "test/fixtures/scan.pdf"
parent = subprocess.Popen([program, "notice", "read", scan], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
child = None
for _ in range(300):
    children = pathlib.Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    if children and b"apart" in pathlib.Path(f"/proc/{children[0]}/cmdline").read_bytes():
        child = int(children[0])
        break
    time.sleep(0.01)
check(child is not None, "a scan is read in a process apart")
if child:
    os.kill(child, signal.SIGKILL)
out, err = parent.communicate(timeout=20)
check(parent.returncode == 1 and err.count("\n") == 1 and "cannot be read" in err, f"a killed reader is told: {parent.returncode} {err!r}")

# Too little memory for it: refused, and in time.
began = time.monotonic()
r = read(scan, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20)))
check(r.returncode in (0, 1) and time.monotonic() - began < 60, f"little memory ends well: {r.returncode} {r.stderr!r}")

# Not a pdf at all.
r = subprocess.run([program, "notice", "read", "-"], input=b"%PDF-1.7\n" + b"\0" * 1000, capture_output=True)
check(r.returncode == 1 and r.stderr.count(b"\n") == 1, f"garbage is refused in one line: {r.stderr!r}")
sys.exit(bad > 0)
