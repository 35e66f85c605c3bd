package io.infermark.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.infermark.model.EndpointSpec;
import io.infermark.spi.Endpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what an endpoint is before anything is measured: dialect, version, models and limits by its routes, and what it takes by a tiny real request.
 *
 * <p>Blocks; every question has a deadline. Errors are {@link EndpointException}s:
 * {@code [EndpointUnreachable]} (refused, unknown host, no route, connect time-out), {@code [EndpointTimeout]}, {@code [EndpointBroken]}, {@code [EndpointNotHttp]},
 * {@code [TlsUntrusted]}, {@code [TlsHostname]}, {@code [TlsNotSpoken]}, {@code [TlsClientCertificate]}, {@code [TlsFailed]},
 * {@code [EndpointUnauthorized]} (401, 403), {@code [EndpointPath]} (404), {@code [EndpointRedirect]}, {@code [EndpointBusy]} (429), {@code [EndpointNotReady]} (503),
 * {@code [EndpointServerError]}, {@code [EndpointRefused]} (other statuses), {@code [EndpointNotJson]}, {@code [EndpointNotSse]}, {@code [EndpointStreamError]},
 * {@code [EndpointEmpty]}, {@code [ModelNotServed]}, {@code [ModelAmbiguous]}, {@code [ModelNone]}, and those of {@link SecretStore}, {@link EndpointTls} and
 * {@link RequestHeaders}.
 */
public final class EndpointProbe {
    private static final List<String> USUAL_BASE_PATHS = List.of("/v1", "", "/api/v1", "/openai/v1");

    private final Endpoint endpoint;
    private final SecretStore secrets;
    private final ProbeOptions options;
    private final EndpointQuestions http;

    private EndpointProbe(Endpoint endpoint, SecretStore secrets, ProbeOptions options) {
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.options = options;
        EndpointSpec spec = endpoint.options();
        this.http = new EndpointQuestions(EndpointTls.of(spec), RequestHeaders.of(spec, secrets), secrets, options);
    }

    /** Probes with the secrets of this process. */
    public static EndpointFacts probe(Endpoint endpoint, ProbeOptions options) {
        return probe(endpoint, SecretStore.ofProcess(), options);
    }

    /** Probes an endpoint; its further URLs must serve the same model. */
    public static EndpointFacts probe(Endpoint endpoint, SecretStore secrets, ProbeOptions options) {
        return new EndpointProbe(endpoint, secrets, options).run();
    }

    /** Only what the first URL lists: models and their limits. */
    public static ModelCatalog catalog(Endpoint endpoint, SecretStore secrets, ProbeOptions options) {
        EndpointProbe probe = new EndpointProbe(endpoint, secrets, options);
        RequestUris uris = probe.uris(endpoint.urls().get(0));
        return probe.read(probe.http.get(uris.api("models")), uris);
    }

    private EndpointFacts run() {
        RequestUris uris = uris(endpoint.urls().get(0));
        EndpointQuestions.Answer list = http.get(uris.api("models"));
        List<String> notes = new ArrayList<>();
        boolean listed = list.ok() || endpoint.model().isEmpty() || !noList(list);
        ModelCatalog catalog = listed ? read(list, uris) : new ModelCatalog(List.of());
        DialectDetector.Detected detected =
                new DialectDetector(http, uris).detect(listed ? list : null, options.dialect());
        ServedModel model = model(catalog, list, notes);
        checkOthers(model.id());
        TinyRequests requests = new TinyRequests(
                http, uris, endpoint.options(), model.id(), detected.dialect().documented(), model.vocabularySize());
        TinyRequests.Confirmed confirmed = options.tinyRequests() ? requests.confirm() : requests.unconfirmed();
        notes.addAll(confirmed.notes());
        Capabilities capabilities = confirmed.capabilities().withTokenize(tokenize(uris, confirmed, model.id()));
        return new EndpointFacts(
                detected.dialect(),
                options.dialect() != null,
                detected.version().isEmpty() ? confirmed.fingerprint() : detected.version(),
                catalog,
                model.id(),
                detected.maxModelLen() > 0 ? detected.maxModelLen() : model.maxModelLen(),
                model.vocabularySize(),
                detected.slots(),
                capabilities,
                confirmed.tokenIdRange(),
                detected.provenance().known() ? detected.provenance() : confirmed.provenance(),
                confirmed.limitField(),
                notes);
    }

    private static boolean noList(EndpointQuestions.Answer list) {
        return list.status() == 404 || list.status() == 405 || list.status() == 501;
    }

    private ServedModel model(ModelCatalog catalog, EndpointQuestions.Answer list, List<String> notes) {
        String asked = endpoint.model();
        if (catalog.models().isEmpty() && !asked.isEmpty()) {
            notes.add("the server lists no models, so whether it serves " + asked + " was not checked by its list");
            return new ServedModel(asked, List.of(), "", 0, 0, 0);
        }
        return catalog.choose(asked, RequestUris.shown(list.uri()));
    }

    private TokenizeShape tokenize(RequestUris uris, TinyRequests.Confirmed confirmed, String model) {
        TokenizeShape shape = confirmed.capabilities().tokenize();
        boolean works = shape != TokenizeShape.NONE && new ServerTokenizer(http, uris, shape, model).works();
        return works ? shape : TokenizeShape.NONE;
    }

    private void checkOthers(String model) {
        for (URI url : endpoint.urls().subList(1, endpoint.urls().size())) {
            RequestUris uris = uris(url);
            EndpointQuestions.Answer list = http.get(uris.api("models"));
            if (list.ok() || !noList(list)) {
                ModelCatalog catalog = read(list, uris);
                if (!catalog.models().isEmpty()) {
                    ServedModel unused = catalog.choose(model, RequestUris.shown(list.uri()));
                }
            }
        }
    }

    private ModelCatalog read(EndpointQuestions.Answer list, RequestUris uris) {
        JsonNode json = list.ok() ? list.json() : null;
        if (json != null && json.path("data").isArray()) {
            return ModelCatalog.read(json);
        }
        if (list.status() == 404) {
            String elsewhere = usualBasePath(list.uri());
            if (elsewhere != null) {
                throw EndpointException.endpoint(
                        "EndpointPath",
                        uris.shownApi("models") + " answered 404, but there is a list of models under the base path \""
                                + elsewhere + "\". Set basePath to it.");
            }
        }
        throw StatusFailure.of(list, endpoint.options(), http);
    }

    private @Nullable String usualBasePath(URI failed) {
        for (String basePath : USUAL_BASE_PATHS) {
            URI candidate = new RequestUris(endpoint.urls().get(0), basePath, secrets).api("models");
            if (!candidate.equals(failed)) {
                EndpointQuestions.Answer answer = http.get(candidate);
                JsonNode json = answer.ok() ? answer.json() : null;
                if (json != null && json.path("data").isArray()) {
                    return basePath;
                }
            }
        }
        return null;
    }

    private RequestUris uris(URI url) {
        return new RequestUris(url, endpoint.options().basePath(), secrets);
    }
}
