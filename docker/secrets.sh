#!/bin/sh
# Makes the secrets of the stack, each once, and hands every service only its own.
#   secrets.sh        a secret that is set in .env is taken from there; one that is not is made up and kept
#   secrets.sh show   prints what people need: the password of Grafana and the keys of the proxy
set -eu

root="${SECRETS_ROOT:-/secrets}"
# User ids in the images: postgres, node, grafana.
postgres=999
proxy=1000
grafana=472

random() {
  od -An -v -tx1 -N 24 /dev/urandom | tr -d ' \n'
}

# secret NAME VALUE: keeps VALUE, else what is there already, else something random.
secret() {
  file="$root/all/$1"
  if [ -n "$2" ]; then
    printf '%s' "$2" >"$file"
  elif [ ! -s "$file" ]; then
    random >"$file"
  fi
}

# hand NAME SERVICE UID: gives a service its copy, readable by it alone.
hand() {
  copy="$root/$2/$1"
  cp "$root/all/$1" "$copy.new"
  chown "$3" "$copy.new"
  chmod 0400 "$copy.new"
  mv -f "$copy.new" "$copy"
}

if [ "${1:-}" = show ]; then
  for name in grafana-admin-password ingest-key read-key admin-key; do
    printf '%s: %s\n' "$name" "$(cat "$root/all/$name")"
  done
  exit 0
fi

umask 077
mkdir -p "$root/all"
secret postgres-password "${POSTGRES_PASSWORD:-}"
secret ingest-key "${LOPAN_INGEST_KEYS:-}"
secret read-key "${LOPAN_READ_KEYS:-}"
secret admin-key "${LOPAN_ADMIN_KEYS:-}"
secret privacy-secret "${LOPAN_PRIVACY_SECRET:-}"
secret grafana-admin-password "${GRAFANA_ADMIN_PASSWORD:-}"

for service in postgres proxy grafana; do
  mkdir -p "$root/$service"
  chmod 0755 "$root/$service"
done
hand postgres-password postgres "$postgres"
for name in postgres-password ingest-key read-key admin-key privacy-secret; do
  hand "$name" proxy "$proxy"
done
hand grafana-admin-password grafana "$grafana"
# Several read keys may be valid at once, while one is replaced by the next; Grafana uses the first.
cut -d, -f1 "$root/all/read-key" | tr -d '\n' >"$root/grafana/read-key.new"
chown "$grafana" "$root/grafana/read-key.new"
chmod 0400 "$root/grafana/read-key.new"
mv -f "$root/grafana/read-key.new" "$root/grafana/read-key"
