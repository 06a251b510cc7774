package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.JsonEventCodec;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

class CommandWireTest {

    private static final byte[] BYTES = "bytes ä".getBytes(StandardCharsets.UTF_8);

    @Test
    void a_request_is_read_as_it_was_written() {
        CommandRequest request =
                new CommandRequest(
                        "account-1",
                        "payment-7",
                        Map.of("trace", "ü", "", "empty"),
                        Instant.ofEpochMilli(1_234_567),
                        BYTES);
        CommandRequest read = CommandRequest.parse(request.toBytes());
        assertThat(read.aggregate()).isEqualTo("account-1");
        assertThat(read.name()).isEqualTo("payment-7");
        assertThat(read.metadata()).isEqualTo(request.metadata());
        assertThat(read.until()).isEqualTo(request.until());
        assertThat(read.command()).isEqualTo(BYTES);
        refusesAllThatIsCutOff(request.toBytes(), CommandRequest::parse);
    }

    @Test
    void an_answer_is_read_as_it_was_written() {
        List<CommandAnswer> answers =
                List.of(
                        new CommandAnswer.Conflict("a"),
                        new CommandAnswer.Unsettled(""),
                        new CommandAnswer.Refused("c"),
                        new CommandAnswer.Broken("ä"));
        for (CommandAnswer answer : answers) {
            assertThat(CommandAnswer.parse(answer.toBytes())).isEqualTo(answer);
            refusesAllThatIsCutOff(answer.toBytes(), CommandAnswer::parse);
        }
        byte[] accepted = new CommandAnswer.Accepted(List.of(BYTES, new byte[0]), 42).toBytes();
        assertThat(CommandAnswer.parse(accepted))
                .isInstanceOfSatisfying(
                        CommandAnswer.Accepted.class,
                        it -> {
                            assertThat(it.events()).containsExactly(BYTES, new byte[0]);
                            assertThat(it.sequence()).isEqualTo(42);
                        });
        refusesAllThatIsCutOff(accepted, CommandAnswer::parse);
        assertThat(CommandAnswer.parse(new CommandAnswer.Rejected(BYTES).toBytes()))
                .isInstanceOfSatisfying(
                        CommandAnswer.Rejected.class,
                        it -> assertThat(it.reason()).isEqualTo(BYTES));
    }

    @Test
    void an_answer_of_a_kind_that_is_not_known_is_refused() {
        byte[] newer = new WireWriter().u8(7).toByteArray();
        assertThatThrownBy(() -> CommandAnswer.parse(newer))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("unknown answer=7");
    }

    private static void refusesAllThatIsCutOff(byte[] message, Consumer<byte[]> parse) {
        for (int length = 0; length < message.length; length++) {
            byte[] cutOff = Arrays.copyOf(message, length);
            assertThatThrownBy(() -> parse.accept(cutOff))
                    .isInstanceOf(MalformedMessageException.class);
        }
        byte[] longer = Arrays.copyOf(message, message.length + 1);
        assertThatThrownBy(() -> parse.accept(longer))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void commands_events_and_reasons_come_over_the_wire() {
        WireCodec<Stock.Command> commands = WireCodec.json(Stock.Command.class);
        WireCodec<Stock.Happened> events =
                WireCodec.events(JsonEventCodec.of(Stock.Happened.class));
        WireCodec<Stock.Refusal> reasons = WireCodec.names(Stock.Refusal.class);
        assertThat(commands.decode(commands.encode(new Stock.Command.Take(3))))
                .isEqualTo(new Stock.Command.Take(3));
        assertThat(events.decode(events.encode(new Stock.Happened.Added(4))))
                .isEqualTo(new Stock.Happened.Added(4));
        assertThat(reasons.decode(reasons.encode(Stock.Refusal.NOT_ENOUGH)))
                .isEqualTo(Stock.Refusal.NOT_ENOUGH);
        assertThatThrownBy(() -> reasons.decode(new WireWriter().text("NO").toByteArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
