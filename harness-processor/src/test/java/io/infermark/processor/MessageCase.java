package io.infermark.processor;

import com.google.testing.compile.JavaFileObjects;
import io.infermark.processor.report.Message;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;

/**
 * A source with one thing wrong.
 *
 * @param text the whole message without the code
 * @param markedClass the class whose source holds the mark
 * @param marked that source
 * @param others further sources
 */
record MessageCase(
        String name, Message message, String text, String markedClass, String marked, List<JavaFileObject> others) {
    static MessageCase of(Message message, String text, BenchmarkSource source) {
        return of(message, text, "com.x.Bench", source.text());
    }

    static MessageCase of(Message message, String text, String markedClass, String marked) {
        return new MessageCase(message.code(), message, text, markedClass, marked, List.of());
    }

    MessageCase named(String detail) {
        return new MessageCase(message.code() + " " + detail, message, text, markedClass, marked, others);
    }

    MessageCase with(String className, String source) {
        List<JavaFileObject> more = new ArrayList<>(others);
        more.add(JavaFileObjects.forSourceString(className, source));
        return new MessageCase(name, message, text, markedClass, marked, more);
    }

    List<JavaFileObject> sources() {
        List<JavaFileObject> all = new ArrayList<>(others);
        all.add(JavaFileObjects.forSourceString(markedClass, marked));
        return all;
    }

    String expected() {
        return "[" + message.code() + "] " + text;
    }

    long line() {
        return marked.substring(0, mark()).chars().filter(c -> c == '\n').count() + 1;
    }

    /** Of the character behind the mark, counted from 1. */
    long column() {
        int end = mark() + BenchmarkSource.MARK.length();
        return (long) end - marked.lastIndexOf('\n', end - 1);
    }

    private int mark() {
        int mark = marked.indexOf(BenchmarkSource.MARK);
        if (mark < 0 || marked.indexOf(BenchmarkSource.MARK, mark + 1) >= 0) {
            throw new IllegalStateException(name + " needs one mark");
        }
        return mark;
    }

    @Override
    public String toString() {
        return name;
    }
}
