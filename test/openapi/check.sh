#!/bin/sh
# The description that the program prints must satisfy an independent validator of OpenAPI 3.1.
set -eu
cd "$(dirname "$0")/../.."
build/src/main/kuangan openapi > build/openapi.json
test/e2e/install.sh
node test/e2e/openapi.mjs build/openapi.json
