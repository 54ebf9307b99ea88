#!/usr/bin/env python3
"""verbs.py: every verb of the command line with arguments that are missing, too many, unknown, unreadable or nonsense.

What docs promise of all of them: exit 0 done, 1 no or wrong input, 2 usage, never 3 and never a signal; a failure says
one line on stderr and nothing on stdout; with --json a success is exactly one JSON document.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).parent
program = str(pathlib.Path(os.environ.get("KUANGAN_BUILD", here.parent.parent / "build")) / "src/main/kuangan")
SKIPPED = {"serve", "haulage gate",               # do not end
           "apart document", "apart preview"}     # speak to the program itself, not to people
made, failures = 0, []


def verbs():
    """(words, usage) of each verb, from the program's own help."""
    text = subprocess.run([program, "--help", "--lang=en"], capture_output=True, text=True).stdout
    for line in text.splitlines():
        found = re.match(r"  kuangan ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)(.*)$", line)
        if found:
            yield found.group(1), found.group(2).strip()


def run(folder, words, args, stdin=b""):
    return subprocess.run([program, *words.split(), *args, f"--set=data.folder={folder}"], capture_output=True, input=stdin, timeout=60)


def check(words, args, r, codes):
    global made
    made += 1
    say = f"kuangan {words} {' '.join(args)}: exit {r.returncode}"
    if r.returncode not in codes:
        failures.append(f"{say}, not {codes}: {r.stderr.decode(errors='replace')[:200]}")
    elif r.returncode and r.stderr and r.stdout:        # an answer that is no, well told, has no words on stderr
        failures.append(f"{say} and yet on stdout: {r.stdout[:80]!r}")
    elif r.returncode == 1 and "--json" not in args and not r.stderr and not r.stdout:
        failures.append(f"{say} and no word why")
    elif r.returncode == 2 and not r.stderr:
        failures.append(f"{say} and no word why")
    elif r.returncode in (1, 3) and len([l for l in r.stderr.decode(errors="replace").splitlines() if not l.startswith(("warn", "info", "error "))]) > 1:
        failures.append(f"{say} and more than a line: {r.stderr.decode(errors='replace')[:200]}")
    elif "--json" in args and r.stdout and not (words == "ledger export" and "-" in args):
        try:
            json.loads(r.stdout)
        except ValueError as e:
            failures.append(f"{say} and no JSON document: {e}: {r.stdout[:80]!r}")


def try_verb(folder, words, usage):
    needed = len([w for w in re.sub(r"\[[^]]*\]", "", usage).split() if not w.startswith("--")])
    fine = (0, 1, 2)
    if needed:
        check(words, [], run(folder, words, []), (2,))
        check(words, ["--json"], run(folder, words, ["--json"]), (2,))
    check(words, ["--no-such-option"], run(folder, words, ["--no-such-option"]), (2,))
    if "…" not in usage:
        check(words, ["a"] * 20, run(folder, words, ["a"] * 20), (2,))
    for value in ("no-such-thing", "-1", "0", "99999999999999999999", "9007199254740993", "2024-02-30", "", "%s%n", "'; --", "\u202e矿",
                  folder + "/absent", folder, "-"):
        args = [value] * needed + ["--json"]
        check(words, args, run(folder, words, args, b"\x00\xff{"), fine)
        if not needed:
            break
    for option in re.findall(r"--([a-z-]+)[= ][A-Z]", usage):
        for value in ("", "no-such-thing", "-1", "2024-02-30", "9" * 30):
            args = ["1"] * needed + [f"--{option}={value}", "--json"]
            check(words, args, run(folder, words, args), fine)
    if words == "ledger export":                        # says nothing where all went to its file
        return
    with open("/dev/full", "wb") as full:          # what cannot be said was not done well
        r = subprocess.run([program, *words.split(), *["1"] * needed, "--json", f"--set=data.folder={folder}"], stdout=full, stderr=subprocess.PIPE,
                           stdin=subprocess.DEVNULL)
        check(words, [">/dev/full"], subprocess.CompletedProcess([], r.returncode, b"", r.stderr or b"x"), (1, 2, 3))


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "demo", f"--set=data.folder={folder}/data"], check=True, capture_output=True)
        os.chdir(folder)
        listed = [v for v in verbs() if v[0] not in SKIPPED and (len(sys.argv) < 2 or sys.argv[1] in v[0])]
        for words, usage in listed:
            try_verb(folder + "/data", words, usage)
        check("nonsense", [], run(folder, "nonsense", []), (2,))
        check("task", [], run(folder, "task", []), (2,))
        for words in ("task --help", "help task", "help", "task list --help"):
            r = run(folder, words, [])
            check(words, [], r, (0,))
            if b"kuangan task list" not in r.stdout:
                failures.append(f"kuangan {words} does not show the verb task list")
        for words, usage in listed:       # what the last line of the help promises: a list takes the options that everything takes
            if words.endswith(" list") and not usage[:1].isupper():
                check(words, ["--json", "--lang=zh"], run(folder, words, ["--json", "--lang=zh"]), (0,))
        if len(sys.argv) < 2 and len(listed) < 30:
            failures.append("the help lists too few verbs")
    for f in failures:
        print("FAILED", f)
    print(f"{made} checks, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
