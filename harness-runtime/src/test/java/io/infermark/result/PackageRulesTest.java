package io.infermark.result;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the packages of figures and results may see. */
class PackageRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.infermark.metric", "io.infermark.result", "io.infermark.report");

    @Test
    void metricsSeeNeitherJsonNorNetworkNorResults() {
        noClasses()
                .that()
                .resideInAPackage("io.infermark.metric")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml..",
                        "io.netty..",
                        "org.asynchttpclient..",
                        "io.infermark.result..",
                        "io.infermark.report..")
                .check(CLASSES);
    }

    @Test
    void onlyTheBridgeSeesResultsOfJmh() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.JmhResultBridge(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.openjdk.jmh.results..")
                .check(CLASSES);
    }

    @Test
    void resultsDoNotSeeReportsAndNobodySeesTheNetwork() {
        noClasses()
                .that()
                .resideInAPackage("io.infermark.result")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.infermark.report..")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty..", "org.asynchttpclient..", "org.testcontainers..", "com.github.dockerjava..")
                .check(CLASSES);
    }
}
