#!/bin/bash
# instructions.sh [update]: how many instructions a request of each kind takes, compared with instructions.json.
# A gate that does not depend on how busy the machine is: callgrind counts, on a small filled county.  More than 15 %
# over the kept number fails (a slip); more than 15 % under asks for an update (the gain is to be kept).
set -eu
cd "$(dirname "$0")/.."
ninja -C build bench/fill bench/work >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build/bench/fill "sqlite:$folder/kuangan.db" "$folder" 2000 20000
for case in list:20 overview:10 create:20 report:20 notice:3; do
	name=${case%:*} times=${case#*:}
	valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect=measured \
		build/bench/work "$folder" "$name" "$times" >"$folder/out" 2>&1 || { cat "$folder/out"; exit 1; }
	total=$(sed -n 's/.*Collected : *//p' "$folder/out")
	echo "$name $((total / times))"
done >"$folder/counts"
exec_status=0
python3 - "$folder/counts" bench/instructions.json "${1:-}" <<'PYTHON' || exec_status=$?
import json
import sys
counts, kept_in, update = sys.argv[1:]
now = {name: int(n) for name, n in (line.split() for line in open(counts))}
if update == "update":
    open(kept_in, "w").write(json.dumps(now, indent=1) + "\n")
kept = json.load(open(kept_in))
bad = set(kept) ^ set(now)
for name, n in now.items():
    was = kept.get(name, 0)
    change = (n - was) / was * 100 if was else 0
    if n == 0 or abs(change) > 15:
        bad.add(name)
    print(f"{name:10} {n:10} instructions, kept {was:10}, {change:+.1f} %")
if bad:
    print("not as kept:", ", ".join(sorted(bad)), "- find out why; bench/instructions.sh update where it is meant")
    sys.exit(1)
PYTHON
exit $exec_status
