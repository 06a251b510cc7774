package dev.chronicle.store;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Which package of this module may know which: a sentence is a test. */
class JdbcArchitectureTest {

    private static final JavaClasses MODULE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(
                            "dev.chronicle.store.table",
                            "dev.chronicle.store.postgres",
                            "dev.chronicle.store.sqlite");

    @Test
    void postgres_and_sqlite_know_store_and_table_and_not_each_other() {
        onlyKnows("store.postgres", "store.table", "store", "event");
        onlyKnows("store.sqlite", "store.table", "store", "event");
    }

    @Test
    void table_knows_store_and_no_database() {
        onlyKnows("store.table", "store", "event");
        noClasses()
                .that()
                .resideInAPackage("dev.chronicle.store.table")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postgresql..", "org.sqlite..", "com.zaxxer..")
                .check(MODULE);
    }

    @Test
    void each_driver_is_known_to_its_own_store_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.chronicle.store.postgres")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(MODULE);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.chronicle.store.sqlite")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.sqlite..")
                .check(MODULE);
    }

    /** Of our own packages, {@code name} depends on itself and {@code known} alone. */
    private static void onlyKnows(String name, String... known) {
        var allowed = new ArrayList<>(List.of("dev.chronicle." + name));
        for (String other : known) {
            allowed.add("dev.chronicle." + other);
        }
        noClasses()
                .that()
                .resideInAPackage("dev.chronicle." + name)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.chronicle..")
                                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .check(MODULE);
    }
}
