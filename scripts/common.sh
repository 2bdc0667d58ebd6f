# Shared by the scripts: where the tree is, the tools that setup.sh had to bring, how a preset is configured and built.
# Everything these say goes to stderr: stdout belongs to the program.
set -euo pipefail
caller=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
if [ -d "$root/build/tools/bin" ]; then PATH="$root/build/tools/bin:$PATH"; fi

say() { printf '%s\n' "$*" >&2; }

# quietly <log> <command>...: the output goes to the log, and to stderr when the command fails.
quietly() {
  local log=$1 code=0
  shift
  mkdir -p "$(dirname "$log")"
  "$@" > "$log" 2>&1 || code=$?
  if [ $code != 0 ]; then
    tail -n 200 "$log" >&2
    say "failed (exit $code): $*"
  fi
  return $code
}

# configure <preset> [cmake arguments]: only when it has not been done with these arguments. The build re-runs CMake itself when
# one of its files changes.
configure() {
  local stamp="build/$1/configured_with"
  if [ -f "build/$1/build.ninja" ] && [ "$(cat "$stamp" 2> /dev/null)" = "$*" ]; then return; fi
  quietly "build/$1/configure.log" cmake --preset "$@" || return
  printf '%s' "$*" > "$stamp"
}

# build <preset> [cmake --build arguments]: with progress when a person watches, silently otherwise.
build() {
  local preset=$1
  shift
  if [ -t 2 ]; then
    cmake --build "build/$preset" "$@" >&2
  else
    quietly "build/$preset/build.log" cmake --build "build/$preset" "$@"
  fi
}
