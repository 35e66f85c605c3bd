package io.infermark.platform;

/** How child processes are started. */
public final class Children {
    private Children() {}

    /**
     * Words that give a child a session of its own, so that a terminal's SIGINT and SIGHUP do not reach it. {@code setsid} replaces itself by the command: the child
     * keeps its process id.
     */
    public static Means ownSession() {
        return Executables.find("setsid").isPresent()
                ? Means.of("setsid")
                : Means.absent(
                        "no setsid on the PATH: children share the terminal's session, so an interrupt key reaches them too");
    }

    /** Whether a process is alive and no zombie: whoever inherited an orphan may be slow to collect it. */
    public static boolean running(ProcessHandle process) {
        return process.isAlive()
                && (!ProcFs.present() || ProcFs.startTicks(process.pid()).isPresent());
    }

    /**
     * Words that pin a child to cores.
     *
     * @param cores as {@code 0,2-5}; empty: no pinning
     */
    public static Means pinnedTo(String cores) {
        if (cores.isEmpty()) {
            return Means.of();
        }
        return Executables.find("taskset").isPresent()
                ? Means.of("taskset", "-c", cores)
                : Means.absent("no taskset on the PATH: children cannot be pinned to cores " + cores);
    }
}
