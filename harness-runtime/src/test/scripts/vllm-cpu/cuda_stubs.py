"""Lets the registry's torch, which is linked against CUDA, load on a machine without CUDA.

    python3 cuda_stubs.py SITE_PACKAGES/torch/lib

For each shared library that torch's own libraries ask for and nobody here has, an empty one of that name is compiled into the same folder. Each of its functions
says "no device", which torch takes as it is: it computes on the CPU. Needs gcc, nm and readelf.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
from collections import defaultdict

NO_DEVICE = 100  # cudaErrorNoDevice
SYSTEM = re.compile(r"(ld-linux-x86-64|lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s|gomp|cuda))\.so")
UNVERSIONED = re.compile(r"(__cuda|cuda[A-Z]|cublas|cudnn|cufft|cuFile|cupti|cusparse|cusolver|curand|p?nccl|nvrtc|nvshmem)")
TEXT = re.compile(r"(Error|Status)(String|Name)$|^p?ncclGetLastError$")
ANY_LIBRARY = "libcudart.so.13"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def needed(library):
    """Names of the libraries that one asks for."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "--dynamic", "--wide", library))


def version_owners(library):
    """Which library each symbol version is expected from."""
    owners, file = {}, None
    for line in output("readelf", "--version-info", "--wide", library).splitlines():
        if match := re.search(r"\bFile: (\S+)", line):
            file = match[1]
        elif file and (match := re.search(r"\bName: (\S+)\s+Flags:", line)):
            owners[match[1]] = file
    return owners


def undefined(library):
    """Pairs of a symbol that a library expects from another and its version, which may be empty."""
    for line in output("nm", "--dynamic", "--undefined-only", library).splitlines():
        name, _, version = line.split()[-1].partition("@")
        yield name, version.lstrip("@")


def missing(folder):
    """For each library that is missing: its functions, each with its version."""
    libraries = sorted(path for pattern in ("libtorch*.so", "libc10*.so", "libcaffe2*.so") for path in folder.glob(pattern))
    present = {path.name for path in folder.glob("*.so*")}
    wanted = {name for library in libraries for name in needed(library) if not SYSTEM.match(name)} - present
    functions = defaultdict(dict, {name: {} for name in wanted})
    for library in libraries:
        owners = version_owners(library)
        for name, version in undefined(library):
            owner = owners.get(version)
            if owner in wanted:
                functions[owner][name] = version
            elif not version and UNVERSIONED.match(name):
                # Found in whichever library is loaded.
                functions[ANY_LIBRARY].setdefault(name, "")
    return functions


def source(names):
    lines = ["static void *handle[4];"]
    for name in sorted(names):
        if name == "__cudaRegisterFatBinary":
            lines.append(f"void **{name}(void) {{ return handle; }}")
        elif TEXT.search(name):
            lines.append(f'const char *{name}(void) {{ return "no CUDA on this machine"; }}')
        else:
            lines.append(f"int {name}(void) {{ return {NO_DEVICE}; }}")
    return "\n".join(lines) + "\n"


def version_script(functions):
    by_version = defaultdict(list)
    for name, version in sorted(functions.items()):
        if version:
            by_version[version].append(name)
    return "".join(f"{version} {{ global: {'; '.join(names)}; }};\n" for version, names in by_version.items())


def compile_stub(target, functions):
    with tempfile.TemporaryDirectory() as scratch:
        code = pathlib.Path(scratch, "stub.c")
        code.write_text(source(functions))
        command = ["gcc", "-w", "-shared", "-fPIC", "-O1", f"-Wl,-soname,{target.name}", "-o", str(target), str(code)]
        if script := version_script(functions):
            versions = pathlib.Path(scratch, "versions")
            versions.write_text(script)
            command.append(f"-Wl,--version-script={versions}")
        subprocess.run(command, check=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, functions in sorted(missing(folder).items()):
        compile_stub(folder / name, functions)
        print(f"{name}: {len(functions)} functions")


if __name__ == "__main__":
    main()
