#!/bin/sh
# run.sh [JOURNEY…]: people at work in a real browser, against the real server: prints `ok N - what` or `not ok N - what`.
#   JOURNEY: only those whose file name has this word, e.g. `run.sh task notice`.
#   KEEP=folder: screenshots are kept there (default: a temporary folder, gone when all went well).
# Needs Chromium (script/bootstrap test brings it).  Builds what is missing; the data are made in a temporary folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
"$here/install.sh" >&2
[ -d build ] || meson setup build >&2
[ -d web/node_modules ] || (cd web && npm ci --no-audit --no-fund --loglevel=error >&2)
script/build >&2
exec node "$here/main.mjs" "$@"
