#!/usr/bin/env bash
# Ends the Docker engine that docker-up.sh started, and its containers with it. Nothing runs: nothing happens.
set -euo pipefail
pid_file=/var/run/docker.pid
if [ -s "$pid_file" ]; then
  pid=$(cat "$pid_file")
  if [[ "$(readlink "/proc/$pid/exe" 2>/dev/null)" == */dockerd ]]; then
    kill "$pid"
    for _ in $(seq 300); do
      [[ "$(readlink "/proc/$pid/exe" 2>/dev/null)" == */dockerd ]] || break
      sleep 0.1
    done
  fi
fi
