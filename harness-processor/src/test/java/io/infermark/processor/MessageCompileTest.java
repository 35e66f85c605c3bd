package io.infermark.processor;

import static com.google.testing.compile.Compiler.javac;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import io.infermark.processor.report.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message: its text, its line, its column, and that nothing else of ours is said. */
class MessageCompileTest {
    private static final Pattern CODE = Pattern.compile("^\\[([A-Z]\\w+)] ");

    static Stream<MessageCase> cases() {
        return Stream.of(
                        ClassCases.all(),
                        ServedCases.all(),
                        EndpointCases.all(),
                        SweepCases.all(),
                        ClusterCases.all(),
                        RunCases.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isPrintedAtTheOffendingValueAndAlone(MessageCase expected) {
        Compilation compilation = javac().withProcessors(new BenchmarkProcessor(), new AnnotationClaimer())
                .compile(expected.sources());
        List<Diagnostic<? extends JavaFileObject>> ours = compilation.diagnostics().stream()
                .filter(d -> CODE.matcher(d.getMessage(null)).find())
                .collect(Collectors.toList());
        assertThat(ours)
                .as("diagnostics %s", compilation.diagnostics())
                .hasSize(1)
                .first()
                .satisfies(found -> {
                    assertThat(found.getMessage(null)).isEqualTo(expected.expected());
                    assertThat(found.getLineNumber()).as("line").isEqualTo(expected.line());
                    assertThat(found.getColumnNumber()).as("column").isEqualTo(expected.column());
                    assertThat(found.getSource().getName()).contains("Bench");
                });
        boolean error = ours.get(0).getKind() == Diagnostic.Kind.ERROR;
        assertThat(compilation.status() == Compilation.Status.FAILURE)
                .as("only errors fail a compile")
                .isEqualTo(error);
        if (!error && expected.message() != Message.ANNOTATION_STRAY) {
            assertThat(compilation.generatedFiles())
                    .as("a warning stops nothing")
                    .anyMatch(file -> file.getName().endsWith("META-INF/infermark/matrix/com.x.Bench"));
        }
    }

    @Test
    void noMessageLacksACase() {
        Set<Message> tested = cases().map(MessageCase::message).collect(Collectors.toSet());
        // These need a file manager that fails; WriteFailureTest has them.
        tested.addAll(Set.of(Message.WRITE_FAILED, Message.UNEXPECTED));
        assertThat(tested).containsExactlyInAnyOrder(Message.values());
    }

    @Test
    void codesAreUniqueAndAtLeastThirty() {
        List<String> codes = Arrays.stream(Message.values()).map(Message::code).toList();
        assertThat(codes)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(30)
                .allMatch(code -> {
                    Matcher matcher = CODE.matcher("[" + code + "] ");
                    return matcher.find();
                });
    }
}
