package dev.chronicle.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notes in memory. Threads may share it. */
final class MemoryParkedEvents implements ParkedEvents {

    private final Map<String, List<ParkedEvent>> notes = new HashMap<>();

    @Override
    public synchronized void park(ParkedEvent event) {
        List<ParkedEvent> parked =
                notes.computeIfAbsent(event.projection(), _ -> new ArrayList<>());
        if (parked.stream().noneMatch(it -> it.position().equals(event.position()))) {
            parked.add(event);
        }
    }

    @Override
    public synchronized List<ParkedEvent> of(String projection) {
        return List.copyOf(notes.getOrDefault(projection, List.of()));
    }

    @Override
    public synchronized void forget(String projection) {
        notes.remove(projection);
    }
}
