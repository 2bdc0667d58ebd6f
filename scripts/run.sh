#!/usr/bin/env bash
# Sets up, builds and runs gpupeak. Arguments go to the binary; without any it measures this machine (preset quick) and writes
# its report files to gpupeak-report/.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts/setup.sh
configure release
if [ ! -x build/release/gpupeak ]; then say "building gpupeak in build/release; the first time takes some minutes ..."; fi
build release --target gpupeak

if [ $# = 0 ]; then set -- run --preset quick; fi
cd "$caller"
exec "$root/build/release/gpupeak" "$@"
