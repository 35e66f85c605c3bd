package io.infermark.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the packages may know of each other. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.infermark.(**)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyTheTreeLocatorKnowsTheCompiler() {
        noClasses()
                .that()
                .doNotHaveSimpleName("TreeLocator")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.source..")
                .check(classes);
    }

    @Test
    void onlyWritersKnowJavaPoet() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.infermark.processor.write", "io.infermark.processor")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.palantir..")
                .check(classes);
    }
}
