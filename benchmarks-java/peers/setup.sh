#!/usr/bin/env bash
# Makes the cache that compare.py works from, outside the tree: the peers at their pinned versions, a tokenizer, the thinnest client.
# Prints the cache's folder. What is there already is kept. Needs Linux on x86-64, Python 3.11 (SGLang's extension is built for it), pip, unzip, cc, a JDK,
# and this tree packaged ("mvn package -DskipTests").
set -euo pipefail

VERSION=1
VLLM=0.33.0
SGLANG=0.5.23
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cache="${INFERMARK_CACHE:-$HOME/.cache/infermark}/peers-$VERSION"
python="${PYTHON:-python3.11}"
jar="$root/benchmarks-java/target/benchmarks.jar"

die() {
    echo "setup.sh: $*" >&2
    exit 1
}

for tool in "$python" unzip cc java; do
    command -v "$tool" > /dev/null || die "$tool is missing"
done
[ -f "$jar" ] || die "$jar is missing; run: mvn package -DskipTests"
mkdir -p "$cache"
work=$(mktemp -d "$cache/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

wheel() { # NAME VERSION: downloads one wheel without what it depends on
    "$python" -m pip download -q --no-deps --only-binary :all: --dest "$work" "$1==$2" >&2
    echo "$work/$1-$2"*.whl
}

venv() { # NAME: a virtual environment of exactly the pinned packages
    [ -f "$cache/$1/complete" ] && return
    rm -rf "${cache:?}/$1"
    "$python" -m venv "$cache/$1"
    "$cache/$1/bin/pip" install -q --no-deps -r "$here/requirements-$1.txt" >&2
    touch "$cache/$1/complete"
}

venv aiperf
venv guidellm

if [ ! -x "$cache/vllm/vllm-rs" ]; then
    # Only the executable: the wheel is not installed.
    unzip -q -o -j "$(wheel vllm $VLLM)" vllm/vllm-rs -d "$work"
    chmod +x "$work/vllm-rs"
    mkdir -p "$cache/vllm"
    mv "$work/vllm-rs" "$cache/vllm/vllm-rs"
fi

if [ ! -f "$cache/sglang/complete" ]; then
    # The compiled client and the module that forwards the command line to it. The package's own __init__ and loader want the whole engine, so empty
    # packages and a loader of one import stand in for them; the client is unchanged.
    unzip -q -o "$(wheel sglang $SGLANG)" 'sglang/benchmark/rust_client.py' 'sglang/srt/rust_extensions/_bench.*' -d "$cache/sglang"
    touch "$cache/sglang/sglang/__init__.py" "$cache/sglang/sglang/benchmark/__init__.py" "$cache/sglang/sglang/srt/__init__.py"
    printf 'import importlib\n\n\ndef load_rust_extension(name):\n    return importlib.import_module(name)\n' > "$cache/sglang/sglang/srt/rust_extensions/__init__.py"
    touch "$cache/sglang/complete"
fi

"$cache/aiperf/bin/python" "$here/tokenizer.py" "$cache"
cc -O2 -Wall -Wextra -o "$cache/floor" "$here/floor.c"
echo "$cache"
