package dev.chronicle.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers the changes of each store's workers, such that a number once given is never given again,
 * whichever store it was for. Part of what all nodes agree on. Guarded by its {@link
 * RegistryState}.
 */
final class GroupEpochs {

    /** The workers of a store. */
    record Group(String scope, String store) implements Comparable<Group> {

        @Override
        public int compareTo(Group other) {
            int byScope = scope.compareTo(other.scope);
            return byScope == 0 ? store.compareTo(other.store) : byScope;
        }
    }

    private final Map<Group, Long> epochs = new TreeMap<>();
    private long last;

    /** The number of the last change; 0 if there is nobody. */
    long of(String scope, String store) {
        return epochs.getOrDefault(new Group(scope, store), 0L);
    }

    /** Workers of the store have come or gone. */
    void changed(String scope, String store) {
        last++;
        epochs.put(new Group(scope, store), last);
    }

    /** The last worker of the store has gone; if there are some again, they have a later number. */
    void emptied(String scope, String store) {
        epochs.remove(new Group(scope, store));
    }

    /** Gives the store a number behind {@code past}; whether it had none yet. */
    boolean raise(String scope, String store, long past) {
        if (of(scope, store) > past || of(scope, store) == 0) {
            return false;
        }
        last = Math.max(last, past);
        changed(scope, store);
        return true;
    }

    WireWriter write(WireWriter out) {
        out.i64(last).i32(epochs.size());
        epochs.forEach((group, epoch) -> out.text(group.scope).text(group.store).i64(epoch));
        return out;
    }

    void read(WireReader in) {
        last = in.i64();
        epochs.clear();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            epochs.put(new Group(in.text(), in.text()), in.i64());
        }
    }
}
