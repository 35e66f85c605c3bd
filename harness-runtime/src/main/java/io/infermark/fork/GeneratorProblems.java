package io.infermark.fork;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** What went wrong in a generator, for people. */
final class GeneratorProblems {
    private GeneratorProblems() {}

    static String message(Exception e) {
        String text = String.valueOf(e.getMessage());
        if (text.startsWith("[")) {
            return text;
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String lower = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("disk quota")) {
            return "[DiskFull] the record file can't be written: " + cause.getMessage()
                    + ". What was measured before is kept; free some space, or give another -out, and go on with -resume.";
        }
        if (cause instanceof FileSystemException || cause instanceof IOException) {
            return "[RecordsUnwritable] the record file can't be written: " + cause + ".";
        }
        return unexpected(e.toString());
    }

    /** What nobody thought of. */
    static String unexpected(String what) {
        return "[GeneratorFailed] " + what + ". The stack trace is in generator.log; please report it.";
    }
}
