package io.infermark.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/** Tells JVMs apart for good: a process id together with the process's start, and a host together with its boot. */
public final class JvmIdentity {
    private JvmIdentity() {}

    /** This JVM, as {@code pid-start}. */
    public static String current() {
        return of(ProcessHandle.current().pid());
    }

    /** Whether the JVM that {@link #current()} named on this host still runs. */
    public static boolean alive(String identity) {
        int dash = identity.indexOf('-');
        if (dash < 1 || !identity.substring(0, dash).matches("\\d{1,18}")) {
            return false;
        }
        long pid = Long.parseLong(identity.substring(0, dash));
        return ProcessHandle.of(pid).filter(Children::running).isPresent() && of(pid).equals(identity);
    }

    /** This boot of this host. */
    public static String host() {
        Optional<String> boot = ProcFs.text("sys/kernel/random/boot_id");
        if (boot.isPresent()) {
            return boot.get();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static String of(long pid) {
        return pid
                + "-"
                + ProcFs.startTicks(pid)
                        .orElseGet(() -> ProcessHandle.of(pid)
                                .flatMap(process -> process.info().startInstant())
                                .map(Instant::toEpochMilli)
                                .orElse(0L));
    }
}
