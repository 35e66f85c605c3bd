package io.infermark.platform;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** This process as the system sees it: what it was started with, and the means to go on as another program under the same process id, with the same standard streams. Linux only. */
public final class ProcessImage {
    private static final String LIBRARY_PATH = "jna.platform.library.path";

    private ProcessImage() {}

    /** The words of this process's command line as they were given, whatever their encoding; empty if the system does not tell. */
    public static List<byte[]> words() {
        byte[] all;
        try (FileInputStream file = new FileInputStream("/proc/self/cmdline")) {
            all = file.readAllBytes();
        } catch (IOException e) {
            return List.of();
        }
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                words.add(Arrays.copyOfRange(all, start, i));
                start = i + 1;
            }
        }
        return words;
    }

    /**
     * Becomes another program: of this one nothing is left, no shutdown hook runs, files that Java opened are closed. Returns only if that was impossible.
     *
     * @param words of its command line, the path of the program first; none has a zero byte
     */
    public static void become(List<byte[]> words) {
        // Asked for nothing but what this process has loaded: the names of the system's libraries, for which JNA would
        // start ldconfig, are not needed.
        String given = System.getProperty(LIBRARY_PATH);
        if (given == null) {
            System.setProperty(LIBRARY_PATH, "");
        }
        try {
            Memory[] texts = new Memory[words.size()];
            Memory argv = new Memory((long) (words.size() + 1) * Native.POINTER_SIZE);
            for (int i = 0; i < texts.length; i++) {
                byte[] word = words.get(i);
                texts[i] = new Memory(word.length + 1L);
                texts[i].write(0, word, 0, word.length);
                texts[i].setByte(word.length, (byte) 0);
                argv.setPointer((long) i * Native.POINTER_SIZE, texts[i]);
            }
            argv.setPointer((long) words.size() * Native.POINTER_SIZE, Pointer.NULL);
            NativeLibrary.getProcess().getFunction("execv").invokeInt(new Object[] {texts[0], argv});
        } catch (LinkageError | RuntimeException e) {
            // No native access here (a C library without it, a folder that forbids execution): nothing has happened.
        } finally {
            if (given == null) {
                System.clearProperty(LIBRARY_PATH);
            }
        }
    }
}
