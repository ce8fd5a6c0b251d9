#!/usr/bin/env bash
# Installs what the tests talk to: PostgreSQL, MariaDB, OpenStack Swift and Chromium. Does nothing when they are there; on a machine
# without apt it says what is missing, and the tests that need it are skipped visibly (and fail under CI).
set -euo pipefail
missing=()
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
command -v mariadbd >/dev/null || [ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
/usr/bin/python3 -c "import swift.proxy.server, swift.obj.server" 2>/dev/null ||
  missing+=(swift-proxy swift-account swift-container swift-object)
command -v chromium >/dev/null || missing+=(chromium)
command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi
if ! command -v apt-get >/dev/null; then
  echo "Not installed, and there is no apt here: ${missing[*]}. Tests that need them will be skipped." >&2
  exit 0
fi
sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo -n"
export DEBIAN_FRONTEND=noninteractive
# Debian starts servers on install; the tests start their own, on free ports, in temporary directories.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
  $sudo chmod +x "$policy"
  trap '$sudo rm -f "$policy"' EXIT
fi
$sudo apt-get update -qq
if ! apt-cache show chromium-headless-shell >/dev/null 2>&1; then
  required=() # not every Debian has that one; the tests take Chromium then, and a little longer
  for package in "${missing[@]}"; do [ "$package" = chromium-headless-shell ] || required+=("$package"); done
  missing=("${required[@]}")
fi
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-dejavu-core >/dev/null
