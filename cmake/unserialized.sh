#!/bin/sh
# Runs a compiler and fails when it says that it made asynchronous products wait for each other: ptxas tells so in passing
# (C7508, C7510, C7511: "wgmma.mma_async instructions are serialized") and goes on, and a peak measured so would be none.
# Usage: unserialized.sh COMMAND...
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
"$@" 2>"$said"
status=$?
cat "$said" >&2
if grep -Eq 'C7508|C7510|C7511|mma_async instructions are serialized' "$said"; then
  echo "error: ptxas serializes wgmma (above); touch no sum between begin_products and await_products" >&2
  exit 1
fi
exit $status
