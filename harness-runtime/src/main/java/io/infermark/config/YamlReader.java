package io.infermark.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads one YAML document (JSON included) into a {@link Value} tree.
 *
 * <p>Every refusal is a {@link ConfigException} of one located problem: {@code FileMissing}, {@code FileUnreadable},
 * {@code FileTooLarge}, {@code NotUtf8}, {@code YamlSyntax}, {@code YamlTooDeep}, {@code YamlTooManyNodes},
 * {@code YamlRunTooLong}, {@code YamlAliasBomb}, {@code YamlRecursiveAlias}, {@code YamlTag}, {@code NumberTooLong}. Time and memory are bounded by {@link YamlLimits}.
 */
public final class YamlReader {

    private final YamlLimits limits;
    private final boolean plainKeys;

    /** A reader with {@link YamlLimits#DEFAULT}. */
    public YamlReader() {
        this(YamlLimits.DEFAULT);
    }

    /** A reader with other limits. */
    public YamlReader(YamlLimits limits) {
        this(limits, false);
    }

    private YamlReader(YamlLimits limits, boolean plainKeys) {
        this.limits = limits;
        this.plainKeys = plainKeys;
    }

    /** A reader with default limits that refuses merge keys ({@code <<}) and {@code =}, as upstream's loader of whole changelogs does. */
    public static YamlReader ofPlainKeys() {
        return new YamlReader(YamlLimits.DEFAULT, true);
    }

    /** Reads a regular file. */
    public YamlDocument read(Path file) {
        return parse(bytes(file), file.toString());
    }

    /**
     * The bytes of a regular file within the limit.
     *
     * @throws ConfigException when it is missing, unreadable, no regular file, or larger than the limit
     */
    public byte[] bytes(Path file) {
        SourcePosition at = new SourcePosition(file.toString(), 0, 0);
        try {
            if (!Files.exists(file) && !Files.isSymbolicLink(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw ConfigException.of(
                        "FileUnreadable", at, "this is not a regular file. Name a YAML file, not a folder or a pipe.");
            }
            return within(file, at);
        } catch (NoSuchFileException e) {
            throw ConfigException.of(
                    "FileMissing",
                    at,
                    "Input file '" + file + "' does not exist. Check the path and the current folder.");
        } catch (IOException e) {
            throw ConfigException.of(
                    "FileUnreadable", at, "the file cannot be read: " + reason(e) + ". Check links and permissions.");
        }
    }

    private byte[] within(Path file, SourcePosition at) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return within(in, at);
        }
    }

    /**
     * The bytes of a stream within the limit.
     *
     * @param source name for positions
     * @throws ConfigException when there are more
     */
    public byte[] bytes(InputStream in, String source) throws IOException {
        return within(in, new SourcePosition(source, 0, 0));
    }

    private byte[] within(InputStream in, SourcePosition at) throws IOException {
        byte[] content = in.readNBytes(limits.bytes() + 1);
        if (content.length > limits.bytes()) {
            throw ConfigException.of(
                    "FileTooLarge",
                    at,
                    "the file has more than " + limits.bytes() + " bytes, the limit for one file."
                            + " Split it into several files.");
        }
        return content;
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /**
     * Parses bytes that must be UTF-8.
     *
     * @param source name for positions
     */
    public YamlDocument parse(byte[] content, String source) {
        return parse(decode(content, source), source);
    }

    /**
     * Parses text.
     *
     * @param source name for positions
     */
    public YamlDocument parse(String text, String source) {
        List<Problem> findings = new ArrayList<>(TextHygiene.findings(text, source));
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        // Ours stops first, with a place.
        options.setNestingDepthLimit(limits.depth() + 2);
        options.setAllowDuplicateKeys(true);
        // Aliases are bounded by what they expand to, not by their number.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            Composer composer = new BoundedComposer(
                    new ParserImpl(new BoundedStream(withoutMark(text), source), options),
                    new PyYamlScalars(),
                    options,
                    limits,
                    source);
            Node root = composer.getSingleNode();
            if (root == null) {
                return new YamlDocument(new Value.Nothing(new SourcePosition(source, 1, 1)), findings);
            }
            Value value = new ValueBuilder(source, limits, plainKeys, findings).build(root);
            return new YamlDocument(value, findings);
        } catch (MarkedYAMLException e) {
            throw syntax(e, source);
        } catch (ReaderException e) {
            throw ConfigException.of(
                    "YamlSyntax",
                    TextHygiene.position(text, e.getPosition(), source),
                    String.format("character U+%04X is not allowed in YAML. Remove it.", e.getCodePoint()));
        } catch (YAMLException e) {
            throw ConfigException.of("YamlSyntax", new SourcePosition(source, 1, 1), "this is not valid YAML: " + e);
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static ConfigException syntax(MarkedYAMLException e, String source) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        SourcePosition at = mark == null
                ? new SourcePosition(source, 1, 1)
                : new SourcePosition(source, mark.getLine() + 1, mark.getColumn() + 1);
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return ConfigException.of("YamlSyntax", at, "this is not valid YAML: " + context + e.getProblem() + ".");
    }

    /**
     * The text of bytes that must be UTF-8.
     *
     * @param source name for positions
     * @throws ConfigException with the place of the first byte that is not
     */
    public static String decode(byte[] content, String source) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            SourcePosition at = TextHygiene.position(out.toString(), Integer.MAX_VALUE, source);
            throw ConfigException.of(
                    "NotUtf8",
                    at,
                    String.format(
                            "byte 0x%02X at offset %d is not UTF-8. Save the file as UTF-8.",
                            content[in.position()] & 0xFF, in.position()));
        }
        return out.toString();
    }
}
