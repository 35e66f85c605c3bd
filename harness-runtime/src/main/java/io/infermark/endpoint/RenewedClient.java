package io.infermark.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * The JDK's HTTP client for servers that end connections. A question whose connection ended without a whole answer is asked once more, over a new connection: a server may close a kept one
 * just as we write onto it, and this client repeats no POST. It would take a dying HTTP/2 connection again, so that a new connection takes a new client. It also gives up, at a {@code GOAWAY},
 * streams that the server is about to answer; a server that says so on the first question of a connection is asked over HTTP/1.1. One that does not speak that either is
 * {@link PriorKnowledge}'s, see {@link #onlyMultiplexed}.
 *
 * <p>Every question may be asked twice, in that case three times. Threads may share it.
 */
public final class RenewedClient {
    private final Supplier<HttpClient> maker;
    private volatile HttpClient current;
    private volatile boolean single;

    /** @param maker of clients that are all the same */
    public RenewedClient(Supplier<HttpClient> maker) {
        this.maker = maker;
        this.current = maker.get();
    }

    /**
     * Asks.
     *
     * @param question HTTP/2 where its URI is https
     * @param once asks with that client; called again for a question that has to be repeated
     */
    public <T> CompletableFuture<T> ask(
            HttpRequest.Builder question, BiFunction<HttpClient, HttpRequest, CompletableFuture<T>> once) {
        HttpRequest plain = question.copy().version(HttpClient.Version.HTTP_1_1).build();
        URI uri = plain.uri();
        boolean multiplexed = "https".equalsIgnoreCase(uri.getScheme()) && !single;
        HttpRequest wanted =
                multiplexed ? question.version(HttpClient.Version.HTTP_2).build() : plain;
        HttpClient first = current;
        return once.apply(first, wanted)
                .exceptionallyCompose(failure -> connectionEnded(uri, failure)
                        ? once.apply(instead(first), wanted)
                        : CompletableFuture.failedFuture(failure))
                .exceptionallyCompose(failure -> {
                    if (!multiplexed || !goneAway(failure)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    single = true;
                    return once.apply(instead(current), plain);
                });
    }

    /**
     * Whether a failure may be that of a server that speaks only HTTP/2 in a way that the JDK's client cannot: in the clear, or over TLS with an end to the connection at its first question.
     *
     * @param failure what {@link #ask} ended in
     */
    public boolean onlyMultiplexed(URI uri, Throwable failure) {
        Throwable cause = cause(failure);
        return PriorKnowledge.mayHelp(uri, failure)
                || (single
                        && "https".equalsIgnoreCase(uri.getScheme())
                        && !(cause instanceof ConnectException)
                        && !(cause instanceof HttpTimeoutException));
    }

    private synchronized HttpClient instead(HttpClient worn) {
        if (current == worn) {
            current = maker.get();
        }
        return current;
    }

    private static boolean connectionEnded(URI uri, Throwable failure) {
        Throwable cause = cause(failure);
        return (cause instanceof IOException || cause instanceof UncheckedIOException)
                && !(cause instanceof ConnectException)
                && !(cause instanceof HttpTimeoutException)
                && !(cause instanceof SSLException)
                && !PriorKnowledge.mayHelp(uri, failure);
    }

    /** The JDK has no type for it. */
    private static boolean goneAway(Throwable failure) {
        return String.valueOf(cause(failure).getMessage())
                .toUpperCase(Locale.ROOT)
                .contains("GOAWAY");
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
