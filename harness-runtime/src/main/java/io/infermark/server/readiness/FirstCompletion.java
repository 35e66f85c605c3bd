package io.infermark.server.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.infermark.api.Protocol;
import io.infermark.model.EndpointSpec;

/** The completion that proves readiness: one token, not streamed, with the endpoint's own body fields. */
final class FirstCompletion {
    private final EndpointSpec endpoint;
    private final String model;

    FirstCompletion(EndpointSpec endpoint, String model) {
        this.endpoint = endpoint;
        this.model = model;
    }

    String path() {
        return endpoint.basePath() + (endpoint.protocol() == Protocol.CHAT ? "/chat/completions" : "/completions");
    }

    String body() {
        ObjectNode body = ProbeJson.mapper().createObjectNode();
        body.put("model", model);
        if (endpoint.protocol() == Protocol.CHAT) {
            body.putArray("messages").addObject().put("role", "user").put("content", "Hello");
        } else {
            body.put("prompt", "Hello");
        }
        body.put("max_tokens", 1);
        endpoint.body()
                .forEach((name, json) -> ProbeJson.parse(json)
                        .ifPresentOrElse(value -> body.set(name, value), () -> body.put(name, json)));
        // What belongs to the measured stream would make this answer one.
        body.remove("stream");
        body.remove("stream_options");
        endpoint.removeBody().forEach(body::remove);
        return body.toString();
    }
}
