package io.infermark.cli;

import io.infermark.record.RecordReader;
import io.infermark.record.RequestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of several files, one after the other; one file is open and one record in memory at a time. */
final class RecordFiles implements Iterator<RequestRecord> {
    private final Iterator<Path> files;
    private @Nullable RecordReader reader;
    private Iterator<RequestRecord> records = Collections.emptyIterator();

    RecordFiles(List<Path> files) {
        this.files = files.iterator();
    }

    @Override
    public boolean hasNext() {
        try {
            while (!records.hasNext() && files.hasNext()) {
                next(files.next());
            }
            boolean more = records.hasNext();
            if (!more) {
                closeReader();
            }
            return more;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void next(Path file) throws IOException {
        closeReader();
        RecordReader opened = RecordReader.open(file);
        reader = opened;
        records = opened.iterator();
    }

    private void closeReader() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
            records = Collections.emptyIterator();
        }
    }

    @Override
    public RequestRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return records.next();
    }
}
