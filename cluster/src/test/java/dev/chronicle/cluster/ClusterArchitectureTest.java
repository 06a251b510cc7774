package dev.chronicle.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** What this module may know: a sentence is a test. */
class ClusterArchitectureTest {

    private static final JavaClasses MODULE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.chronicle.cluster");

    @Test
    void cluster_knows_the_library_and_no_database() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.chronicle.cluster",
                        "dev.chronicle.event",
                        "dev.chronicle.store",
                        "dev.chronicle.sourcing",
                        "dev.chronicle.projection",
                        "dev.chronicle.supervision",
                        "dev.chronicle.pubsub",
                        "dev.chronicle.telemetry",
                        "org.jgroups..",
                        "org.jspecify..",
                        "javax.crypto..",
                        "javax.net.ssl..",
                        "javax.security..",
                        "java..")
                .check(MODULE);
    }

    @Test
    void only_the_engine_knows_jgroups() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.chronicle\\.cluster\\.(JGroups|Raft).*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jgroups..")
                .check(MODULE);
    }
}
