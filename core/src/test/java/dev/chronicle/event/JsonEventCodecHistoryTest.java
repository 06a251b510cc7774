package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Map;

class JsonEventCodecHistoryTest {

    sealed interface Bank {}

    record Deposited(BigDecimal amount, String currency, String teller) implements Bank {}

    record Withdrawn(BigDecimal amount) implements Bank {}

    @EventType(value = "closed", aliases = "AccountClosed")
    record Closed() implements Bank {}

    /** Three versions of deposits, and a type that became two. */
    private static JsonEventCodec.Builder<Bank> bank() {
        return JsonEventCodec.builder(Bank.class)
                .rename(Deposited.class, "MoneyDeposited")
                .alias(Deposited.class, "Deposit", "PaidIn")
                .upcast("MoneyDeposited", 1, data -> data.put("currency", "EUR"))
                .upcast(
                        "MoneyDeposited",
                        2,
                        data -> {
                            data.set("teller", data.remove("clerk"));
                            return data;
                        })
                .upcast("MoneyMoved", 1, data -> data.put("clerk", "nobody"))
                .retype(
                        "MoneyMoved",
                        2,
                        old ->
                                old.data().get("amount").decimalValue().signum() < 0
                                        ? old.as("Withdrawn", 1)
                                        : old.as("MoneyDeposited", 1));
    }

    private static final JsonEventCodec<Bank> CODEC = bank().build();

    @Nested
    class Names {

        @Test
        void a_name_that_is_given_wins_over_the_simple_name() {
            assertThat(CODEC.encode(deposited("1")).type()).isEqualTo("MoneyDeposited");
            assertThat(CODEC.encode(new Closed()).type()).isEqualTo("closed");
            assertThat(
                            JsonEventCodec.builder(Bank.class)
                                    .rename(Closed.class, "gone")
                                    .build()
                                    .encode(new Closed())
                                    .type())
                    .isEqualTo("gone");
        }

        @Test
        void old_names_are_read() {
            String json = "{\"amount\":1,\"clerk\":\"t\"}";

            assertThat(CODEC.decode(StoredEvents.json("Deposit", json))).isEqualTo(deposited("1"));
            assertThat(CODEC.decode(StoredEvents.json("PaidIn", json))).isEqualTo(deposited("1"));
            assertThat(CODEC.decode(StoredEvents.json("AccountClosed", "{}")))
                    .isEqualTo(new Closed());
        }

        @Test
        void a_renamed_record_is_not_read_under_its_simple_name() {
            assertThatExceptionOfType(UnknownEventTypeException.class)
                    .isThrownBy(() -> CODEC.decode(StoredEvents.json("Deposited", "{}")));
        }

        @Test
        void names_of_two_records_are_refused() {
            refused(bank().rename(Withdrawn.class, "MoneyDeposited"), "name=MoneyDeposited");
            refused(bank().alias(Withdrawn.class, "Deposit"), "name=Deposit ");
            refused(bank().alias(Withdrawn.class, "closed"), "name=closed ");
        }
    }

    @Nested
    class Versions {

        @Test
        void the_version_is_written_when_it_is_above_one() {
            assertThat(CODEC.encode(deposited("1")).metadata()).isEqualTo(Map.of("schema", "3"));
            assertThat(CODEC.encode(new Closed()).metadata()).isEmpty();
        }

        @Test
        void each_version_takes_the_steps_that_it_lacks() {
            Bank expected = deposited("1.50");

            assertThat(read("MoneyDeposited", "1", "{\"amount\":1.50,\"clerk\":\"t\"}"))
                    .isEqualTo(expected);
            assertThat(
                            read(
                                    "MoneyDeposited",
                                    "2",
                                    "{\"amount\":1.50,\"currency\":\"EUR\",\"clerk\":\"t\"}"))
                    .isEqualTo(expected);
            assertThat(CODEC.decode(StoredEvents.of(CODEC.encode(expected)))).isEqualTo(expected);
        }

        @Test
        void a_type_becomes_two_others_and_takes_their_steps() {
            assertThat(read("MoneyMoved", "1", "{\"amount\":7}"))
                    .isEqualTo(new Deposited(new BigDecimal(7), "EUR", "nobody"));
            assertThat(read("MoneyMoved", "2", "{\"amount\":-7,\"clerk\":\"t\"}"))
                    .isEqualTo(new Withdrawn(new BigDecimal(-7)));
        }

        @Test
        void numbers_pass_upcasters_with_all_their_digits() {
            String amount = "12345678901234567890.12345678901234567890";

            assertThat(read("MoneyDeposited", "1", "{\"amount\":" + amount + ",\"clerk\":\"t\"}"))
                    .isEqualTo(deposited(amount));
        }

        @Test
        void a_version_of_the_future_is_an_error() {
            failed("MoneyDeposited", "4", "{}", "schema=4 known=3");
            failed("MoneyMoved", "3", "{}", "upcast to a type that no record has");
            failed("MoneyMoved", "4", "{}", "schema=4 known=3");
        }

        @Test
        void data_that_is_no_object_does_not_reach_an_upcaster() {
            failed("MoneyDeposited", "1", "[1]", "not a JSON object: ARRAY");
            failed("MoneyDeposited", "1", "", "not a JSON object");
            failed("MoneyDeposited", "1", "{", "not JSON: ");
        }

        @Test
        void an_upcaster_that_fails_is_named() {
            failed("MoneyMoved", "2", "{}", "the upcaster of MoneyMoved version 2 failed: ");
        }

        @Test
        void upcasters_in_a_circle_are_an_error() {
            var codec =
                    JsonEventCodec.builder(Bank.class)
                            .retype("A", 1, old -> old.as("B", 1))
                            .retype("B", 1, old -> old.as("A", 1))
                            .build();

            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> codec.decode(StoredEvents.json("A", "{}")))
                    .withMessageContaining("the upcasters go in a circle: at A version 1");
        }

        @Test
        void upcasters_that_lead_nowhere_are_an_error() {
            var codec =
                    JsonEventCodec.builder(Bank.class)
                            .retype("A", 1, old -> old.as("Nothing", 1))
                            .retype("B", 1, old -> old.as("Withdrawn", 2))
                            .build();

            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> codec.decode(StoredEvents.json("A", "{}")))
                    .withMessageContaining(
                            "upcast to a type that no record has: Nothing version 1");
            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> codec.decode(StoredEvents.json("B", "{}")))
                    .withMessageContaining("a version that there is not: Withdrawn version 2");
        }

        @Test
        void histories_that_make_no_sense_are_refused() {
            refused(
                    bank().upcast("MoneyDeposited", 4, data -> data),
                    "an upcaster is missing: type=MoneyDeposited version=3");
            refused(
                    bank().upcast("Withdraw", 1, data -> data),
                    "the upcasters lead to a type that no record has: type=Withdraw version=2");
            refused(
                    bank().upcast("Deposit", 1, data -> data),
                    "upcasters belong to the current name: alias=Deposit name=MoneyDeposited");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bank().upcast("MoneyDeposited", 1, data -> data))
                    .withMessage("two upcasters from one version: type=MoneyDeposited version=1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bank().upcast("MoneyDeposited", 0, data -> data))
                    .withMessage("versions start at 1: type=MoneyDeposited version=0");
        }
    }

    private static Deposited deposited(String amount) {
        return new Deposited(new BigDecimal(amount), "EUR", "t");
    }

    private static Bank read(String type, String schema, String json) {
        return CODEC.decode(StoredEvents.json(type, schema, json));
    }

    private static void failed(String type, String schema, String json, String reason) {
        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> read(type, schema, json))
                .withMessageContaining("type=%s position=42".formatted(type))
                .withMessageContaining(reason);
    }

    private static void refused(JsonEventCodec.Builder<Bank> history, String why) {
        assertThatIllegalArgumentException().isThrownBy(history::build).withMessageContaining(why);
    }
}
