package io.infermark.sim;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an HTTP error; carries no stack trace because it is an answer, not a fault of ours. */
final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String param;

    HttpProblem(int status, String type, String message, @Nullable String param) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
    }

    static HttpProblem badRequest(String message, @Nullable String param) {
        return new HttpProblem(400, "BadRequestError", message, param);
    }

    int status() {
        return status;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** The error object as the dialect writes it. */
    String json(SimDialect dialect) {
        ByteSink out = new ByteSink(256);
        switch (dialect) {
            case LLAMACPP -> {
                out.ascii("{\"error\":{\"code\":").number(status).ascii(",\"message\":");
                out.jsonString(message())
                        .ascii(",\"type\":")
                        .jsonString(llamaType())
                        .ascii("}}");
            }
            case SGLANG, TRTLLM -> {
                out.ascii("{\"object\":\"error\",\"message\":").jsonString(message());
                out.ascii(",\"type\":").jsonString(type).ascii(",\"param\":");
                putParam(out);
                out.ascii(",\"code\":").number(status).ascii("}");
            }
            case VLLM -> {
                out.ascii("{\"error\":{\"message\":").jsonString(message());
                out.ascii(",\"type\":").jsonString(type).ascii(",\"param\":");
                putParam(out);
                out.ascii(",\"code\":").number(status).ascii("}}");
            }
        }
        return out.toString();
    }

    private void putParam(ByteSink out) {
        if (param == null) {
            out.ascii("null");
        } else {
            out.jsonString(param);
        }
    }

    private String llamaType() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 404 -> "not_found_error";
            case 503 -> "unavailable_error";
            case 400 -> "input_tokens".equals(param) ? "exceed_context_size_error" : "invalid_request_error";
            default -> "server_error";
        };
    }
}
