package io.infermark.processor.write;

/** Names of what is generated for a class. */
public final class GeneratedNames {
    private GeneratedNames() {}

    /** Binary name of the provider of a benchmark: its own with {@code _Matrix}. */
    public static String provider(String benchmark) {
        return benchmark + "_Matrix";
    }

    /** The resource that lists a benchmark's points. */
    public static String resource(String benchmark) {
        return "META-INF/infermark/matrix/" + benchmark;
    }

    static String packageOf(String benchmark) {
        return benchmark.substring(0, Math.max(0, benchmark.lastIndexOf('.')));
    }

    static String simpleProvider(String benchmark) {
        String provider = provider(benchmark);
        return provider.substring(provider.lastIndexOf('.') + 1);
    }
}
