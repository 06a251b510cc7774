package dev.chronicle.supervision;

/** Which children a supervisor restarts when one of them fails. */
public enum Strategy {
    /** That one: the children do not depend on each other. */
    ONE_FOR_ONE,
    /** That one and those started after it: a child depends on the ones before it. */
    REST_FOR_ONE,
    /** All: they depend on each other. */
    ONE_FOR_ALL
}
