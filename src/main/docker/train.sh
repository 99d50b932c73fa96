#!/bin/bash
# Makes the AOT cache (JEP 483, 514), from which the JVM takes classes that are loaded and linked already. For that, the
# packaged service runs once: it needs no store, since what it does without one is most of what a start does.
# Called by Dockerfile.jvm; by hand: src/main/docker/train.sh target/quarkus-app
set -euo pipefail

options=$(dirname "$(realpath "$0")")/jvm.options
folder=$(realpath "${1:?usage: train.sh <folder of quarkus-run.jar>}")
export PORT=${PORT:-18080} QUARKUS_MANAGEMENT_PORT=${QUARKUS_MANAGEMENT_PORT:-19000}
export QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_MANAGEMENT_HOST=127.0.0.1

# Nothing listens at port 1. The keys sign nothing, and are gone with this script.
export DATABASE_URL=mongodb://127.0.0.1:1/latchkey REDIS_HOST=redis://127.0.0.1:1
export MONGODB_TIMEOUT=100ms SHUTDOWN_DELAY=0s
JWT_ACCESS_KEY=$(head -c 48 /dev/urandom | base64 -w 0)
JWT_REFRESH_KEY=$(head -c 48 /dev/urandom | base64 -w 0)
export JWT_ACCESS_KEY JWT_REFRESH_KEY

# ask <port> <method> <path> [<header>] [<body>]: the status line. The image of the JRE need not have curl.
ask() {
  local body=${5:-} header=${4:-X-Nothing: here} connection
  exec {connection}<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\nContent-Length: %d\r\n\r\n%s' \
    "$2" "$3" "$header" "${#body}" "$body" >&"$connection"
  head --lines 1 <&"$connection"
  exec {connection}>&-
}

# A fixed heap: half of a large machine's memory would be too much for compressed references, and the cache is of no use
# to a JVM that has them.
java "@$options" -Xmx256m -XX:AOTCacheOutput="$folder/app.aot" -jar "$folder/quarkus-run.jar" &
service=$!
trap 'kill "$service" 2>/dev/null || true' EXIT
for ((attempt = 0; attempt < 300; attempt++)); do
  [[ $(ask "$PORT" GET / 2>/dev/null) == *' 200 '* ]] && break
  kill -0 "$service" # it has not given up
  sleep 0.2
done

account='{"name":"Ada","email":"ada@example.com","password":"correct horse battery"}'
json='Content-Type: application/json'
for ((round = 0; round < 20; round++)); do
  ask "$PORT" GET /
  ask "$PORT" POST /register "$json" "$account"
  ask "$PORT" POST /login "$json" "$account"
  ask "$PORT" POST /user/details
  ask "$PORT" GET /verify 'authorization: Bearer not.a.token'
  ask "$PORT" GET /no-such-route
  for check in started live ready; do
    ask "$QUARKUS_MANAGEMENT_PORT" GET "/q/health/$check"
  done
done | sort | uniq --count

kill -TERM "$service"
wait "$service"
trap - EXIT

# A JVM that can't use a cache goes on without, unless it is told that it must. Without a setting, the service ends at
# once (78).
status=0
env -u DATABASE_URL java "@$options" -XX:AOTMode=on -XX:AOTCache="$folder/app.aot" -jar "$folder/quarkus-run.jar" ||
  status=$?
((status == 78))
ls -l "$folder/app.aot"
