package dev.chronicle.examples.courses;

/** What happened. */
sealed interface CourseEvent {

    record CourseOffered(String course, int places) implements CourseEvent {}

    record StudentSubscribed(String student, String course) implements CourseEvent {}

    record StudentUnsubscribed(String student, String course) implements CourseEvent {}
}
