package dev.chronicle.event;

import tools.jackson.databind.node.ObjectNode;

import java.util.function.UnaryOperator;

/** One step of a stored event towards the records of today. */
sealed interface JsonUpcaster {

    JsonEvent apply(JsonEvent old);

    /** To the next version of the same type. */
    record ToNextVersion(UnaryOperator<ObjectNode> change) implements JsonUpcaster {

        @Override
        public JsonEvent apply(JsonEvent old) {
            return new JsonEvent(old.type(), old.version() + 1, change.apply(old.data()));
        }
    }

    /** To whatever type and version the change says. */
    record ToOtherType(UnaryOperator<JsonEvent> change) implements JsonUpcaster {

        @Override
        public JsonEvent apply(JsonEvent old) {
            return change.apply(old);
        }
    }
}
