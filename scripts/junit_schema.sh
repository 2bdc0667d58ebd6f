#!/usr/bin/env bash
# Brings the schema that Jenkins's xunit plugin holds JUnit files against, for tests/consumers/junit_schema.py, to
# build/junit-10.xsd: it travels with the sources of pytest. Does nothing where it is there.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
schema=build/junit-10.xsd
[ -f $schema ] && exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
quietly build/junit_schema.log python3 -m pip download --disable-pip-version-check --quiet --no-deps --no-binary :all: \
  --dest "$folder" pytest==8.3.4
tar -xzf "$folder"/pytest-*.tar.gz -O --wildcards '*/testing/example_scripts/junit-10.xsd' > "$folder/schema"
mkdir -p build
mv "$folder/schema" $schema
