package io.infermark.server.diagnosis;

import java.util.List;

/** What a container engine answers. */
final class ContainerFailures {
    private static final String RUN = "Docker 20.10.24, run";
    private static final String DOCS = "Docker documentation";

    static final List<KnownFailure> ALL = List.of(
            KnownFailure.documented(
                    "ImagePullDenied",
                    "pull access denied for ([^\\s,]+)|unauthorized: authentication required|denied: requested access",
                    "the registry gives the image only to accounts that may have it, or there is no such image.",
                    "correct @Server(image), or log in (docker login REGISTRY) and pull it before the run.",
                    DOCS),
            KnownFailure.documented(
                    "ImageUnknown",
                    "manifest for (\\S+) not found|manifest unknown",
                    "the registry has no such tag or digest.",
                    "correct the tag in @Server(image).",
                    DOCS),
            KnownFailure.documented(
                    "PullLimited",
                    "toomanyrequests",
                    "the registry allows no more pulls for now.",
                    "log in (docker login), or pull the image before the run and leave -pull at never.",
                    DOCS),
            KnownFailure.documented(
                    "RegistryUnreachable",
                    "(?:proxyconnect tcp|dial tcp|lookup \\S+).*(?:no such host|i/o timeout|connection refused|network is unreachable)",
                    "the registry cannot be reached from this host.",
                    "load the image from a file (docker load), or set the engine's proxy; and leave -pull at never.",
                    DOCS),
            KnownFailure.documented(
                    "PortTaken",
                    "port is already allocated|failed to bind host port",
                    "the port that the container was to publish is in use.",
                    "end what listens there (ss -ltnp, docker ps, infermark reap).",
                    DOCS),
            KnownFailure.documented(
                    "EntryPointForbidden",
                    "exec: \"([^\"]*)\":? permission denied",
                    "$1 of the image may not be executed.",
                    "make it executable in the image (chmod +x), or state another one with @Server(command = {…}).",
                    DOCS),
            KnownFailure.documented(
                    "WrongImageArchitecture",
                    "exec format error",
                    "the image is built for another processor architecture.",
                    "use the image for this one in @Server(image).",
                    DOCS),
            KnownFailure.seen(
                    "ImageMissing",
                    "No such image: (\\S+)",
                    "the image $1 is not on this host, and images are never pulled during a run.",
                    "fetch it before (docker pull $1), or correct @Server(image), or allow it with -pull.",
                    RUN),
            KnownFailure.seen(
                    "GpuRuntimeMissing",
                    "could not select device driver \"[^\"]*\" with capabilities: \\[\\[gpu",
                    "the container engine cannot hand over NVIDIA GPUs.",
                    "install nvidia-container-toolkit and run nvidia-ctk runtime configure, or use @Server(launch = Launch.PROCESS).",
                    RUN),
            KnownFailure.seen(
                    "DeviceMissing",
                    "error gathering device information while adding custom device \"([^\"]*)\": no such file",
                    "the device $1 does not exist on this host.",
                    "load the GPU's driver, or correct @Hardware.",
                    RUN),
            KnownFailure.documented(
                    "CdiDeviceUnknown",
                    "unresolvable CDI devices ([^\\s\"]+)",
                    "the container engine knows no CDI device $1.",
                    "write the CDI specification (nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml).",
                    DOCS),
            KnownFailure.seen(
                    "UlimitRefused",
                    "error setting rlimit type (\\d+): operation not permitted",
                    "the container engine may not raise the resource limit number $1 (8 is memlock, 7 is nofile).",
                    "run the engine with CAP_SYS_RESOURCE, or raise the host's own limit.",
                    RUN),
            KnownFailure.seen(
                    "CapabilityRefused",
                    "unable to apply caps: operation not permitted",
                    "the container engine may not give the capabilities that the image wants.",
                    "run the engine with these capabilities, or use @Server(launch = Launch.PROCESS).",
                    RUN),
            KnownFailure.seen(
                    "RuntimeUnknown",
                    "Unknown runtime specified (\\S+)",
                    "the container engine has no runtime $1.",
                    "install and configure it, for nvidia with nvidia-ctk runtime configure.",
                    RUN),
            KnownFailure.seen(
                    "EntryPointMissing",
                    "exec: \"([^\"]*)\":? (?:stat [^:]*: no such file|executable file not found)",
                    "the image has no executable $1.",
                    "state the image's own one with @Server(command = {…}), or use an image of this engine.",
                    RUN),
            KnownFailure.documented(
                    "DockerUnreachable",
                    "Cannot connect to the Docker daemon|Could not find a valid Docker environment",
                    "no container engine answers.",
                    "start it, set DOCKER_HOST, or use @Server(launch = Launch.PROCESS).",
                    "Docker CLI and Testcontainers 2.0.5"),
            KnownFailure.documented(
                    "DockerForbidden",
                    "permission denied while trying to connect to the Docker daemon socket",
                    "this user may not use the container engine.",
                    "add the user to the docker group and log in again.",
                    DOCS));

    private ContainerFailures() {}
}
