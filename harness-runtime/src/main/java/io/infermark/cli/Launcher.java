package io.infermark.cli;

import io.infermark.platform.ClassArchives;
import io.infermark.platform.ProcessImage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The entry point of the uber-jar: {@link Main}, in a JVM whose flags suit a program that mostly starts and waits. A jar cannot name flags of its JVM, and they halve both the start-up and the
 * CPU time of a run: the optimising compiler would work beside the load for what runs once. So the process becomes the same command line with these flags
 * (execv: same process id, same streams, no second process).
 *
 * <p>Started as it is instead: when the user gave the JVM any flag, on the command line or by one of the variables that a JVM reads; with {@code INFERMARK_PLAIN_START}
 * set; on other systems than Linux; for commands that are too short, or that serve ({@code sim}).
 */
public final class Launcher {
    /** Short ones, and one whose hot code deserves the optimising compiler. */
    private static final List<String> PLAIN = List.of("-V", "--version", "-h", "--help", "help", "sim", "reap");

    private static final List<String> FORBIDDING =
            List.of("INFERMARK_PLAIN_START", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private Launcher() {}

    /** Runs and exits. */
    public static void main(String[] arguments) {
        if (!ClassArchives.mayBeUsed() && mayBecome(arguments)) {
            List<byte[]> words = flagged(ProcessImage.words(), arguments.length, kind(arguments));
            if (!words.isEmpty()) {
                ProcessImage.become(words);
            }
        }
        int code = Main.run(arguments, System.out, System.err);
        if (ClassArchives.mayBeUsed()) {
            ClassArchives.ofThisJvm().make();
        }
        System.exit(code);
    }

    private static boolean mayBecome(String[] arguments) {
        if (!"Linux".equals(System.getProperty("os.name")) || (arguments.length > 0 && PLAIN.contains(arguments[0]))) {
            return false;
        }
        for (String variable : FORBIDDING) {
            if (System.getenv(variable) != null) {
                return false;
            }
        }
        return true;
    }

    private static String kind(String[] arguments) {
        return arguments.length > 0 && Main.isCommand(arguments[0]) ? arguments[0] : "run";
    }

    /**
     * The command line with flags; empty if it has some, or is not understood.
     *
     * @param words of the process
     * @param arguments how many of them, at the end, are the program's
     */
    static List<byte[]> flagged(List<byte[]> words, int arguments, String kind) {
        int own = words.size() - arguments;
        if ((own != 3 && own != 4) || !isClassPath(text(words.get(1)), own)) {
            return List.of();
        }
        List<String> flags = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // A young space of its default size, a third of a 64th of the machine, would be filled before anything
                // is collected.
                "-Xms48m",
                "-XX:MaxNewSize=64m",
                // Whatever the JVM has to say, standard output is the program's.
                "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-D" + ClassArchives.ALLOWED + "=true"));
        flags.addAll(ClassArchives.ofThisJvm().flags(kind));
        List<byte[]> result = new ArrayList<>();
        result.add(bytes(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java"));
        for (String flag : flags) {
            result.add(bytes(flag));
        }
        result.addAll(words.subList(1, words.size()));
        return result;
    }

    private static boolean isClassPath(String option, int own) {
        return own == 3 ? option.equals("-jar") : option.equals("-cp") || option.equals("-classpath");
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
