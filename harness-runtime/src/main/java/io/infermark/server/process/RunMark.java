package io.infermark.server.process;

import io.infermark.platform.JvmIdentity;
import java.util.Map;
import java.util.UUID;

/**
 * What every process of a start carries in its environment.
 *
 * @param runId the run
 * @param owner the harness's JVM
 * @param start unique to one start
 */
record RunMark(String runId, String owner, String start) {
    static final String RUN = "INFERMARK_RUN";
    static final String OWNER = "INFERMARK_OWNER";
    static final String START = "INFERMARK_START";

    /** A new mark of this JVM. */
    static RunMark create(String runId) {
        return new RunMark(runId, JvmIdentity.current(), UUID.randomUUID().toString());
    }

    Map<String, String> environment() {
        return Map.of(RUN, runId, OWNER, owner, START, start);
    }
}
