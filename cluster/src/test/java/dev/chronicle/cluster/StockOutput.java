package dev.chronicle.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a {@link StockProgram} has said so far. Threads share it. Times are those at which it was
 * read, of {@link System#nanoTime}.
 */
final class StockOutput {

    /**
     * What a command came to.
     *
     * @param command its id
     * @param kind accepted, rejected or failed
     */
    record Answer(String command, String kind, long at) {}

    /** An event that the projection has handled. */
    record Handled(long position, long at) {}

    private final Map<String, List<Answer>> answers = new TreeMap<>();
    private final List<Handled> handled = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private List<String> seen = List.of();

    synchronized void add(String line, long at) {
        List<String> words = List.of(line.split(" ", -1));
        switch (words.getFirst()) {
            case "accepted", "rejected", "failed" -> {
                String caller = words.get(1);
                answers.computeIfAbsent(caller, _ -> new ArrayList<>())
                        .add(new Answer(caller + "-" + words.get(2), words.getFirst(), at));
            }
            case "handled" -> handled.add(new Handled(Long.parseLong(words.get(1)), at));
            case "sees" -> seen = List.of(words.get(1).split(",", -1));
            default -> said.add(line);
        }
    }

    synchronized boolean said(String line) {
        return said.contains(line);
    }

    /** Whom it says it can reach, itself included. */
    synchronized List<String> seen() {
        return seen;
    }

    synchronized List<Handled> handled() {
        return List.copyOf(handled);
    }

    /** Whether it has handled an event since then. */
    synchronized boolean hasHandled(long since) {
        return !handled.isEmpty() && handled.getLast().at() > since;
    }

    /** The event that it has handled last; 0 if it has handled none. */
    synchronized Handled lastHandled() {
        return handled.isEmpty() ? new Handled(0, Long.MIN_VALUE) : handled.getLast();
    }

    /** The answers in their order, by caller. */
    synchronized Map<String, List<Answer>> answers() {
        Map<String, List<Answer>> copy = new TreeMap<>();
        answers.forEach((caller, list) -> copy.put(caller, List.copyOf(list)));
        return copy;
    }

    /** Whether every caller of it was answered so often since then, be it that it failed. */
    synchronized boolean isAnswered(long since, int times) {
        return haveSince(since, times, _ -> true);
    }

    /** Whether commands of every caller of it were carried out or rejected since then. */
    synchronized boolean isServed(long since, int times) {
        return haveSince(since, times, it -> !it.kind().equals("failed"));
    }

    private boolean haveSince(long since, int times, Predicate<Answer> counts) {
        return answers.size() == StockProgram.CALLERS
                && answers.values().stream()
                        .allMatch(it -> since(it, since).stream().filter(counts).count() >= times);
    }

    private static List<Answer> since(List<Answer> answers, long since) {
        int first = answers.size();
        while (first > 0 && answers.get(first - 1).at() > since) {
            first--;
        }
        return answers.subList(first, answers.size());
    }

    /** The longest time that a caller waited for an answer that came since then. */
    synchronized Duration longestWait(long since) {
        long longest = 0;
        for (List<Answer> answered : answers.values()) {
            int first = answered.size() - since(answered, since).size();
            for (int i = Math.max(1, first); i < answered.size(); i++) {
                longest = Math.max(longest, answered.get(i).at() - answered.get(i - 1).at());
            }
        }
        return Duration.ofNanos(longest);
    }
}
