package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.StreamId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Compares the log with what {@link StockProgram}s were told: what was accepted is there once, what
 * was rejected is not, the streams keep their order and the rules of the things, and the projection
 * had every event.
 */
final class StockChecker {

    private final List<StockProcess> processes;

    /** Checks what these say, which are all that ever ran. */
    StockChecker(List<StockProcess> processes) {
        this.processes = processes;
    }

    void check(List<Event> stored) {
        checkAnswers(commandsIn(stored));
        checkHandled(stored.size());
    }

    /** The commands that were carried out; the order of the log and its streams is checked. */
    private static Set<String> commandsIn(List<Event> stored) {
        JsonEventCodec<Stock.Happened> codec = JsonEventCodec.of(Stock.Happened.class);
        Stock.Rules rules = new Stock.Rules();
        Map<StreamId, Stock> stocks = new HashMap<>();
        Map<StreamId, Long> sequences = new HashMap<>();
        Set<String> commands = new HashSet<>();
        for (int i = 0; i < stored.size(); i++) {
            Event event = stored.get(i);
            assertThat(event.position().value()).isEqualTo(i + 1L);
            assertThat(event.sequence()).isEqualTo(sequences.merge(event.stream(), 1L, Long::sum));
            Stock before = stocks.getOrDefault(event.stream(), rules.initial());
            Stock after = rules.apply(before, codec.decode(event));
            assertThat(after.left()).isNotNegative();
            stocks.put(event.stream(), after);
            String command = event.id().value().replaceAll("/.*", "");
            assertThat(commands.add(command)).as("once: %s", command).isTrue();
        }
        return commands;
    }

    private void checkAnswers(Set<String> carriedOut) {
        Map<String, Integer> counts = new TreeMap<>();
        for (StockProcess process : processes) {
            for (List<StockOutput.Answer> caller : process.output.answers().values()) {
                for (StockOutput.Answer answer : caller) {
                    boolean stored = carriedOut.contains(answer.command());
                    switch (answer.kind()) {
                        case "accepted" -> assertThat(stored).as("%s", answer).isTrue();
                        case "rejected" -> assertThat(stored).as("%s", answer).isFalse();
                        default -> assertThat(answer.kind()).isEqualTo("failed");
                    }
                    counts.merge(answer.kind(), 1, Integer::sum);
                }
            }
        }
        System.out.printf("answers=%s%n", counts);
        assertThat(counts).containsKeys("accepted", "rejected");
    }

    /** Who handled a position, and whether it was disturbed at that time. */
    private record Handling(String run, boolean disturbed) {}

    /** By position. */
    private Map<Long, List<Handling>> handled() {
        Map<Long, List<Handling>> handled = new TreeMap<>();
        for (StockProcess process : processes) {
            for (StockOutput.Handled one : process.output.handled()) {
                handled.computeIfAbsent(one.position(), _ -> new ArrayList<>())
                        .add(new Handling(process.run, process.disturbances.include(one.at())));
            }
        }
        return handled;
    }

    /** Each once, but for what somebody did who was killed, paused or cut off then. */
    private void checkHandled(int head) {
        Map<Long, List<Handling>> handled = handled();
        assertThat(List.copyOf(handled.keySet()))
                .isEqualTo(LongStream.rangeClosed(1, head).boxed().toList());
        handled.forEach(
                (position, by) ->
                        assertThat(by.stream().filter(it -> !it.disturbed()).count())
                                .as("position %d was handled by undisturbed ones: %s", position, by)
                                .isLessThanOrEqualTo(1));
        long doubled = handled.values().stream().filter(it -> it.size() > 1).count();
        System.out.printf("events=%d handledTwice=%d%n", head, doubled);
    }
}
