package io.infermark.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The answer of {@code /v1/embeddings}: for each input a made-up vector of length 1, which follows from the seed and the
 * input's tokens. Answered at once and on the loop; not in the send log, and its tokens are in no counter.
 */
final class Embeddings {
    private static final long VECTOR_STREAM = 0x656d6265L;

    /** Numbers of one answer, some 50 MB of text. */
    private static final int MOST_NUMBERS = 1 << 22;

    private final LoopState loop;

    Embeddings(LoopState loop) {
        this.loop = loop;
    }

    /** The body of the answer; the model was checked. */
    String answer(JsonNode root, String model) {
        List<int[]> inputs = loop.parser.inputs(root);
        String encoding = root.path("encoding_format").asText("float");
        if (!encoding.equals("float") && !encoding.equals("base64")) {
            throw HttpProblem.badRequest(
                    "encoding_format must be float or base64, not " + encoding + ".", "encoding_format");
        }
        int size = size(root.path("dimensions"));
        if (inputs.size() > MOST_NUMBERS / size) {
            throw HttpProblem.badRequest(
                    "An answer holds " + MOST_NUMBERS + " numbers, so at most " + MOST_NUMBERS / size
                            + " inputs of this size, not " + inputs.size() + ".",
                    "input");
        }
        int tokens = 0;
        long id = VECTOR_STREAM;
        ByteSink data = new ByteSink(inputs.size() * size * 12 + 64);
        for (int i = 0; i < inputs.size(); i++) {
            int[] input = inputs.get(i);
            checkLength(input.length);
            tokens += input.length;
            long seed = Mixer.mix(loop.config.serving().seed() ^ VECTOR_STREAM, Arrays.hashCode(input));
            id = Mixer.mix(id, seed);
            data.ascii(i > 0 ? ",{\"index\":" : "{\"index\":").number(i);
            data.ascii(",\"object\":\"embedding\",\"embedding\":");
            put(vector(seed, size), encoding.equals("base64"), data);
            data.put('}');
        }
        ByteSink out = new ByteSink(data.size() + 512);
        out.ascii("{\"id\":\"embd-").ascii(HexFormat.of().toHexDigits(id));
        out.ascii("\",\"object\":\"list\",\"created\":").number(System.currentTimeMillis() / 1000);
        out.ascii(",\"model\":").jsonString(model).ascii(",\"data\":[").put(data);
        out.ascii("],\"usage\":{\"prompt_tokens\":").number(tokens);
        out.ascii(",\"total_tokens\":").number(tokens);
        return out.ascii(",\"completion_tokens\":0,\"prompt_tokens_details\":null}}")
                .toString();
    }

    private int size(JsonNode dimensions) {
        int most = loop.config.serving().embeddingSize();
        if (dimensions.isMissingNode() || dimensions.isNull()) {
            return most;
        }
        if (!dimensions.isIntegralNumber()
                || !dimensions.canConvertToInt()
                || dimensions.asInt() < 1
                || dimensions.asInt() > most) {
            throw HttpProblem.badRequest(
                    "dimensions must be a whole number from 1 to " + most + ", not " + dimensions + ".", "dimensions");
        }
        return dimensions.asInt();
    }

    private void checkLength(int tokens) {
        int most = loop.config.serving().maxModelLen();
        if (tokens > most) {
            throw HttpProblem.badRequest(
                    "This model's maximum context length is " + most + " tokens. However, you requested " + tokens
                            + " tokens in the input for embedding generation. Please reduce the length of the input.",
                    "input_tokens");
        }
    }

    private static float[] vector(long seed, int size) {
        double[] values = new double[size];
        double squares = 0;
        for (int i = 0; i < size; i++) {
            values[i] = 2 * Mixer.unit(seed, i) - 1;
            squares += values[i] * values[i];
        }
        double scale = 1 / Math.sqrt(Math.max(squares, Double.MIN_NORMAL));
        float[] vector = new float[size];
        for (int i = 0; i < size; i++) {
            vector[i] = (float) (values[i] * scale);
        }
        return vector;
    }

    private static void put(float[] vector, boolean base64, ByteSink out) {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            out.put('"')
                    .ascii(Base64.getEncoder().encodeToString(bytes.array()))
                    .put('"');
            return;
        }
        out.put('[');
        for (int i = 0; i < vector.length; i++) {
            out.ascii(i > 0 ? "," : "").ascii(Float.toString(vector[i]));
        }
        out.put(']');
    }
}
