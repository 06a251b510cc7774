package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

class CanonicalFormTest {

    /** Made by hand from the description of the form, by a program in another language. */
    private static final String GOLDEN =
            """
            01000000000000000700000000000000030000019b7ca98f2e000000006955b8
            ff3ade68b10b42616e6b4163636f756e740b6163636f756e742d31323303652d
            31094465706f736974656402056163746f72045a6fc3ab06616d6f756e74056c
            617267650105747261636506742df09f9a80106170706c69636174696f6e2f6a
            736f6e82017b22616d6f756e74223a2239393939393939393939393939393939
            3939393939393939393939393939393939393939393939393939393939393939
            3939393939393939393939393939393939393939393939393939393939393939
            3939393939393939393939393939393939393939393939393939393939393939
            3939393939227d
            """;

    private static final String GOLDEN_SHA256 =
            "2ae7e681567d26c05a725101646796be7543d42d4a1808ae395eb243f9d6ad9d";

    private static final Event EVENT =
            new Event(
                    new Position(7),
                    3,
                    Instant.parse("2026-01-02T03:04:05.678Z"),
                    new EventId("e-1"),
                    StreamId.parse("BankAccount/account-123"),
                    "Deposited",
                    Instant.parse("2025-12-31T23:59:59.987654321Z"),
                    List.of(Tag.parse("amount:large"), Tag.parse("actor:Zoë")),
                    EventData.json("{\"amount\":\"" + "9".repeat(117) + "\"}"),
                    Map.of("trace", "t-\uD83D\uDE80"));

    @Test
    void an_event_has_the_bytes_that_are_written_down_here() {
        assertThat(HexFormat.of().formatHex(CanonicalForm.of(EVENT)))
                .isEqualTo(GOLDEN.replace("\n", ""));
    }

    @Test
    void an_event_has_the_hash_that_is_written_down_here() {
        assertThat(HexFormat.of().formatHex(CanonicalForm.sha256(EVENT))).isEqualTo(GOLDEN_SHA256);
    }

    @Test
    void the_bytes_written_down_here_are_the_event() {
        assertThat(parse(HexFormat.of().parseHex(GOLDEN.replace("\n", "")))).isEqualTo(EVENT);
    }

    @Test
    void random_events_come_back_equal_and_with_the_same_bytes() {
        long seed = ThreadLocalRandom.current().nextLong();
        RandomEvents events = new RandomEvents(new Random(seed));
        for (int i = 0; i < 2000; i++) {
            Event event = events.next();
            byte[] bytes = CanonicalForm.of(event);

            Event parsed = parsed(bytes, seed);
            assertThat(parsed).as("seed=%d i=%d", seed, i).isEqualTo(event);
            assertThat(CanonicalForm.of(parsed)).as("seed=%d i=%d", seed, i).isEqualTo(bytes);
        }
    }

    private static Event parsed(byte[] bytes, long seed) {
        try {
            return parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("refused its own bytes: seed=" + seed, e);
        }
    }

    @Test
    void an_event_may_stand_between_other_bytes() {
        byte[] form = CanonicalForm.of(EVENT);
        byte[] bytes = new byte[form.length + 20];
        Arrays.fill(bytes, (byte) 0xff);
        System.arraycopy(form, 0, bytes, 9, form.length);

        assertThat(CanonicalForm.parse(bytes, 9, form.length)).isEqualTo(EVENT);
    }

    @Test
    void a_place_outside_the_array_is_refused() {
        byte[] form = CanonicalForm.of(EVENT);

        assertThatThrownBy(() -> CanonicalForm.parse(form, 0, form.length + 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> CanonicalForm.parse(form, -1, form.length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void every_truncation_is_refused() {
        byte[] form = CanonicalForm.of(EVENT);
        for (int length = 0; length < form.length; length++) {
            int shorter = length;
            assertThatIllegalArgumentException()
                    .as("length=%d", shorter)
                    .isThrownBy(() -> CanonicalForm.parse(form, 0, shorter));
        }
    }

    @Test
    void trailing_bytes_are_refused() {
        byte[] form = CanonicalForm.of(EVENT);

        refused(Arrays.copyOf(form, form.length + 1), "bytes behind the end");
    }

    @Test
    void random_damage_is_refused_or_is_another_event() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        RandomEvents events = new RandomEvents(random);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = CanonicalForm.of(events.next());
            for (int damages = random.nextInt(3); damages >= 0; damages--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            refusesOrGivesBack(bytes, "seed=%d i=%d".formatted(seed, i));
        }
    }

    private static void refusesOrGivesBack(byte[] bytes, String run) {
        Event event;
        try {
            event = parse(bytes);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(CanonicalForm.of(event)).as(run).isEqualTo(bytes);
    }

    @Test
    void other_versions_are_refused() {
        byte[] form = CanonicalForm.of(EVENT);
        form[0] = 2;

        refused(form, "unknown version 2");
    }

    @Test
    void an_offered_event_has_no_place_until_it_is_filled_in() {
        NewEvent offered =
                NewEvent.of(EVENT.stream(), EVENT.type())
                        .id(EVENT.id().value())
                        .time(EVENT.time())
                        .tags(EVENT.tags())
                        .data(EVENT.data())
                        .metadata(EVENT.metadata())
                        .build();
        CanonicalWriter writer = new CanonicalWriter();
        writer.write(offered);
        byte[] form = writer.toByteArray();

        assertThatIllegalArgumentException().isThrownBy(() -> parse(form));
        CanonicalWriter.fillPlace(form, 0, 7, 3, EVENT.recordedAt().toEpochMilli());
        assertThat(parse(form)).isEqualTo(EVENT);
    }

    @Test
    void a_writer_puts_one_event_behind_the_other() {
        CanonicalWriter writer = new CanonicalWriter(0);
        writer.write(EVENT);
        int first = writer.size();
        writer.write(EVENT);

        assertThat(CanonicalForm.parse(writer.array(), first, first)).isEqualTo(EVENT);
        assertThat(writer.size()).isEqualTo(2 * first);
    }

    private static Event parse(byte[] bytes) {
        return CanonicalForm.parse(bytes, 0, bytes.length);
    }

    private static void refused(byte[] bytes, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(bytes))
                .withMessageContaining(why);
    }
}
