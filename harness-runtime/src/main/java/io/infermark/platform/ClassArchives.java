package io.infermark.platform;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Archives of loaded classes, which a JVM maps instead of reading, checking and linking the classes once more. Each kind of process has its own, written by the JVM as the first of its kind
 * ends (about a second, once) and renewed when the JVM or a file of the class path is another. The JVM checks an archive itself and goes on without it when it does not fit.
 *
 * <p>They lie in {@code $INFERMARK_CACHE/classes}, by default {@code ~/.cache/infermark/classes}. Where nothing can be written, or the JVM came without an archive of its own to build upon, there are
 * none.
 *
 * <p>Used before anything else of a process, so this does without lambdas, streams and formats, each of which costs a JVM's start milliseconds.
 */
public final class ClassArchives {
    /** The system property of a process whose JVMs may use archives: the launcher's. */
    public static final String ALLOWED = "infermark.launched";

    private static final String SUFFIX = ".jsa";
    private static final String UNFINISHED = ".part";
    private static final int MOST_FILES = 24;

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
                : new File(cache);
        return new ClassArchives(
                new File(root, "classes"),
                new File(System.getProperty("java.home")),
                System.getProperty("java.class.path"));
    }

    /**
     * The flag with which a JVM reads the archive of its kind or, if there is none yet, writes it as it ends; empty if there can be none.
     *
     * @param kind of process, part of a file name
     */
    public List<String> flags(String kind) {
        if (!new File(javaHome, "lib/server/classes.jsa").isFile() || (!folder.isDirectory() && !folder.mkdirs())) {
            return List.of();
        }
        String name = kind + "-" + Long.toHexString(key());
        File archive = new File(folder, name + SUFFIX);
        if (archive.isFile() || adopted(name, archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive);
        }
        if (!folder.canWrite()) {
            return List.of();
        }
        makeRoom();
        String part = name + "." + Long.toHexString(System.nanoTime()) + UNFINISHED;
        return List.of("-XX:ArchiveClassesAtExit=" + new File(folder, part));
    }

    /** Takes what an earlier process has finished under a name of its own, so that nobody reads what is still being written. */
    private boolean adopted(String name, File archive) {
        String[] files = folder.list();
        if (files == null) {
            return false;
        }
        for (String file : files) {
            if (file.startsWith(name + ".") && file.endsWith(UNFINISHED)) {
                File part = new File(folder, file);
                if (isFinished(part) && part.renameTo(archive)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A JVM writes the head of an archive last. */
    private static boolean isFinished(File part) {
        try (RandomAccessFile file = new RandomAccessFile(part, "r")) {
            return file.length() > 4 && file.readInt() != 0;
        } catch (IOException e) {
            return false;
        }
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
    private long key() {
        long hash = 0xcbf29ce484222325L;
        hash = with(hash, System.getProperty("java.vm.version") + javaHome);
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            File file = new File(entry);
            hash = with(hash, entry + file.length() + ":" + file.lastModified());
        }
        return hash;
    }

    private static long with(long hash, String text) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            next = (next ^ text.charAt(i)) * 0x100000001b3L;
        }
        return next;
    }
}
