#!/bin/sh
# Makes the files of secrets that docker-compose.yml reads, each where it is not there yet:
#   sh operations/make-secrets.sh [folder]
# What nobody can make up for you is left empty: fill in seam_api_key, and what else you use.
# The folder is for you alone. The files in it can be read, since the containers that they are mounted into run as other users.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"

make() {
  file="$folder/$1"
  [ -e "$file" ] && return
  shift
  "$@" > "$file.new"
  chmod 644 "$file.new"
  mv "$file.new" "$file"
}
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
payload_key() { printf '%s-%s:%s\n' "$(date -u +%F)" "$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')" "$(head -c 32 /dev/urandom | base64)"; }
# What stood in for it until now, where somebody runs this already: PINs then look unchanged.
pin_mark_key() { if [ -s "$folder/seam_api_key" ]; then cat "$folder/seam_api_key"; else random; fi; }

make postgres_password random
make codec_token random
make grafana_admin_password random
make payload_keys payload_key
make pin_mark_key pin_mark_key
make api_tokens printf '[]\n'
for name in seam_api_key seam_webhook_secret smtp_url pms_webhook_secret; do make "$name" true; done
