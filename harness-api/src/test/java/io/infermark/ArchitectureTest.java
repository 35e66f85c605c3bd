package io.infermark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the API may know. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void validationKnowsTheModelAndTheModelKnowsTheEnumsOnly() {
        classes()
                .that()
                .resideInAPackage("io.infermark.validation")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify..", "io.infermark.validation", "io.infermark.model", "io.infermark.api")
                .check(classes);
        classes()
                .that()
                .resideInAPackage("io.infermark.model")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.infermark.model", "io.infermark.api")
                .check(classes);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.infermark.(**)..").should().beFreeOfCycles().check(classes);
    }
}
