package dev.chronicle.examples.courses;

/** What is asked for. */
sealed interface CourseCommand {

    String course();

    record OfferCourse(String course, int places) implements CourseCommand {}

    record Subscribe(String student, String course) implements CourseCommand {}

    record Unsubscribe(String student, String course) implements CourseCommand {}
}
