#!/bin/bash
# Runs nginx with the configuration of ../docs/gateways, adapted to one of the examples: gateway.sh react | ssr
set -euo pipefail
cd "$(dirname "$0")"
example=${1:?"Which example, react or ssr?"}

folder=$(mktemp -d)
sed -e "s|listen 80;|listen ${GATEWAY_PORT:-8000};|" \
  -e "s|127.0.0.1:8080|127.0.0.1:${LATCHKEY_PORT:-8080}|" \
  -e "s|127.0.0.1:3000|127.0.0.1:${SERVICE_PORT:-3000}|" \
  -e "s|https://app.example.org|${PAGES_ORIGIN:-http://localhost:5173}|" \
  -e "s|/var/www/html|$PWD/$example/dist|" \
  ../docs/gateways/nginx.conf >"$folder/latchkey.conf"
if [ "$example" = ssr ]; then
  # The pages come from a server instead of a folder.
  pages="proxy_pass http://127.0.0.1:${SSR_PORT:-5000}; proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;"
  sed -i -e "s|root $PWD/ssr/dist;|$pages|" -e '/try_files/d' "$folder/latchkey.conf"
fi
types=/etc/nginx/mime.types
cat >"$folder/nginx.conf" <<CONF
daemon off;
master_process off;
pid $folder/nginx.pid;
events { }
http {
  $([ -e "$types" ] && echo "include $types;")
  access_log off;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxy;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  include $folder/latchkey.conf;
}
CONF
echo "Open http://localhost:${GATEWAY_PORT:-8000}"
exec nginx -p "$folder" -c "$folder/nginx.conf" -e stderr
