#!/usr/bin/env python3
"""check_words.py: every text that the program may show has its Chinese in locale/zh, with the same arguments in order.

Texts are the literals given to words(), cx_fail() and cx_fail_field(); one without a letter (only "%s", say) needs none.
"""
import pathlib
import re
import sys

top = pathlib.Path(__file__).resolve().parent.parent
LITERAL = r'((?:(?:"(?:[^"\\]|\\.)*"|PRI[du]64)\s*)+)'
CALLS = re.compile(r"\b(?:words\(\s*[^,()]+,|cx_fail\([^,()]+,\s*[^,()]+,|cx_fail_field\([^,()]+,\s*(?:\"[^\"]*\"|arena_printf\((?:[^()]|\([^()]*\))*\)|[^,\"()]+),)\s*" + LITERAL)
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|PRI([du])64')
ARGUMENT = re.compile(r"%[-+ 0#]*[\d*]*(?:\.[\d*]+)?(?:hh|h|ll|l|z|j|t)?[diouxXeEfgGcsp]")


def text_of(pieces):
    return "".join(a if not b else "l" + b for a, b in PIECE.findall(pieces)).replace('\\"', '"')


known, faults = {}, []
for path in sorted((top / "locale/zh").glob("*.tsv")):
    for line in path.read_text(encoding="utf-8").split("\n"):
        if "\t" in line and not line.startswith("#"):
            english, chinese = line.split("\t", 1)
            known[english] = chinese
            if ARGUMENT.findall(english) != ARGUMENT.findall(chinese):
                faults.append(f"{path.name}: other arguments in the Chinese of: {english}")
used = 0
for path in sorted((top / "src").rglob("*.c")):
    for found in CALLS.finditer(path.read_text(encoding="utf-8")):
        text = text_of(found.group(1))
        if not re.search(r"[A-Za-z]{2,}", ARGUMENT.sub("", text)):
            continue
        used += 1
        if text not in known:
            faults.append(f"{path.relative_to(top)}: no Chinese for: {text}")
for fault in faults:
    print(fault)
print(f"{used} texts")
sys.exit(1 if faults else 0)
