#!/bin/sh
# kill.sh ROUNDS: see kill.py
set -eu
cd "$(dirname "$0")/../.."
ninja -C build bench/fill src/main/kuangan >/dev/null
exec python3 test/load/kill.py "$@"
