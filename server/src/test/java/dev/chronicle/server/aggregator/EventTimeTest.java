package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

class EventTimeTest {

    private static final String EXTRA = "unexpected extra characters at the end of the input";

    private static Instant ofNumber(String number) {
        return EventTime.ofNumber(number.toCharArray(), 0, number.length());
    }

    private static Fault faultOf(String text) {
        return catchThrowableOfType(
                        InvalidValueException.class, () -> assertThat(EventTime.ofText(text)))
                .fault();
    }

    private static Fault faultOfNumber(String number) {
        return catchThrowableOfType(InvalidValueException.class, () -> assertThat(ofNumber(number)))
                .fault();
    }

    @Nested
    class Iso {

        @ParameterizedTest
        @CsvSource({
            "2025-01-31T23:59:59Z, 2025-01-31T23:59:59Z",
            "2025-01-31T23:59:59z, 2025-01-31T23:59:59Z",
            "2025-01-31T23:59:59, 2025-01-31T23:59:59Z",
            "2025-01-31t23:59:59, 2025-01-31T23:59:59Z",
            "2025-01-31 23:59:59, 2025-01-31T23:59:59Z",
            "2025-01-31_23:59:59, 2025-01-31T23:59:59Z",
            "2025-01-31T23:59, 2025-01-31T23:59:00Z",
            "2025-01-31T23:59Z, 2025-01-31T23:59:00Z",
            "2025-01-31T23:59+01:00, 2025-01-31T22:59:00Z",
            "2025-01-31, 2025-01-31T00:00:00Z",
            "2024-02-29, 2024-02-29T00:00:00Z",
            "2000-02-29, 2000-02-29T00:00:00Z",
            "0001-01-01, 0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
            "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.5Z",
        })
        void dates_and_times_are_read(String text, Instant expected) {
            assertThat(EventTime.ofText(text)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "+02:00, 2025-01-01T10:00:00Z",
            "+0200, 2025-01-01T10:00:00Z",
            "+02, 2025-01-01T10:00:00Z",
            "-02:30, 2025-01-01T14:30:00Z",
            "-0230, 2025-01-01T14:30:00Z",
            "\u221202:30, 2025-01-01T14:30:00Z",
            "+23:59, 2024-12-31T12:01:00Z",
            "-23:59, 2025-01-02T11:59:00Z",
            "+00:00, 2025-01-01T12:00:00Z",
            "-00:00, 2025-01-01T12:00:00Z",
        })
        void offsets_are_read(String offset, Instant expected) {
            assertThat(EventTime.ofText("2025-01-01T12:00:00" + offset)).isEqualTo(expected);
            assertThat(EventTime.ofText("2025-01-01T12:00:00.000" + offset)).isEqualTo(expected);
        }

        @Test
        void a_fraction_may_have_one_to_nine_digits() {
            String digits = "123456789";
            for (int count = 1; count <= 9; count++) {
                String text = "2025-01-01T00:00:00." + digits.substring(0, count);
                Instant expected = Instant.parse(text + "Z");
                assertThat(EventTime.ofText(text)).isEqualTo(expected);
                assertThat(EventTime.ofText(text + "Z")).isEqualTo(expected);
                assertThat(EventTime.ofText(text.replace('.', ',') + "Z")).isEqualTo(expected);
            }
        }

        @Test
        void what_is_below_a_nanosecond_is_cut_off() {
            assertThat(EventTime.ofText("2025-01-01T00:00:00.9999999999999Z"))
                    .isEqualTo("2025-01-01T00:00:00.999999999Z");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2025-01-01T24:00:00Z",
                    "2025-01-01T24:00",
                    "2025-01-01T23:60:00Z",
                    "2016-12-31T23:59:60Z",
                    "2025-01-01T23:59:61Z",
                    "2025-01-01T",
                    "2025-01-01Tx",
                    "2025-01-01Z",
                    "2025-01-01T00",
                    "2025-01-01T00:0",
                    "2025-01-01T1:00:00",
                    "2025-01-01T00-00:00",
                    "2025-01-01T000000",
                    "2025-01-01T00:00:",
                    "2025-01-01T00:00:0",
                    "2025-01-01T00:00:00.",
                    "2025-01-01T00:00:00.Z",
                    "2025-01-01T00:00:00.1x",
                    "2025-01-01T00:00.5",
                    "2025-01-01T00:00:00ZZ",
                    "2025-01-01T00:00:00 Z",
                    "2025-01-01T00:00:00Z ",
                    "2025-01-01T00:00:00+",
                    "2025-01-01T00:00:00+1",
                    "2025-01-01T00:00:00+24:00",
                    "2025-01-01T00:00:00+00:60",
                    "2025-01-01T00:00:00+00:6",
                    "2025-01-01T00:00:00+00:",
                    "2025-01-01T00:00:00+02:00:00",
                    "2025-01-01T00:00:00Europe/Berlin",
                    "2025-01-01  00:00:00",
                    "2025-01-01/00:00:00",
                })
        void other_times_of_day_are_refused(String text) {
            assertThat(faultOf(text)).isEqualTo(Fault.badTime(EXTRA));
        }

        @ParameterizedTest
        @CsvSource({
            "'', input is too short",
            "' ', input is too short",
            "yesterday, input is too short",
            "2025-1-1, input is too short",
            "2025-01, input is too short",
            "2025-13-01, month value is outside expected range of 1-12",
            "2025-00-01T00:00:00Z, month value is outside expected range of 1-12",
            "2025-01-00, day value is outside expected range",
            "2025-01-32, day value is outside expected range",
            "2025-04-31, day value is outside expected range",
            "2025-02-29, day value is outside expected range",
            "1900-02-29, day value is outside expected range",
            "202x-01-01, invalid character in year",
            "' 2025-01-01', invalid character in year",
            "-025-01-01, invalid character in year",
            "2025-x1-01, invalid character in month",
            "2025-W01-1, invalid character in month",
            "2025-01-x1, invalid character in day",
            "2025/01/01, 'invalid date separator, expected `-`'",
            "2025-01.01, 'invalid date separator, expected `-`'",
            "10000-01-01, 'invalid date separator, expected `-`'",
            "20250101T00, 'invalid date separator, expected `-`'",
        })
        void other_dates_are_refused(String text, String reason) {
            assertThat(faultOf(text)).isEqualTo(Fault.badTime(reason));
        }

        @ParameterizedTest
        @CsvSource({
            "0000-12-31T23:59:59Z, year 0 is out of range",
            "0001-01-01T00:00:00+00:01, year 0 is out of range",
            "9999-12-31T23:59:59-00:01, year 10000 is out of range",
        })
        void years_that_cannot_be_written_back_are_refused(String text, String reason) {
            assertThat(faultOf(text)).isEqualTo(Fault.timeOutOfRange(reason));
        }
    }

    @Nested
    class Unix {

        @ParameterizedTest
        @CsvSource({
            "0, 1970-01-01T00:00:00Z",
            "-0, 1970-01-01T00:00:00Z",
            "1700000000, 2023-11-14T22:13:20Z",
            "1700000000.5, 2023-11-14T22:13:20.5Z",
            "1700000000.123456789, 2023-11-14T22:13:20.123456789Z",
            "1700000000.1234567899, 2023-11-14T22:13:20.123456789Z",
            "-1, 1969-12-31T23:59:59Z",
            "-0.25, 1969-12-31T23:59:59.750Z",
            "20000000000, 2603-10-11T11:33:20Z",
            "-20000000000, 1336-03-23T12:26:40Z",
        })
        void numbers_are_seconds(String number, Instant expected) {
            assertThat(ofNumber(number)).isEqualTo(expected);
            assertThat(EventTime.ofText(number)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "20000000000.1, 1970-08-20T11:33:20.0001Z",
            "20000000001, 1970-08-20T11:33:20.001Z",
            "-20000000001, 1969-05-14T12:26:39.999Z",
            "1700000000123, 2023-11-14T22:13:20.123Z",
            "1700000000123.456789, 2023-11-14T22:13:20.123456789Z",
            "253402300799999, 9999-12-31T23:59:59.999Z",
            "-62135596800000, 0001-01-01T00:00:00Z",
        })
        void large_numbers_are_milliseconds(String number, Instant expected) {
            assertThat(ofNumber(number)).isEqualTo(expected);
            assertThat(EventTime.ofText(number)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "1.7e9, 2023-11-14T22:13:20Z",
            "17E+8, 2023-11-14T22:13:20Z",
            "1700000000123e-3, 2023-11-14T22:13:20.123Z",
            "1.7e12, 2023-11-14T22:13:20Z",
            "-5e-1, 1969-12-31T23:59:59.5Z",
            "1e-300, 1970-01-01T00:00:00Z",
            "1e-2147483647, 1970-01-01T00:00:00Z",
            "0e2147483647, 1970-01-01T00:00:00Z",
        })
        void json_numbers_may_have_an_exponent(String number, Instant expected) {
            assertThat(ofNumber(number)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "+1, 1970-01-01T00:00:01Z",
            "1., 1970-01-01T00:00:01Z",
            ".5, 1970-01-01T00:00:00.5Z",
            "-.5, 1969-12-31T23:59:59.5Z",
            "20250101, 1970-08-23T09:01:41Z",
            "2025, 1970-01-01T00:33:45Z",
        })
        void text_may_be_any_decimal(String text, Instant expected) {
            assertThat(EventTime.ofText(text)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(strings = {".", "+", "-", "--1", "1.2.3", " 1", "1 ", "1_0", "1e3", "NaN"})
        void other_text_is_no_number(String text) {
            assertThat(faultOf(text)).isEqualTo(Fault.badTime("input is too short"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "253402300800000",
                    "99999999999999999999999999999999",
                    "9223372036854775808",
                    "1e300",
                    "1e2147483647",
                    "1e99999999999"
                })
        void beyond_the_year_9999_they_are_refused(String number) {
            String reason = "dates after 9999 are not supported as unix timestamps";
            assertThat(faultOfNumber(number)).isEqualTo(Fault.timeOutOfRange(reason));
            assertThat(faultOfNumber("-" + number))
                    .isEqualTo(
                            Fault.timeOutOfRange(
                                    "dates before 0000 are not supported as unix timestamps"));
            if (number.indexOf('e') < 0) {
                assertThat(faultOf(number)).isEqualTo(Fault.badTime(reason));
            }
        }

        @Test
        void before_the_year_1_they_are_refused() {
            assertThat(faultOfNumber("-62135596800001"))
                    .isEqualTo(Fault.timeOutOfRange("year 0 is out of range"));
        }
    }

    @Test
    @ExtendWith(SeededRandomness.class)
    void every_time_that_is_written_is_read(RandomGenerator random) {
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(-62135596800L + 86_400, 253402300800L - 86_400);
            Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
            ZoneOffset zone = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1080, 1081));
            OffsetDateTime written = time.atOffset(zone);
            assertThat(EventTime.ofText(written.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)))
                    .isEqualTo(time);
            assertThat(EventTime.ofText(time.toString())).isEqualTo(time);
        }
    }

    @Test
    @ExtendWith(SeededRandomness.class)
    void whatever_the_text_it_is_a_time_in_range_or_refused(RandomGenerator random) {
        String alphabet = "0123456789-+:.,TtZz _eE\u2212x";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder("2025-01-31T23:59:59.125+01:30");
            text.setLength(random.nextInt(text.length() + 1));
            for (int edit = random.nextInt(4); edit > 0; edit--) {
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                text.insert(random.nextInt(text.length() + 1), c);
            }
            try {
                assertThat(EventTime.ofText(text.toString()))
                        .isBetween(
                                Instant.parse("0001-01-01T00:00:00Z"),
                                Instant.parse("9999-12-31T23:59:59.999999999Z"));
            } catch (InvalidValueException e) {
                assertThat(e.fault().type()).startsWith("datetime_");
            }
        }
    }
}
