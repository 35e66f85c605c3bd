package io.infermark.platform;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Archives of loaded classes, which a JVM maps instead of reading, checking and linking the classes once more. Each kind of process has its own: the first of a kind lists what it loads, and a
 * JVM of its own makes the archive from the list ({@link #make}, a second or two, once), so that nothing that goes wrong there touches a process that does something else. It is made anew
 * when the JVM or a jar is another. The JVM that reads an archive checks it and goes on without it when it does not fit.
 *
 * <p>They lie in {@code $INFERMARK_CACHE/classes}, by default {@code ~/.cache/infermark/classes}. There are none where nothing can be written, where the class path has folders, and with a JVM that
 * came without the archive of its own that says that it supports them.
 *
 * <p>Used before anything else of a process, so this does without lambdas, streams and formats, each of which costs a JVM's start milliseconds.
 */
public final class ClassArchives {
    /** The system property of a process whose JVMs may use archives: the launcher's. */
    public static final String ALLOWED = "infermark.launched";

    private static final String ARCHIVE = ".jsa";
    private static final String LIST = ".list";
    private static final int MOST_FILES = 24;
    private static final long LEAST_SPACE = 256L << 20;
    private static final long LONGEST_SECONDS = 30;

    private final File folder;
    private final File javaHome;
    private final String classPath;

    ClassArchives(File folder, File javaHome, String classPath) {
        this.folder = folder;
        this.javaHome = javaHome;
        this.classPath = classPath;
    }

    /** Whether this process was started with {@link #ALLOWED}. */
    public static boolean mayBeUsed() {
        return System.getProperty(ALLOWED) != null;
    }

    /** The archives for JVMs of this one's installation and class path. */
    public static ClassArchives ofThisJvm() {
        String cache = System.getenv("INFERMARK_CACHE");
        File root = cache == null || cache.isEmpty()
                ? new File(System.getProperty("user.home"), ".cache/infermark")
                : new File(cache).getAbsoluteFile();
        return new ClassArchives(
                new File(root, "classes"),
                new File(System.getProperty("java.home")),
                System.getProperty("java.class.path"));
    }

    /**
     * The flag with which a JVM reads the archive of its kind or, if there is none yet, lists the classes for it; empty if there can be none.
     *
     * @param kind of process, part of a file name
     */
    public List<String> flags(String kind) {
        if (!isPossible()) {
            return List.of();
        }
        String name = kind + "-" + key();
        File archive = new File(folder, name + ARCHIVE);
        if (archive.isFile()) {
            return List.of("-XX:SharedArchiveFile=" + archive);
        }
        String list = name + "." + Long.toHexString(System.nanoTime()) + LIST;
        return List.of("-XX:DumpLoadedClassList=" + new File(folder, list));
    }

    private boolean isPossible() {
        if (!new File(javaHome, "lib/server/classes.jsa").isFile()) {
            return false;
        }
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!new File(entry).isFile()) {
                return false;
            }
        }
        // A user without a home has one named "?"; the JVM takes a colon for the end of a path.
        if (!folder.isAbsolute() || folder.getPath().contains(File.pathSeparator)) {
            return false;
        }
        return (folder.isDirectory() || folder.mkdirs()) && folder.canWrite() && folder.getUsableSpace() > LEAST_SPACE;
    }

    /** Makes the archives that are missing and whose classes an ended process of this JVM and class path has listed. Whatever prevents it leaves things as they are. */
    public void make() {
        String[] files = isPossible() ? folder.list() : null;
        if (files == null) {
            return;
        }
        String mine = "-" + key() + ".";
        for (String file : files) {
            int kind = file.indexOf(mine);
            if (kind > 0 && file.endsWith(LIST)) {
                String name = file.substring(0, kind + mine.length() - 1);
                makeOne(new File(folder, name + ARCHIVE), new File(folder, file));
            }
        }
    }

    private void makeOne(File archive, File list) {
        if (!archive.isFile()) {
            makeRoom();
            File part = new File(folder, list.getName() + ".part");
            if (dumped(list, part) && !part.renameTo(archive)) {
                delete(part);
            }
        }
        delete(list);
    }

    private boolean dumped(File list, File part) {
        try {
            Process dump = new ProcessBuilder(
                            new File(javaHome, "bin/java").toString(),
                            "-Xshare:dump",
                            "-XX:SharedClassListFile=" + list,
                            "-XX:SharedArchiveFile=" + part,
                            "-XX:+UseSerialGC",
                            "-cp",
                            classPath)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (dump.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && dump.exitValue() == 0 && part.isFile()) {
                return true;
            }
            dump.destroyForcibly();
        } catch (IOException e) {
            // No archive then: it only makes a start quicker.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(part);
        return false;
    }

    private static void delete(File file) {
        // One that cannot be deleted makes room later.
        boolean unused = file.delete();
    }

    private void makeRoom() {
        File[] files = folder.listFiles();
        for (int left = files == null ? 0 : files.length; files != null && left >= MOST_FILES; left--) {
            File oldest = oldest(files);
            if (oldest == null || !oldest.delete()) {
                return;
            }
        }
    }

    private static @Nullable File oldest(File[] files) {
        File oldest = null;
        long modified = Long.MAX_VALUE;
        for (File file : files) {
            long time = file.lastModified();
            if (time != 0 && time < modified) {
                oldest = file;
                modified = time;
            }
        }
        return oldest;
    }

    /** Another one for each JVM and each state of the class path (FNV-1a). */
    private String key() {
        long hash = 0xcbf29ce484222325L;
        hash = with(hash, System.getProperty("java.vm.version") + javaHome);
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            File file = new File(entry);
            hash = with(hash, entry + file.length() + ":" + file.lastModified());
        }
        return Long.toHexString(hash);
    }

    private static long with(long hash, String text) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            next = (next ^ text.charAt(i)) * 0x100000001b3L;
        }
        return next;
    }
}
