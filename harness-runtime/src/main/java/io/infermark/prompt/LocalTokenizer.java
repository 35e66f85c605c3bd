package io.infermark.prompt;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The model's own {@code tokenizer.json}, read here. Needs no network: the native library is in the jar and is unpacked once into a cache folder.
 *
 * <p>About 0.1 million tokens a second: fit for preparing prompts, not for the token path.
 */
public final class LocalTokenizer implements TextTokenizer, AutoCloseable {
    private static final int MAX_CANDIDATES = 4_096;
    private static final int MAX_WORD = 12;

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;

    private LocalTokenizer(Path file, HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /**
     * Reads a tokenizer.
     *
     * <p>The library behind it takes its settings from system properties; those that keep it off the network and that name the cache folder are set here if nobody has set them.
     *
     * @param path a {@code tokenizer.json}, or a folder that holds one
     * @param nativeCache where the native library is unpacked
     * @throws PromptException {@code [TokenizerMissing]} if there is no such file, {@code [TokenizerUnreadable]} if it is no tokenizer
     */
    public static LocalTokenizer open(Path path, Path nativeCache) {
        Path file = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
        if (!Files.isReadable(file)) {
            throw new PromptException(
                    "TokenizerMissing",
                    "there is no readable file " + file
                            + ". The tokenizer is named by a path to tokenizer.json or to the folder that holds it.");
        }
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent("DJL_CACHE_DIR", nativeCache.toAbsolutePath().toString());
        try {
            Vocabulary vocabulary = Vocabulary.read(file);
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true"));
            return new LocalTokenizer(file, tokenizer, vocabulary);
        } catch (IOException | RuntimeException e) {
            throw new PromptException("TokenizerUnreadable", file + " is no tokenizer: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new PromptException(
                    "TokenizerNative",
                    "the native tokenizer library does not load on this machine: " + e.getMessage()
                            + ". Leave the tokenizer out, so that the server's own is asked.",
                    e);
        }
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) {
            System.setProperty(name, value);
        }
    }

    @Override
    public PromptKind kind() {
        return PromptKind.LOCAL_TOKENIZER;
    }

    @Override
    public String description() {
        return "tokenizer " + file.getFileName() + " with " + vocabulary.size() + " entries";
    }

    /** Entries of the vocabulary, special tokens included: the highest id and one. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** Entries of the model's own vocabulary, without those that were added to it: {@code vocab_size} of a Python tokenizer. */
    public int modelVocabularySize() {
        return vocabulary.modelEntries();
    }

    /** The text of ids, special tokens included. */
    public String decode(long... ids) {
        return tokenizer.decode(ids, false);
    }

    /** Prompts of ids of ordinary tokens: the longest run of ids below the conservative end that no added token interrupts. */
    public TokenIdPrompts tokenIdPrompts() {
        TokenIdPrompts safe = TokenIdPrompts.forVocabulary(vocabulary.size());
        int bestFirst = safe.first();
        int bestEnd = safe.first();
        int first = safe.first();
        for (int id = safe.first(); id <= safe.end(); id++) {
            if (id == safe.end() || vocabulary.added().contains(id)) {
                if (id - first > bestEnd - bestFirst) {
                    bestFirst = first;
                    bestEnd = id;
                }
                first = id + 1;
            }
        }
        return TokenIdPrompts.inRange(bestFirst, bestEnd);
    }

    @Override
    public int count(String text, boolean special) {
        return tokenizer.encode(text, special, false).getIds().length;
    }

    /** The ids of a text. */
    public long[] encode(String text, boolean special) {
        return tokenizer.encode(text, special, false).getIds();
    }

    @Override
    public List<String> candidates() {
        return vocabulary.words();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** What is read from the file itself, since the library does not tell. */
    private record Vocabulary(int size, int modelEntries, Set<Integer> added, List<String> words) {
        static Vocabulary read(Path file) throws IOException {
            int highest = -1;
            int modelEntries = 0;
            Set<Integer> added = new HashSet<>();
            List<String> words = new ArrayList<>();
            try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
                String section = "";
                String name = "";
                int depth = 0;
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    switch (token) {
                        case START_OBJECT, START_ARRAY -> depth++;
                        case END_OBJECT, END_ARRAY -> depth--;
                        case FIELD_NAME -> {
                            name = parser.currentName();
                            section = depth == 1
                                    ? name
                                    : depth == 2 && section.startsWith("model") ? "model." + name : section;
                        }
                        case VALUE_NUMBER_INT -> {
                            if (section.equals("added_tokens") && name.equals("id")) {
                                added.add(parser.getIntValue());
                                highest = Math.max(highest, parser.getIntValue());
                            } else if (section.equals("model.vocab") && depth == 3) {
                                highest = Math.max(highest, parser.getIntValue());
                                modelEntries++;
                                addWord(name, words);
                            }
                        }
                        default -> {}
                    }
                }
            }
            return new Vocabulary(highest + 1, modelEntries, Set.copyOf(added), List.copyOf(words));
        }

        /** A token that stands for a space and lower-case letters: byte-level and sentence-piece vocabularies mark the space with one character. */
        private static void addWord(String token, List<String> words) {
            if (words.size() >= MAX_CANDIDATES || token.length() < 3 || token.length() > MAX_WORD) {
                return;
            }
            if (token.charAt(0) != '\u0120' && token.charAt(0) != '\u2581') {
                return;
            }
            String word = token.substring(1);
            if (word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
                words.add(word);
            }
        }
    }
}
