package dev.chronicle.channel.redis;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** Which packages the channel on Redis may know. */
class RedisArchitectureTest {

    private static final JavaClasses MODULE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.chronicle.channel.redis");

    @Test
    void of_ours_it_knows_channel_and_supervision() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.chronicle..")
                                .and(
                                        not(
                                                resideInAnyPackage(
                                                        "dev.chronicle.channel",
                                                        "dev.chronicle.channel.redis",
                                                        "dev.chronicle.supervision"))))
                .check(MODULE);
    }

    @Test
    void nothing_public_shows_the_client() {
        noClasses()
                .that()
                .arePublic()
                .and()
                .doNotHaveSimpleName("RedisChannel")
                .and()
                .doNotHaveSimpleName("DeadLetters")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("redis.clients..")
                .check(MODULE);
    }
}
