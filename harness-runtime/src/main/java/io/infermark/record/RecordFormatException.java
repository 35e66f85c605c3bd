package io.infermark.record;

/** Bytes that are no record file of a version that this program knows. */
public final class RecordFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordFormatException(String what) {
        super("[RecordsMalformed] the record file holds " + what
                + ". It was damaged or written by something else; measure the point again.");
    }

    private RecordFormatException(String code, String what) {
        super("[" + code + "] " + what);
    }

    static RecordFormatException newer(int major) {
        return new RecordFormatException(
                "RecordsNewer",
                "the record file has schema version " + major + ", and this program reads up to " + RecordFormat.MAJOR
                        + ". Read it with the version of Infermark that wrote it, or a later one.");
    }

    static RecordFormatException foreign(String file) {
        return new RecordFormatException(
                "RecordsForeign",
                file + " is no record file: it does not begin with the mark of one. Name a file that a trial wrote.");
    }
}
