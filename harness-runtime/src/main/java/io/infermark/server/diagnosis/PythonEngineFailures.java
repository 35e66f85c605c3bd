package io.infermark.server.diagnosis;

import java.util.List;

/** What the Python engines and their launchers print; general symptoms last. */
final class PythonEngineFailures {
    static final List<KnownFailure> ALL = List.of(
            KnownFailure.seen(
                    "UnknownFlag",
                    "error: unrecognized arguments: (.+)",
                    "the engine does not know the argument $1.",
                    "remove it from @Server(flags) or @Axis(flag), or use an engine version that has it.",
                    "vLLM 0.24.0 and 0.32.0, run"),
            KnownFailure.documented(
                    "UnknownFlag",
                    "Error: No such option: (\\S+)|error: unexpected argument '([^']*)' found",
                    "the engine does not know an argument.",
                    "remove it from @Server(flags) or @Axis(flag), or use an engine version that has it.",
                    "click (trtllm-serve) and clap (TGI), source"),
            KnownFailure.documented(
                    "FlagValue",
                    "error: argument (\\S+): (?:invalid|expected)",
                    "the argument $1 has a value that the engine refuses.",
                    "correct it in @Server(flags) or @Axis(values).",
                    "argparse, source"),
            KnownFailure.seen(
                    "PortTaken",
                    "(?:Address already in use|address already in use|Failed to bind socket to \\S+|EADDRINUSE)",
                    "the port is in use.",
                    "end what listens there (ss -ltnp), or leave the port to the harness.",
                    "Linux errno; tensorrt_llm/commands/serve.py, source; vLLM 0.32.0 on CPU, run"),
            KnownFailure.seen(
                    "EngineMetadataMissing",
                    "PackageNotFoundError: No package metadata was found for (\\S+)",
                    "the Python package $1 is not installed properly.",
                    "install the engine with pip into the environment that @Server(command) names.",
                    "vLLM 0.32.0 on CPU, run"),
            KnownFailure.seen(
                    "ModuleMissing",
                    "ModuleNotFoundError: No module named '([^']*)'",
                    "the Python module $1 is not installed where the engine runs.",
                    "install it, or name the right environment with @Server(command = {\"/path/to/venv/bin/…\"}).",
                    "SGLang 0.5.23, run"),
            KnownFailure.documented(
                    "LibraryMissing",
                    "(\\S+\\.so[.\\d]*): cannot open shared object file",
                    "the library $1 is missing.",
                    "install it, or use the engine's own image in @Server(image).",
                    "glibc, documentation"),
            KnownFailure.documented(
                    "GlibcTooOld",
                    "version `(GLIBC(?:XX)?_[\\d.]+)' not found",
                    "this host's C library is older than the engine needs ($1).",
                    "use the engine's image, or a newer system.",
                    "glibc, documentation"),
            KnownFailure.documented(
                    "CompilerMissing",
                    "Failed to find C compiler|No such file or directory: '?(?:gcc|nvcc|ninja)",
                    "the engine compiles kernels at its start and finds no compiler.",
                    "install gcc (and nvcc or ninja if named), or use the engine's image.",
                    "Triton, source"),
            KnownFailure.documented(
                    "TooManyFiles",
                    // vLLM warns of it at each start where it may not raise the limit, and then works.
                    "^(?!.*Consider increasing with ulimit).*(?:Too many open files|Errno 24)",
                    "the limit of open files is too low.",
                    "raise it (ulimit -n).",
                    "Linux errno"),
            KnownFailure.documented(
                    "TooManyThreads",
                    "can't start new thread|pthread_create failed|Resource temporarily unavailable",
                    "the limit of processes or threads is too low.",
                    "raise it (ulimit -u, or the container's pids limit).",
                    "Linux errno"),
            KnownFailure.documented(
                    "PermissionDenied",
                    "Permission denied: '([^']*)'",
                    "the engine may not read or write $1.",
                    "correct its permissions, or point caches elsewhere with @Server(env).",
                    "Python, documentation"),
            KnownFailure.documented(
                    "PermissionDenied",
                    "([^\\s:]+): Permission denied",
                    "$1 may not be executed, read or written by this user.",
                    "correct its permissions (chmod +x for a launcher named in @Server(command)), or point caches elsewhere with @Server(env).",
                    "Linux errno"),
            KnownFailure.documented(
                    "FileMissing",
                    "No such file or directory: '?([^'\\s]+)",
                    "$1 does not exist.",
                    "if it is a model, download it first (hf download MODEL) or correct @Model(id); if a program, name it with @Server(command).",
                    "Python, documentation"),
            KnownFailure.documented(
                    "ShardFailed",
                    "Shard \\d+ (?:failed to start|crashed)",
                    "a worker of the server failed; its own message stands above.",
                    "look for the first error in server.log.",
                    "TGI 3.3.6, source"),
            KnownFailure.seen(
                    "WorkerDied",
                    "EngineDeadError|EngineCore.*died|Engine core initialization failed|Received sigquit from a child process|MPI_ABORT was invoked",
                    "a worker process of the engine died; its own message stands above.",
                    "look for the first error in server.log.",
                    "SGLang and Open MPI, source; vLLM 0.32.0 on CPU, run"));

    private PythonEngineFailures() {}
}
