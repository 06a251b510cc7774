package dev.chronicle.event;

import dev.chronicle.event.ShopEvent.Card;
import dev.chronicle.event.ShopEvent.Cash;
import dev.chronicle.event.ShopEvent.Colour;
import dev.chronicle.event.ShopEvent.Method;
import dev.chronicle.event.ShopEvent.Money;
import dev.chronicle.event.ShopEvent.Transfer;
import dev.chronicle.event.ShopEvent.Tree;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random events of all types, with values from the whole range of each. */
final class RandomShopEvents {

    private static final List<String> ZONES =
            List.of("Europe/Vienna", "America/New_York", "Asia/Kathmandu", "UTC", "Z");

    private final Random random;

    RandomShopEvents(Random random) {
        this.random = random;
    }

    ShopEvent next() {
        return switch (random.nextInt(8)) {
            case 0 -> new ShopEvent.Opened();
            case 1 -> new ShopEvent.Named(text());
            case 2 -> new ShopEvent.Sold(text(), money(), list(this::money), byBuyer());
            case 3 -> new ShopEvent.Paid(method(), list(this::method), optional(this::method));
            case 4 -> measured();
            case 5 -> timed();
            case 6 -> noted();
            default -> new ShopEvent.Grown(tree(4));
        };
    }

    private ShopEvent measured() {
        return new ShopEvent.Measured(
                random.nextInt(),
                random.nextLong(),
                number(Double.longBitsToDouble(random.nextLong())),
                Float.isFinite(Float.intBitsToFloat(random.nextInt())) ? random.nextFloat() : -0f,
                (short) random.nextInt(),
                (byte) random.nextInt(),
                (char) random.nextInt(0xd800),
                random.nextBoolean(),
                random.nextInt(),
                new BigInteger(random.nextInt(400), random),
                Colour.values()[random.nextInt(2)]);
    }

    private double number(double any) {
        return Double.isNaN(any) ? Double.NaN : any;
    }

    private ShopEvent timed() {
        Instant at = instant(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        Instant recent = instant(-60_000_000_000L, 250_000_000_000L);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-1000, 1000) * 60);
        return new ShopEvent.Timed(
                at,
                LocalDate.ofEpochDay(random.nextInt(-1_000_000, 1_000_000)),
                OffsetDateTime.ofInstant(recent, offset),
                ZonedDateTime.ofInstant(recent, ZoneId.of(ZONES.get(random.nextInt(5)))),
                Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000)),
                new UUID(random.nextLong(), random.nextLong()));
    }

    private Instant instant(long from, long to) {
        return Instant.ofEpochSecond(random.nextLong(from, to), random.nextInt(1_000_000_000));
    }

    private ShopEvent noted() {
        Set<String> labels = new HashSet<>(list(this::text));
        Map<Colour, Integer> colours = new HashMap<>();
        list(random::nextInt).forEach(it -> colours.put(Colour.values()[it & 1], it));
        return new ShopEvent.Noted(
                optional(this::text),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
                random.nextBoolean() ? null : text(),
                labels,
                colours);
    }

    private Money money() {
        BigInteger digits = new BigInteger(random.nextInt(200), random);
        return new Money(new BigDecimal(digits, random.nextInt(-50, 50)), text());
    }

    private Map<String, Money> byBuyer() {
        Map<String, Money> byBuyer = new HashMap<>();
        list(this::text).forEach(it -> byBuyer.put(it, money()));
        return byBuyer;
    }

    private Method method() {
        return switch (random.nextInt(3)) {
            case 0 -> new Card(text());
            case 1 -> new Transfer(text(), text());
            default -> new Cash();
        };
    }

    private Tree tree(int depth) {
        return new Tree(random.nextInt(), depth == 0 ? List.of() : list(() -> tree(depth - 1)));
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value.get());
    }

    private <T> List<T> list(Supplier<T> element) {
        return Stream.generate(element).limit(random.nextInt(5)).toList();
    }

    private String text() {
        return IntStream.generate(() -> random.nextInt(random.nextBoolean() ? 0x80 : 0x110000))
                .filter(it -> it < 0xd800 || it > 0xdfff)
                .limit(random.nextInt(12))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
