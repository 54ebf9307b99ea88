#!/usr/bin/env python3
"""Has every text for users its Chinese?  Reads the literals given to cx_fail, cx_fail_field, words, notify_person and
notify_org in src/, and those in tables of words (a member called words, or marked /* words */), and looks them up in
locale/zh/*.tsv.  The Chinese must have the same % directives in the same order.  STATUS_INTERNAL is for the log: users
get another text.  Names that pages show (permissions, ledger entries, reasons) need words there.  Prints what is wrong;
exit 1.
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
# function: which argument is the text, from 0
CALLS = {"cx_fail": 2, "cx_fail_field": 2, "words": 1, "notify_person": 3, "notify_org": 5,
         "inspection_tell": 5, "stop_order_tell": 3, "police_tell": 2, "police_tell_mine": 3}
PRI = {"PRId64": "ld", "PRIu64": "lu", "PRIx64": "lx"}
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*|/\*.*?\*/|\w+|\S', re.S)
DIRECTIVE = re.compile(r"%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]")


def unquote(text):
    return (text[1:-1].replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\"))


def tokens_of(text):
    out = []
    for m in TOKEN.finditer(text):
        t = m.group(0)
        if not t.startswith(("//", "/*")):
            out.append((t, text.count("\n", 0, m.start()) + 1))
    return out


def literals(tokens):
    """Adjacent literals joined; the alternatives of a ?: apart; what other calls take (strcmp) is no text."""
    out, current, calls, last = [], None, [], ""
    for t, _ in tokens:
        if t == "(":
            calls.append(bool(re.match(r"\w", last)))
        elif t == ")" and calls:
            calls.pop()
        if t.startswith('"') and not any(calls):
            current = (current or "") + unquote(t)
        elif t in PRI and current is not None:
            current += PRI[t]
        elif current is not None:
            out.append(current)
            current = None
        last = t
    if current is not None:
        out.append(current)
    return out


def arguments(tokens, i):
    """The arguments of the call whose "(" is tokens[i]."""
    args, depth = [[]], 0
    for t in tokens[i:]:
        if t[0] in "([{":
            depth += 1
            if depth == 1:
                continue
        if t[0] in ")]}":
            depth -= 1
            if depth == 0:
                return args
        if t[0] == "," and depth == 1:
            args.append([])
        else:
            args[-1].append(t)
    return args


def texts_of(path):
    tokens = tokens_of(path.read_text())
    for i, (t, line) in enumerate(tokens):
        if t not in CALLS or i + 1 >= len(tokens) or tokens[i + 1][0] != "(":
            continue
        args = arguments(tokens, i + 1)
        if len(args) <= CALLS[t] or (t == "cx_fail" and any(a[0] == "STATUS_INTERNAL" for a in args[1])):
            continue
        argument = args[CALLS[t]]
        if any(a[0] in ("words", "arena_printf") for a in argument):
            continue            # found by itself, or not a text of the program
        for text in literals(argument):
            yield line, text
    # Tables: struct { const char *..., *words; } NAME[] = { {…, "text"}, … } with the place of the member "words".
    yield from table_texts(tokens)


def table_texts(tokens):
    names = [t for t, _ in tokens]
    for i, t in enumerate(names):
        if t != "struct" or names[i + 1] != "{":
            continue
        end = names.index("}", i)
        members, kind = [], True
        for name, after in zip(names[i + 2:end], names[i + 3:end + 1]):
            if after in (",", ";") and re.match(r"\w", name):
                members.append(name)
        if "words" not in members or "=" not in names[end:end + 6]:
            continue
        at = members.index("words")
        start = names.index("{", end)
        for row in arguments(tokens, start):
            if row and row[0][0] == "{":
                cells = arguments(row, 0)
                if len(cells) > at:
                    for text in literals(cells[at]):
                        yield row[0][1], text


def catalogue():
    found = {}
    for path in sorted((root / "locale/zh").glob("*.tsv")):
        for n, line in enumerate(path.read_text().splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            english, tab, chinese = line.partition("\t")
            found[english.replace("\\n", "\n")] = (chinese.replace("\\n", "\n"), f"{path.relative_to(root)}:{n}", bool(tab))
    return found


# What pages say of what the server names: the words' key in the web app, where the names stand in src/.
NAMED = (("perm.", "core/perm.h", r'X\(([A-Z_]+),\s*"'),
         ("ledger.action.", "**/*_flow.c", r'\.action = "([a-z_]+)"'),
         ("ledger.action.", "**/*.c", r'ledger_append(?:_record)?\(cx, [^,]*, [^,]*, "([a-z_]+)"'),
         ("ledger.kind.", "**/*.c", r'ledger_append(?:_record)?\(cx, "([a-z_]+)"'),
         ("reason.", "rooms/**/*reasons.c", r'mine_reason\)\{\s*\.code = [^",]*"([a-z_]+)"(?: : "([a-z_]+)")?'))


def page_words():
    """Names that pages show and have no words for: a code would stand there."""
    pages = "".join(p.read_text() for p in (root / "web/src/i18n/zh").glob("*.ts"))
    for key, where, pattern in NAMED:
        for path in sorted((root / "src").glob(where)):
            for found in re.findall(pattern, path.read_text()):
                for name in [found] if isinstance(found, str) else filter(None, found):
                    if f"'{key}{name}'" not in pages:
                        yield f"{path.relative_to(root)}: no words in web/src/i18n/zh for {key}{name}"


def needs_words(text):
    return re.search(r"[A-Za-z]", DIRECTIVE.sub("", text))


def main():
    known, wrong = catalogue(), 0
    for english, (chinese, where, tab) in known.items():
        if not tab or not chinese:
            print(f"{where}: no Chinese: {english}")
            wrong += 1
        elif DIRECTIVE.findall(english) != DIRECTIVE.findall(chinese):
            print(f"{where}: other arguments: {english} / {chinese}")
            wrong += 1
    for path in sorted((root / "src").rglob("*.c")):
        for line, text in texts_of(path):
            if needs_words(text) and text not in known:
                print(f"{path.relative_to(root)}:{line}: no Chinese: {text!r}")
                wrong += 1
    for missing in page_words():
        print(missing)
        wrong += 1
    return 1 if wrong else 0


sys.exit(main())
