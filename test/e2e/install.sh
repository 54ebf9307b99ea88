#!/bin/sh
# The packages of the browser tests, where they are missing or older than the lock file.
set -eu
cd "$(dirname "$0")"
[ node_modules/.stamp -nt package-lock.json ] || { npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.stamp; }
