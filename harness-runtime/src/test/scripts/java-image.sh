#!/usr/bin/env bash
# Makes a local image that runs a Java program, without any registry: a jlinked runtime, the C libraries that it needs, and a class path.
#
#   java-image.sh IMAGE MAIN PATH…      PATH is a jar or a folder of classes; the entry point is `java -cp … MAIN`
#
# The runtime is kept in the cache, so a second image costs seconds.
set -euo pipefail
image=$1
main=$2
shift 2
cache=${INFERMARK_CACHE:-$HOME/.cache/infermark}
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
version=$("$java_home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.runtime.version = //p')
root=$cache/java-root-$version

mkdir -p "$cache"
exec 9>"$cache/java-image.lock"
flock 9
if [ ! -d "$root" ]; then
  fresh=$(mktemp -d "$cache/java-root.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  mkdir -p "$fresh/tmp" "$fresh/etc" "$fresh/opt"
  chmod 1777 "$fresh/tmp"
  echo 'hosts: files dns' >"$fresh/etc/nsswitch.conf"
  "$java_home/bin/jlink" --add-modules java.se,jdk.httpserver,jdk.unsupported,jdk.management --strip-debug --no-man-pages --no-header-files --output "$fresh/opt/java"
  while read -r library; do
    cp -L --parents "$library" "$fresh"
  done < <(ldd "$fresh"/opt/java/bin/java "$fresh"/opt/java/lib/*.so "$fresh"/opt/java/lib/server/libjvm.so |
    grep -oE '=> /[^ ]+|^[[:space:]]*/lib[^ ]*/ld[^ ]+' | sed 's/=> //; s/^[[:space:]]*//' | grep -v "^$fresh" | sort -u)
  # mktemp's folder is closed to others, and becomes the image's root.
  chmod 755 "$fresh"
  mv "$fresh" "$root"
  trap - EXIT
fi

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
cp -a "$root/." "$context/"
mkdir -p "$context/app"
n=0
path=
for entry in "$@"; do
  n=$((n + 1))
  if [ -d "$entry" ]; then cp -a "$entry" "$context/app/$n"; else cp "$entry" "$context/app/$n.jar"; fi
  if [ -d "$entry" ]; then path=$path:/app/$n; else path=$path:/app/$n.jar; fi
done
tar -C "$context" --owner=0 --group=0 -c . |
  docker import -c 'ENV PATH=/opt/java/bin:/bin' \
    -c "ENTRYPOINT [\"/opt/java/bin/java\",\"-XX:TieredStopAtLevel=1\",\"-XX:+UseSerialGC\",\"-cp\",\"${path#:}\",\"$main\"]" - "$image" >/dev/null
echo "$image"
