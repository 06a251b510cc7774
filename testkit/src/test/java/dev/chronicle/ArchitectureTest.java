package dev.chronicle;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Which package of the library may know which: an arrow is a sentence, a sentence is a test. */
class ArchitectureTest {
    private static final JavaClasses LIBRARY =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.chronicle");

    @Test
    void the_library_has_classes_to_check() {
        assertThat(LIBRARY).extracting(JavaClass::getPackageName).contains("dev.chronicle.event");
    }

    @Test
    void event_knows_nothing_of_ours() {
        onlyKnows("event");
    }

    @Test
    void store_knows_event() {
        onlyKnows("store", "event");
    }

    @Test
    void the_stores_know_store_and_not_each_other() {
        onlyKnows("store.memory", "store", "event");
        onlyKnows("store.segment", "store", "event");
    }

    @Test
    void sourcing_knows_store_and_telemetry() {
        onlyKnows("sourcing", "store", "event", "telemetry");
    }

    @Test
    void projection_knows_store_supervision_and_telemetry() {
        onlyKnows("projection", "store", "event", "supervision", "telemetry");
    }

    @Test
    void channel_knows_store_and_supervision() {
        onlyKnows("channel", "store", "event", "supervision");
    }

    @Test
    void pubsub_knows_event_and_telemetry() {
        onlyKnows("pubsub", "event", "telemetry");
    }

    @Test
    void audit_knows_store_and_merkle() {
        onlyKnows("audit", "store", "event", "merkle");
    }

    @Test
    void merkle_supervision_and_telemetry_know_the_jdk_alone() {
        for (String name : List.of("merkle", "supervision", "telemetry")) {
            classes()
                    .that()
                    .resideInAPackage("dev.chronicle." + name)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "dev.chronicle." + name,
                                    "java..",
                                    "javax.crypto..",
                                    "org.jspecify.."))
                    .allowEmptyShould(true)
                    .check(LIBRARY);
        }
    }

    @Test
    void only_the_json_codecs_know_jackson() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.chronicle\\.event\\.Json.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                .check(LIBRARY);
    }

    @Test
    void the_library_makes_no_spans_by_itself() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(LIBRARY);
    }

    @Test
    void no_package_is_a_drawer_for_leftovers() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..common..", "..impl..", "..manager..", "..helper..")
                .check(LIBRARY);
    }

    /** Of our own packages, {@code name} depends on itself and {@code known} alone. */
    private static void onlyKnows(String name, String... known) {
        var allowed = new ArrayList<>(List.of("dev.chronicle." + name));
        for (String other : known) allowed.add("dev.chronicle." + other);
        noClasses()
                .that()
                .resideInAPackage("dev.chronicle." + name)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.chronicle..")
                                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .allowEmptyShould(true)
                .check(LIBRARY);
    }
}
