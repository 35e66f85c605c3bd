package io.infermark.doctor;

import io.infermark.platform.HostView;
import io.infermark.server.container.ContainerSurvey;
import io.infermark.server.diagnosis.Diagnosis;
import io.infermark.server.diagnosis.DiagnosisTable;
import java.util.List;
import java.util.Optional;

/** The Docker API of Docker or Podman: whether it answers, and whether it has the images. */
final class ContainerEngineCheck implements HostCheck {
    private final ContainerSurveys surveys;

    ContainerEngineCheck(ContainerSurveys surveys) {
        this.surveys = surveys;
    }

    @Override
    public String name() {
        return "container-engine";
    }

    @Override
    public CheckResult examine(HostView host, Needs needs) {
        if (!ContainerSurvey.expected(host)) {
            String text = "neither docker nor podman on the PATH, no socket, and DOCKER_HOST is not set";
            return needs.containers()
                    ? CheckResult.fail(
                            name(),
                            text + ", but servers are to be containers",
                            "install Docker, or use @Server(launch = Launch.PROCESS) or -server URL.")
                    : CheckResult.notApplicable(name(), text + ": servers can be processes or URLs");
        }
        ContainerSurvey survey = surveys.of(needs.images());
        if (!survey.reachable()) {
            Optional<Diagnosis> known =
                    DiagnosisTable.standard().diagnose(List.of(survey.problem()), Optional.empty(), false);
            String fix = known.map(Diagnosis::fix)
                    .orElse("start it (systemctl start docker, podman system service), or set DOCKER_HOST.");
            return needs.containers() || !needs.stated()
                    ? CheckResult.fail(name(), survey.problem(), fix)
                    : CheckResult.warn(name(), survey.problem(), fix);
        }
        if (!survey.absentImages().isEmpty()) {
            return CheckResult.fail(
                    name(),
                    survey.version() + " answers, but has no image " + survey.absentImages(),
                    "docker pull " + String.join("; docker pull ", survey.absentImages())
                            + ", since images are not pulled during a run unless -pull allows it.");
        }
        return CheckResult.ok(
                name(),
                survey.version() + " answers"
                        + (needs.images().isEmpty()
                                ? ""
                                : ", and has "
                                        + needs.images().stream().sorted().toList()));
    }
}
