package io.infermark.endpoint;

/** Forms of tokenize endpoints. All stand at the server's root, not under the base path. */
public enum TokenizeShape {
    /** There is none that is known. */
    NONE("", ""),
    /** vLLM and SGLang: {@code {"model","prompt","add_special_tokens"}} → {@code {"count","tokens"}}. */
    VLLM("tokenize", "prompt"),
    /** llama.cpp: {@code {"content","add_special"}} → {@code {"tokens"}}. */
    LLAMA_CPP("tokenize", "content"),
    /** TGI: {@code {"inputs","add_special_tokens"}} → an array with an object for each token. */
    TGI("tokenize", "inputs");

    private final String route;
    private final String textField;

    TokenizeShape(String route, String textField) {
        this.route = route;
        this.textField = textField;
    }

    String route() {
        return route;
    }

    String textField() {
        return textField;
    }
}
