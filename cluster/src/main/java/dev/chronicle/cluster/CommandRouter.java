package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Knows which node an aggregate belongs to, and asks nodes to carry out commands. Threads share it.
 */
final class CommandRouter {

    /** How long one node is waited for. */
    static final Duration ATTEMPT = Duration.ofMillis(1500);

    private final Distribution.Place place;
    private final String category;
    private final Duration attempt;
    private final Telemetry telemetry;

    /**
     * @param attempt how long one node is waited for
     */
    CommandRouter(
            Distribution.Place place, String category, Duration attempt, Telemetry telemetry) {
        this.place = place;
        this.category = category;
        this.attempt = attempt;
        this.telemetry = telemetry;
    }

    /**
     * How far the clocks of nodes may be apart: half a second where an attempt takes one and a
     * half.
     */
    Duration skew() {
        return attempt.dividedBy(3);
    }

    /** How long one node is waited for, where there is so much time left. */
    Duration attempt(Duration left) {
        return left.compareTo(attempt) < 0 ? left : attempt;
    }

    /** The id under which the nodes that have such aggregates are registered. */
    String registered() {
        return new SharedWork.OfAggregates(category).registered();
    }

    /**
     * Whom to ask, one after the other; this node is among them, and nobody comes behind it. Who
     * cannot be reached is not asked, though the registry of a node that is cut off still knows
     * them: what is asked in vain may have arrived, and makes a rejection wait until it cannot.
     */
    List<Member> route(String aggregate) {
        Member self = place.network().self();
        View view = place.network().view();
        List<Member> route = new ArrayList<>();
        for (Member node :
                Rendezvous.ranked(
                        category + "/" + aggregate, place.registry().group(registered()).nodes())) {
            if (node.equals(self)) {
                break;
            }
            if (view.has(node)) {
                route.add(node);
            }
        }
        route.add(self);
        return route;
    }

    /** What the node answers, within the time. */
    CommandAnswer ask(Member node, CommandRequest request, Duration atMost)
            throws InterruptedException {
        CommandAnswer answer = answer(node, request, atMost);
        switch (answer) {
            case CommandAnswer.Unsettled(String why) -> tellRerouted(node, why);
            case CommandAnswer.Refused(String why) -> tellRerouted(node, why);
            case CommandAnswer.Broken(String why) -> tellRerouted(node, why);
            case CommandAnswer.Accepted _, CommandAnswer.Rejected _, CommandAnswer.Conflict _ -> {}
        }
        return answer;
    }

    private void tellRerouted(Member node, String why) {
        telemetry.emit(() -> new TelemetryEvent.CommandRerouted(category, node.name(), why));
    }

    private CommandAnswer answer(Member node, CommandRequest request, Duration atMost)
            throws InterruptedException {
        byte[] message = Switchboard.addressed(place.scope(), category, request.toBytes());
        CompletableFuture<byte[]> asked =
                place.network().ask(node, Service.COMMANDS, message, atMost);
        try {
            return CommandAnswer.parse(asked.get());
        } catch (ExecutionException e) {
            return new CommandAnswer.Unsettled(String.valueOf(e.getCause()));
        } catch (MalformedMessageException e) {
            return new CommandAnswer.Unsettled(String.valueOf(e.getMessage()));
        }
    }
}
