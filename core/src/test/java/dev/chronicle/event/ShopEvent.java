package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Events with a component of every kind that a codec must carry. */
sealed interface ShopEvent {

    record Opened() implements ShopEvent {}

    record Named(String name) implements ShopEvent {}

    sealed interface Priced extends ShopEvent {}

    record Sold(String item, Money price, List<Money> parts, Map<String, Money> byBuyer)
            implements Priced {}

    record Paid(Method method, List<Method> refused, Optional<Method> before) implements Priced {}

    record Measured(
            int count,
            long total,
            double ratio,
            float share,
            short small,
            byte tiny,
            char letter,
            boolean checked,
            Integer boxed,
            BigInteger huge,
            Colour colour)
            implements ShopEvent {}

    record Timed(
            Instant at,
            LocalDate day,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration taken,
            UUID id)
            implements ShopEvent {}

    record Noted(
            Optional<String> text,
            OptionalInt number,
            OptionalLong large,
            @Nullable String remark,
            Set<String> labels,
            Map<Colour, Integer> colours)
            implements ShopEvent {

        /** Not a component: belongs to no JSON. */
        public boolean isShort() {
            return text.isEmpty();
        }

        public String getTitle() {
            return "title";
        }
    }

    record Grown(Tree tree) implements ShopEvent {}

    record Money(BigDecimal amount, String currency) {}

    record Tree(int value, List<Tree> children) {}

    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "like grass";
            }
        }
    }

    sealed interface Method {}

    record Card(String number) implements Method {}

    @EventType("bank-transfer")
    record Transfer(String iban, String type) implements Method {}

    record Cash() implements Method {}
}
