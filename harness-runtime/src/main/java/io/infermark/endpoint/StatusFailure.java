package io.infermark.endpoint;

import io.infermark.model.EndpointSpec;

/** Turns an answer that is not the one hoped for into a coded error that says what to do. */
final class StatusFailure {
    private StatusFailure() {}

    static EndpointException of(EndpointQuestions.Answer answer, EndpointSpec spec, EndpointQuestions http) {
        String where = RequestUris.shown(answer.uri());
        String said = http.redact(answer.message());
        String quote = said.isEmpty() ? "" : " (\"" + said + "\")";
        int status = answer.status();
        if (status == 401 || status == 403) {
            return EndpointException.endpoint(
                    "EndpointUnauthorized",
                    where + " answered " + status + quote + ". "
                            + (spec.apiKey().isEmpty()
                                    ? "It wants a key: name where it is with apiKey, env:NAME or file:/path."
                                    : "It does not accept the key that apiKey " + spec.apiKey() + " names."));
        }
        if (status == 404 || status == 405) {
            return EndpointException.endpoint(
                    "EndpointPath",
                    where + " answered " + status + quote + ": there is no such route. Check basePath, which is \""
                            + RequestUris.withoutQuery(spec.basePath()) + "\", and the protocol, which is "
                            + spec.protocol().label() + ".");
        }
        if (status / 100 == 3) {
            return EndpointException.endpoint(
                    "EndpointRedirect",
                    where + " answered " + status + " and points to \""
                            + http.redact(RequestUris.withoutQuery(answer.header("location")))
                            + "\". Redirects are not followed, since each request would pay for one: use that address.");
        }
        if (status == 429) {
            return EndpointException.endpoint(
                    "EndpointBusy",
                    where + " answered 429" + quote
                            + ": it limits the rate. Measure a server that is free for it, without a limit.");
        }
        if (status == 503) {
            return EndpointException.endpoint(
                    "EndpointNotReady",
                    where + " answered 503" + quote + ". Wait until it is healthy; its log says why it is not.");
        }
        if (status / 100 == 5) {
            return EndpointException.endpoint(
                    "EndpointServerError", where + " answered " + status + quote + ". Its log says why.");
        }
        if (answer.ok()) {
            return EndpointException.endpoint(
                    "EndpointNotJson",
                    where + " answered " + status + " with " + shownType(answer)
                            + " instead of JSON. Is it an inference server, and is basePath \""
                            + RequestUris.withoutQuery(spec.basePath()) + "\" right?");
        }
        return EndpointException.endpoint(
                "EndpointRefused",
                where + " answered " + status + quote
                        + ". Fields that it does not take can be removed with removeBody, others added with body.");
    }

    static String shownType(EndpointQuestions.Answer answer) {
        String type = answer.header("content-type");
        return type.isEmpty() ? "no content type" : "\"" + type + "\"";
    }
}
