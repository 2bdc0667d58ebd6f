#!/usr/bin/env bash
# Installs what is missing to build and run gpupeak (setup.sh), to test it (setup.sh test), to run every check (setup.sh all).
# Does nothing, quickly, where all is there. Exit 2 when something is missing and cannot be installed from here.
#
#   scripts/setup.sh --vendors new    fetches PyPI's current OpenBLAS into build/vendors, where gpupeak looks before anywhere else:
#                                     that of an older distribution does not know newer processors. Needs no root; remove the folder
#                                     to go back.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Under another name until all of it is there.
fetch_vendors() {
  need_pip OpenBLAS || return
  say "installing: a current OpenBLAS in build/vendors (8 MB)"
  rm -rf build/vendors.partial
  quietly build/vendors.log build/tools/bin/pip install --disable-pip-version-check --no-deps --only-binary :all: --upgrade \
    --target build/vendors.partial scipy-openblas32 || return
  if [ ! -f build/vendors.partial/scipy_openblas32/lib/libscipy_openblas.so ]; then
    say "what pip brought has no scipy_openblas32/lib/libscipy_openblas.so; build/vendors.log says more"
    return 2
  fi
  rm -rf build/vendors
  mv build/vendors.partial/scipy_openblas32 build/vendors
  rm -rf build/vendors.partial
}
if [ "${1:-}" = --vendors ]; then
  if [ $# != 2 ] || [ "$2" != new ]; then say "usage: scripts/setup.sh --vendors new"; exit 2; fi
  fetch_vendors || exit
  exit 0
fi

case "${1:-build}" in
  build) needs='build' ;;
  test) needs='build|test' ;;
  all) needs='build|test|all' ;;
  *) say "usage: scripts/setup.sh [build|test|all] or scripts/setup.sh --vendors new"; exit 2 ;;
esac
[ "${GPUPEAK_SKIP_SETUP:-}" = 1 ] && exit 0

column() { awk -v needs="^($needs)\$" -v column="$1" '$1 ~ needs && $column != "-" { printf "%s ", $column }' scripts/packages.txt; }

# Other systems: the compiler and tools must be there, CMake looks for the libraries and says what it misses.
if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
  for tool in c++ cmake ninja; do
    command -v $tool > /dev/null && continue
    say "$tool is missing, and this system has no apt. Install:"
    say "  Fedora:  dnf install $(column 3)"
    say "  conda:   conda install -c conda-forge $(column 4)"
    exit 2
  done
  exit 0
fi

missing() {
  local name
  local -A there=()
  while read -r status name; do [ "$status" = ii ] && there[${name%:*}]=1; done \
    < <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $(column 2 | tr -d '?') 2> /dev/null)
  for name in $(column 2); do
    [ -n "${there[${name%\?}]:-}" ] && continue
    if [ "${name%\?}" = "$name" ] || apt-cache show "${name%\?}" > /dev/null 2>&1; then printf '%s ' "${name%\?}"; fi
  done
}

cmake_suffices() {
  local found
  found=$(cmake --version 2> /dev/null | awk 'NR == 1 { print $3 }')
  [ -n "$found" ] && version_at_least "$found" 3.25
}

as_root=()
need_root() {
  [ "$(id -u)" = 0 ] && return
  if command -v sudo > /dev/null && { sudo -n true 2> /dev/null || [ -t 0 ]; }; then as_root=(sudo); return; fi
  say "Missing, and this user can neither install packages nor use sudo. Ask an administrator to run:"
  say "  apt-get install $*"
  say "or, with all of it in place by other means, set GPUPEAK_SKIP_SETUP=1."
  exit 2
}

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"; }
install_packages() {
  need_root "$@"
  say "installing: $*"
  ls /var/lib/apt/lists/*Packages* > /dev/null 2>&1 || watched 'reading the list of packages' build/setup.log apt update
  ticking 'installing packages' build/setup.log apt install -y --no-install-recommends "$@" && return  # lists may be too old
  watched 'reading the list of packages' build/setup.log apt update
  watched 'installing packages' build/setup.log apt install -y --no-install-recommends "$@"
}

mkdir -p build
# A second round finds the optional names that only the refreshed package lists know.
for round in 1 2; do
  packages=$(missing)
  [ -z "$packages" ] && break
  install_packages $packages
done

# Older distributions carry an older CMake: bring one along, inside build/.
if ! cmake_suffices; then
  command -v python3 > /dev/null && python3 -c 'import ensurepip' 2> /dev/null || install_packages python3 python3-venv
  say "installing: cmake 3.25 or newer in build/tools"
  python3 -m venv build/tools
  build/tools/bin/pip install --quiet --disable-pip-version-check 'cmake>=3.25,<4' >&2
fi
