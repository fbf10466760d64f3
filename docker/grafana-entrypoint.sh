#!/bin/sh
# Provisioning files take the key from the environment, where Grafana reads files for its own settings only.
set -eu

if [ -z "${LOPAN_READ_KEY:-}" ] && [ -n "${LOPAN_READ_KEY_FILE:-}" ]; then
  LOPAN_READ_KEY="$(cat "$LOPAN_READ_KEY_FILE")"
  export LOPAN_READ_KEY
fi

exec /run.sh "$@"
