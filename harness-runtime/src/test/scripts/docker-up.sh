#!/usr/bin/env bash
# Brings a Docker engine up for the tests tagged "docker" where none runs yet: installs Debian's docker.io when absent, starts it sealed off from the network, waits
# for it. Idempotent. Needs root, and a kernel with bridge, veth and overlay.
#
# After a kill -9 of an earlier engine its pid files may name a dead or another process; they are removed then, since the new engine would refuse to start.
set -euo pipefail
socket=/var/run/docker.sock
log=${DOCKERD_LOG:-/tmp/dockerd.log}

answers() { curl -sf -m 3 -o /dev/null --unix-socket "$socket" http://docker/_ping; }
runs() { [ -s "$1" ] && [[ "$(readlink "/proc/$(cat "$1")/exe" 2>/dev/null)" == */"$2" ]]; }

if answers; then
  echo "a Docker engine answers"
  exit 0
fi
missing=
command -v curl >/dev/null || missing="$missing curl"
command -v dockerd >/dev/null || missing="$missing docker.io"
if [ -n "$missing" ]; then
  apt-get update -qq
  # From Debian 13 on the command line is a package of its own.
  if ! command -v docker >/dev/null && apt-cache show docker-cli >/dev/null 2>&1; then missing="$missing docker-cli"; fi
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
# Where packages start their services, the engine is up by now.
if ! answers && ! runs /var/run/docker.pid dockerd; then
  rm -f /var/run/docker.pid
  runs /var/run/docker/containerd/containerd.pid containerd || rm -f /var/run/docker/containerd/containerd.pid
  # The dead proxy lets a pull fail at once instead of waiting for a registry; no NAT rules and no forwarding leave the host's network alone.
  HTTP_PROXY=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9 setsid nohup \
    dockerd --iptables=false --ip6tables=false --ip-forward=false --dns 127.0.0.1 >"$log" 2>&1 </dev/null &
fi
for _ in $(seq 300); do
  if answers; then
    echo "the Docker engine is up"
    exit 0
  fi
  sleep 0.1
done
echo "the Docker engine did not come up; the end of $log:" >&2
tail -20 "$log" >&2
exit 1
