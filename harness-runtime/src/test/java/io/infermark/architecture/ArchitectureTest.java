package io.infermark.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of the house. Each rule protects a promise: of accuracy (who may touch the network), of safety (who may start things), of being readable. */
@AnalyzeClasses(packages = "io.infermark", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] NETWORK = {"io.netty..", "org.asynchttpclient.."};
    private static final String[] CONTAINERS = {"org.testcontainers..", "com.github.dockerjava.."};

    @ArchTest
    static final ArchRule figuresAreDerivedWithoutNetworkContainersOrJson = noClasses()
            .that(resideInAnyPackage("io.infermark.record..", "io.infermark.metric..", "io.infermark.sse.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(NETWORK)
                    .or(resideInAnyPackage(CONTAINERS))
                    .or(resideInAPackage("com.fasterxml.jackson.databind..")));

    /** The scanner parses an error's body with the streaming parser, once a request. */
    @ArchTest
    static final ArchRule onlyErrorBodiesAreParsedOnTheWayToAFigure = noClasses()
            .that(resideInAnyPackage("io.infermark.record..", "io.infermark.metric..", "io.infermark.sse.."))
            .and(DescribedPredicate.describe(
                    "are not ErrorBody", (JavaClass c) -> !c.getName().startsWith("io.infermark.sse.ErrorBody")))
            .should()
            .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule onlyTheLoadPathAndTheSimulatorTouchTheNetworkLibrary = noClasses()
            .that(DescribedPredicate.not(
                    resideInAnyPackage("io.infermark.load..", "io.infermark.sim..", "io.infermark.endpoint..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(NETWORK));

    @ArchTest
    static final ArchRule onlyServersStartContainers = noClasses()
            .that(DescribedPredicate.not(resideInAPackage("io.infermark.server..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(CONTAINERS));

    @ArchTest
    static final ArchRule loadNeverSeesServers = noClasses()
            .that(resideInAPackage("io.infermark.load.."))
            .should()
            .dependOnClassesThat(resideInAPackage("io.infermark.server.."));

    @ArchTest
    static final ArchRule onlyTheBridgeSeesJmhResults = noClasses()
            .that(DescribedPredicate.not(DescribedPredicate.describe(
                    "the bridge to JMH", (JavaClass c) -> c.getName().contains("JmhResultBridge"))))
            .should()
            .dependOnClassesThat(resideInAPackage("org.openjdk.jmh.results.."));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.infermark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule publicClassesAreFinalOrSealed = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and(DescribedPredicate.describe("are not sealed", (JavaClass c) -> !isSealed(c)))
            .should()
            .haveModifier(JavaModifier.FINAL);

    private static boolean isSealed(JavaClass type) {
        try {
            return Class.forName(type.getName(), false, ArchitectureTest.class.getClassLoader())
                    .isSealed();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyPackageHasItsDesignPage() throws IOException {
        Path sources = Path.of("src/main/java/io/infermark");
        try (Stream<Path> folders = Files.walk(sources)) {
            List<Path> without = folders.filter(Files::isDirectory)
                    .filter(ArchitectureTest::holdsClasses)
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(without).isEmpty();
        }
    }

    private static boolean holdsClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
