package io.infermark.server.container;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.WaitResponse;
import java.util.function.IntConsumer;

/** Told by the engine of containers when a container ends. */
final class DeathWatch extends ResultCallbackTemplate<DeathWatch, WaitResponse> {
    private final IntConsumer ended;

    DeathWatch(IntConsumer ended) {
        this.ended = ended;
    }

    @Override
    public void onNext(WaitResponse response) {
        Integer code = response.getStatusCode();
        ended.accept(code == null ? -1 : code);
    }
}
