# Shared by the scripts: where the tree is, the tools that setup.sh had to bring, how a preset is configured and built.
# Everything these say goes to stderr: stdout belongs to the program.
set -euo pipefail
caller=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
if [ -d "$root/build/tools/bin" ]; then PATH="$root/build/tools/bin:$PATH"; fi

say() { printf '%s\n' "$*" >&2; }

# version_at_least <version> <version>
version_at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# need_pip <what for>: build/tools/bin/pip, in a virtual environment of its own.
need_pip() {
  if [ -x build/tools/bin/pip ]; then return; fi
  if ! python3 -c 'import ensurepip' 2> /dev/null; then
    say "python3 with the module venv is missing, which fetches $1. Install it (Debian: apt-get install python3-venv)"
    return 2
  fi
  quietly build/tools.log python3 -m venv build/tools
}

# quietly <log> <command>...: the output goes to the log, and to stderr when the command fails.
quietly() {
  local log=$1 code=0
  shift
  mkdir -p "$(dirname "$log")"
  "$@" > "$log" 2>&1 || code=$?
  if [ $code != 0 ]; then failed_with $code "$log" "$@"; fi
  return $code
}

# failed_with <exit code> <log> <command>...
failed_with() {
  tail -n 200 "$2" >&2
  say "failed (exit $1): ${*:3}"
}

# tick <title> <log>: how far ninja is in the log, and since when: one line, rewritten each second, on a terminal, else one each half
# minute. Ends with the script.
tick() {
  local begin=$SECONDS line wait=1
  if ! [ -t 2 ]; then wait=30; fi
  while sleep $wait > /dev/null 2>&1 && kill -0 $$ 2> /dev/null; do
    printf -v line '%s %s %d:%02d' "$1" "$(tail -c 2000 "$2" 2> /dev/null | grep -o '^\[[0-9]*/[0-9]*\]' | tail -n 1)" \
      $(((SECONDS - begin) / 60)) $(((SECONDS - begin) % 60))
    if [ -t 2 ]; then printf '\r\033[K%s' "$line" >&2; else say "$line"; fi
  done
}

# ticking <title> <log> <command>...: the output goes to the log, and a line ticks.
ticking() {
  local title=$1 log=$2 code=0 ticker
  shift 2
  mkdir -p "$(dirname "$log")"
  : > "$log"
  tick "$title" "$log" &
  ticker=$!
  "$@" > "$log" 2>&1 || code=$?
  { kill $ticker && wait $ticker; } 2> /dev/null || true
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  return $code
}

# watched <title> <log> <command>...: quietly, with a line that ticks.
watched() {
  local code=0
  ticking "$@" || code=$?
  if [ $code != 0 ]; then failed_with $code "${@:2}"; fi
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

# build <preset> [cmake --build arguments]
build() {
  local preset=$1
  shift
  watched "building ($preset)" "build/$preset/build.log" cmake --build "build/$preset" "$@"
}
