package io.infermark.changelog;

import io.infermark.config.ConfigException;
import io.infermark.config.SourcePosition;
import io.infermark.config.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads revisions through the git binary. Every failure says what git was asked and what it answered. */
public final class GitRepository {

    /** A diff or a file beyond this is no changelog. */
    private static final int MAX_OUTPUT_BYTES = 64 << 20;

    private static final long TIMEOUT_SECONDS = 60;

    private final Path folder;

    /**
     * A repository.
     *
     * @param folder a folder inside its work tree
     */
    public GitRepository(Path folder) {
        this.folder = folder;
    }

    private static final class Answer {
        private final int exitCode;
        private final byte[] out;
        private final String err;

        Answer(int exitCode, byte[] out, String err) {
            this.exitCode = exitCode;
            this.out = out;
            this.err = err;
        }
    }

    /** The diff of one file between two revisions. */
    public String diff(String base, String head, String file) {
        requireRevision(base);
        requireRevision(head);
        Answer answer = git("diff", "--no-ext-diff", "--no-color", base, head, "--", file);
        if (answer.exitCode != 0) {
            throw failed("git diff " + base + " " + head + " -- " + file, answer);
        }
        return YamlReader.decode(answer.out, "git diff " + base + " " + head + " -- " + file);
    }

    /**
     * The diff of two files that need not be in a repository.
     *
     * @throws ConfigException when one of them is missing, too large, not UTF-8 or no regular file
     */
    public static String diffOfFiles(Path base, Path head) {
        requireText(base);
        requireText(head);
        // In a repository, the files' or the caller's, its attributes would rewrite line ends.
        Path nowhere = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Answer answer = new GitRepository(nowhere)
                .git(
                        "-c",
                        "core.attributesFile=/dev/null",
                        "-c",
                        "core.autocrlf=false",
                        "diff",
                        "--no-index",
                        "--no-ext-diff",
                        "--no-color",
                        "--",
                        real(base),
                        real(head));
        // With --no-index git exits with 1 for files that differ.
        if (answer.exitCode > 1) {
            throw failed("git diff --no-index " + base + " " + head, answer);
        }
        return YamlReader.decode(answer.out, "git diff --no-index " + base + " " + head);
    }

    private static void requireText(Path file) {
        YamlReader reader = new YamlReader();
        YamlReader.decode(reader.bytes(file), file.toString());
    }

    /** Where links lead: of a link itself git would compare the target's name. */
    private static String real(Path file) {
        try {
            return file.toRealPath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A file as stored at a revision.
     *
     * @param revision a revision, or {@code :1}, {@code :2}, {@code :3} for the sides of a conflict
     */
    public byte[] show(String revision, String file) {
        boolean stage = revision.startsWith(":");
        if (!stage) {
            requireRevision(revision);
        }
        Answer answer = git("show", revision + ":" + file);
        if (answer.exitCode != 0) {
            throw ConfigException.of(
                    "GitFileMissing",
                    SourcePosition.NONE,
                    "could not read " + file + " at " + revision + ": " + answer.err);
        }
        return answer.out;
    }

    /** Writes a file as stored at a revision below a folder, for readers that want a path. */
    public Path materialize(String revision, String file, Path target) {
        try {
            Path copy = target.resolve(file);
            Path parent = copy.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return Files.write(copy, show(revision, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireRevision(String revision) {
        if (revision.startsWith("-")) {
            throw ConfigException.of(
                    "GitRevision", SourcePosition.NONE, "'" + revision + "' is an option, not a revision.");
        }
        Answer known = git("rev-parse", "--verify", "--quiet", revision + "^{commit}");
        if (known.exitCode == 0) {
            return;
        }
        Answer shallow = git("rev-parse", "--is-shallow-repository");
        String answer = new String(shallow.out, StandardCharsets.UTF_8).strip();
        if (shallow.exitCode == 0 && answer.equals("true")) {
            throw ConfigException.of(
                    "ShallowClone",
                    SourcePosition.NONE,
                    "the revision '" + revision
                            + "' is not in this shallow clone. Fetch the history: git fetch --unshallow"
                            + " (in GitHub Actions: actions/checkout with fetch-depth: 0).");
        }
        if (shallow.exitCode != 0) {
            throw failed("git rev-parse", shallow);
        }
        throw ConfigException.of(
                "GitRevision",
                SourcePosition.NONE,
                "'" + revision + "' is no commit of this repository. Check the name, or git fetch it.");
    }

    private static ConfigException failed(String command, Answer answer) {
        return ConfigException.of(
                "GitFailed",
                SourcePosition.NONE,
                command + " failed with exit code " + answer.exitCode + ": " + answer.err);
    }

    private Answer git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "core.quotepath=false"));
        command.addAll(List.of(arguments));
        try {
            Path errors = Files.createTempFile("infermark-git", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
                builder.environment().put("LC_ALL", "C");
                builder.environment().put("GIT_TERMINAL_PROMPT", "0");
                return finished(builder.start(), errors);
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw ConfigException.of(
                    "GitMissing",
                    SourcePosition.NONE,
                    "git cannot be run: " + e.getMessage() + ". Install git, or use --diff FILE.");
        }
    }

    private static Answer finished(Process process, Path errors) throws IOException {
        try {
            byte[] content;
            try (InputStream in = process.getInputStream()) {
                content = in.readNBytes(MAX_OUTPUT_BYTES + 1);
                if (content.length > MAX_OUTPUT_BYTES) {
                    throw ConfigException.of(
                            "GitOutputTooLarge",
                            SourcePosition.NONE,
                            "git answered with more than " + MAX_OUTPUT_BYTES + " bytes; this is no changelog.");
                }
            }
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw ConfigException.of(
                        "GitTimeout", SourcePosition.NONE, "git did not end within " + TIMEOUT_SECONDS + " s.");
            }
            return new Answer(
                    process.exitValue(), content, Files.readString(errors).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for git", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
