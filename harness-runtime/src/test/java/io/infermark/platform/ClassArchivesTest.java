package io.infermark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real JVMs: the first lists, one makes, the next reads. */
final class ClassArchivesTest {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void jar() throws IOException {
        assumeThat(JAVA_HOME.resolve("lib/server/classes.jsa"))
                .as("this JVM came with a class archive")
                .exists();
        jar = folder.resolve("program.jar");
        String type = Program.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(type));
            out.write(Program.class.getClassLoader().getResourceAsStream(type).readAllBytes());
        }
    }

    /** Says where its class came from. */
    static final class Program {
        public static void main(String[] arguments) {
            System.out.println("ran");
        }
    }

    private ClassArchives archives(String classPath) {
        return new ClassArchives(folder.resolve("classes").toFile(), JAVA_HOME.toFile(), classPath);
    }

    private String run(List<String> flags) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of(JAVA_HOME.resolve("bin/java").toString()));
        words.addAll(flags);
        words.addAll(List.of("-Xlog:class+load", "-cp", jar.toString(), Program.class.getName()));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void secondProcessReadsWhatTheFirstOneListed() throws Exception {
        ClassArchives archives = archives(jar.toString());
        List<String> first = archives.flags("kind");
        assertThat(first).singleElement().asString().startsWith("-XX:DumpLoadedClassList=");
        run(first);

        archives.make();

        List<String> second = archives.flags("kind");
        assertThat(second).singleElement().asString().startsWith("-XX:SharedArchiveFile=");
        assertThat(run(second).lines().filter(line -> line.contains(Program.class.getName())))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
        assertThat(archives.flags("other")).singleElement().asString().startsWith("-XX:DumpLoadedClassList=");
    }

    @Test
    void changedJarHasAnotherArchive() throws Exception {
        ClassArchives archives = archives(jar.toString());
        run(archives.flags("kind"));
        archives.make();

        Files.write(jar, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);

        assertThat(archives.flags("kind")).singleElement().asString().startsWith("-XX:DumpLoadedClassList=");
    }

    @Test
    void uselessListLeavesNothing() throws Exception {
        ClassArchives archives = archives(jar.toString());
        String flag = archives.flags("kind").get(0);
        Files.writeString(Path.of(flag.substring(flag.indexOf('=') + 1)), "\u0000\u0001 no class list\n@");

        archives.make();

        try (Stream<Path> files = Files.list(folder.resolve("classes"))) {
            assertThat(files)
                    .noneMatch(file ->
                            file.toString().endsWith(".list") || file.toString().endsWith(".part"));
        }
    }

    @Test
    void foldersOnTheClassPathAndFoldersThatCannotBeMadeHaveNone() throws Exception {
        assertThat(archives(jar + java.io.File.pathSeparator + folder).flags("kind"))
                .isEmpty();
        Files.writeString(folder.resolve("file"), "");
        assertThat(new ClassArchives(folder.resolve("file/classes").toFile(), JAVA_HOME.toFile(), jar.toString())
                        .flags("kind"))
                .isEmpty();
    }

    @Test
    void usersWithoutHomeAndPathsThatTheJvmWouldCutHaveNone() {
        for (String bad : List.of("?/.cache/infermark/classes", folder + "/a:b")) {
            ClassArchives archives = new ClassArchives(new java.io.File(bad), JAVA_HOME.toFile(), jar.toString());
            assertThat(archives.flags("kind")).isEmpty();
            assertThat(Path.of(bad)).doesNotExist();
        }
    }

    @Test
    void foldersOfArchivesDoNotGrowForever() throws Exception {
        ClassArchives archives = archives(jar.toString());
        List<String> flags = archives.flags("kind");
        for (int i = 0; i < 40; i++) {
            Path old = folder.resolve("classes").resolve("kind-" + i + ".jsa");
            Files.writeString(old, "");
            Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(1_000_000L + i));
        }
        run(flags);

        archives.make();

        try (Stream<Path> files = Files.list(folder.resolve("classes"))) {
            assertThat(files).hasSizeLessThanOrEqualTo(24);
        }
        assertThat(archives.flags("kind")).singleElement().asString().startsWith("-XX:SharedArchiveFile=");
    }
}
