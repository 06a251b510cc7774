package dev.chronicle.cluster;

import java.util.Comparator;

/** Which worker: what is registered once. Sorted so that a store's workers stand together. */
record WorkerKey(String scope, String store, Member node, String id)
        implements Comparable<WorkerKey> {

    /** The most characters of a scope, a store's id or a worker's id. */
    static final int MAX_NAME = 200;

    private static final Comparator<WorkerKey> ORDER =
            Comparator.comparing(WorkerKey::scope)
                    .thenComparing(WorkerKey::store)
                    .thenComparing(WorkerKey::node)
                    .thenComparing(WorkerKey::id);

    WorkerKey {
        requireName("scope", scope);
        requireName("store", store);
        requireName("worker", id);
    }

    /** Refuses a name that is empty or too long. */
    static void requireName(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a %s has 1 to %d characters: length=%d"
                            .formatted(what, MAX_NAME, name.length()));
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        "a %s has no control characters and no surrogates: index=%d"
                                .formatted(what, i));
            }
        }
    }

    WireWriter write(WireWriter out) {
        return out.text(scope).text(store).text(node.name()).text(id);
    }

    static WorkerKey read(WireReader in) {
        try {
            return new WorkerKey(in.text(), in.text(), new Member(in.text()), in.text());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }

    static Member member(String name) {
        try {
            return new Member(name);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int compareTo(WorkerKey other) {
        return ORDER.compare(this, other);
    }
}
