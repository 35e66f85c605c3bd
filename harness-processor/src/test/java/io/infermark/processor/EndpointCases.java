package io.infermark.processor;

import static io.infermark.processor.BenchmarkSource.valid;

import io.infermark.processor.report.Message;
import java.util.List;

/** Messages about how requests are made. */
final class EndpointCases {
    private EndpointCases() {}

    static List<MessageCase> all() {
        return List.of(
                MessageCase.of(
                        Message.URL_MALFORMED,
                        "\"localhost:8000\" is no address of a server: it is neither http nor https. Write it as"
                                + " \"http://host:8000\".",
                        valid().withUrls("/*!*/\"localhost:8000\"")),
                MessageCase.of(
                                Message.URL_MALFORMED,
                                "\"http://a/v1\" is no address of a server: it has more than scheme, host and port; a path goes"
                                        + " to basePath. Write it as \"http://host:8000\".",
                                valid().withUrls("{\"http://b\", /*!*/\"http://a/v1\"}"))
                        .named("path"),
                MessageCase.of(
                                Message.URL_MALFORMED,
                                "\"http://a b\" is no address of a server: it is no URI. Write it as \"http://host:8000\".",
                                valid().withUrls("/*!*/\"http://a b\""))
                        .named("no URI"),
                MessageCase.of(
                                Message.URL_MALFORMED,
                                "\"http://:80\" is no address of a server: it names no host. Write it as \"http://host:8000\".",
                                valid().withUrls("/*!*/\"http://:80\""))
                        .named("no host"),
                MessageCase.of(
                                Message.URL_MALFORMED,
                                "\"http://a:70000\" is no address of a server: there is no port 70000. Write it as"
                                        + " \"http://host:8000\".",
                                valid().withUrls("/*!*/\"http://a:70000\""))
                        .named("port"),
                MessageCase.of(
                        Message.URL_SECRET,
                        "the address of a carries credentials in the clear, which would stand in every result. Remove"
                                + " them and use apiKey or a header with env:NAME.",
                        valid().withUrls("/*!*/\"http://me:secret@a\"")),
                MessageCase.of(
                        Message.URL_TWICE,
                        "the address http://a is given twice, so it would get twice its share of requests. Remove one.",
                        valid().withUrls("{\"http://a\", /*!*/\"http://a\"}")),
                MessageCase.of(
                        Message.BASE_PATH_MALFORMED,
                        "the base path \"v1/\" can't precede a path of the API. Begin it with \"/\" and leave out a query"
                                + " and the last \"/\"; empty means none.",
                        valid().withEndpoint("basePath = /*!*/\"v1/\"")),
                MessageCase.of(
                        Message.SECRET_INLINE,
                        "the API key is written in the clear. Write where it is instead: env:NAME or file:/path.",
                        valid().withEndpoint("apiKey = /*!*/\"sk-1234\"")),
                MessageCase.of(
                        Message.HEADER_MALFORMED,
                        "a header has the form \"Name: value\", but there is no name before a colon.",
                        valid().withEndpoint("headers = {\"A: b\", /*!*/\"no colon\"}")),
                MessageCase.of(
                        Message.HEADER_INVALID,
                        "\"A B\" can't be the name of a header, or its value has a line break. Correct it.",
                        valid().withEndpoint("headers = /*!*/\"A B: c\"")),
                MessageCase.of(
                        Message.HEADER_SECRET,
                        "the header Authorization holds a secret in the clear. Write where it is instead:"
                                + " \"Authorization: env:NAME\" or \"Authorization: file:/path\".",
                        valid().withEndpoint("headers = {\"A: b\", /*!*/\"Authorization: Bearer abc\"}")),
                MessageCase.of(
                        Message.HEADER_MANAGED,
                        "the header X-Request-Id is set by the harness for each request. Remove it.",
                        valid().withEndpoint("headers = /*!*/\"X-Request-Id: 1\"")),
                MessageCase.of(
                        Message.BODY_MALFORMED,
                        "\"temperature\" is no body field. Write name=JSON value, such as \"temperature=0.7\".",
                        valid().withEndpoint("body = /*!*/\"temperature\"")),
                MessageCase.of(
                        Message.BODY_TWICE,
                        "the body field a is set twice; only one value can be sent. Remove one.",
                        valid().withEndpoint("body = {\"a=1\", /*!*/\"a=2\"}")),
                MessageCase.of(
                        Message.BODY_NOT_JSON,
                        "the body field user has the value me, which is no JSON. Strings need quotes: name=\"value\".",
                        valid().withEndpoint("body = {\"top_p=0.5\", /*!*/\"user=me\"}")),
                MessageCase.of(
                        Message.BODY_MANAGED,
                        "the body field stream is what the harness measures with and can't be replaced. Leave it out.",
                        valid().withEndpoint("body = /*!*/\"stream=false\"")),
                MessageCase.of(
                                Message.BODY_MANAGED,
                                "the body field prompt is what the harness measures with and can't be removed. Leave it out.",
                                valid().withEndpoint("removeBody = {\"ignore_eos\", /*!*/\"prompt\"}"))
                        .named("removed"),
                MessageCase.of(
                        Message.CERTIFICATE_MALFORMED,
                        "\"cert.pem\" is no pair of files. Give the certificate and its key, separated by a comma:"
                                + " cert.pem,key.pem.",
                        valid().withEndpoint("clientCertificate = /*!*/\"cert.pem\"")));
    }
}
