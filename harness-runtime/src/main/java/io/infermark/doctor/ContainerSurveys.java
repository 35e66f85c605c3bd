package io.infermark.doctor;

import io.infermark.server.container.ContainerSurvey;
import java.util.Collection;

/** Asks the engine of containers. */
@FunctionalInterface
interface ContainerSurveys {
    ContainerSurvey of(Collection<String> images);
}
