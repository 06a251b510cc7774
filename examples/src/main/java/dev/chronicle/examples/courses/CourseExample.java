package dev.chronicle.examples.courses;

import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.examples.courses.CourseCommand.OfferCourse;
import dev.chronicle.examples.courses.CourseCommand.Subscribe;
import dev.chronicle.examples.courses.CourseCommand.Unsubscribe;
import dev.chronicle.examples.courses.CourseEvent.CourseOffered;
import dev.chronicle.examples.courses.CourseEvent.StudentSubscribed;
import dev.chronicle.examples.courses.CourseEvent.StudentUnsubscribed;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.QueryDecisions;
import dev.chronicle.sourcing.QueryDecisions.Placement;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.segment.SegmentEventStore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A school whose two rules span streams. In the end a hundred students want the same five places at
 * the same moment, and five get one. Takes the directory to use.
 */
final class CourseExample {

    private CourseExample() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args.length > 0 ? args[0] : "data/courses");
        try (EventStore store = SegmentEventStore.open(directory)) {
            var school = school(store);
            ask(school, new OfferCourse("logic", 2));
            ask(school, new OfferCourse("music", 10));
            ask(school, new OfferCourse("chess", 5));

            ask(school, new Subscribe("ann", "logic"));
            ask(school, new Subscribe("ann", "music"));
            ask(school, new Subscribe("ann", "chess"));
            ask(school, new Subscribe("bob", "logic"));
            ask(school, new Subscribe("cid", "logic"));
            ask(school, new Unsubscribe("bob", "logic"));
            ask(school, new Subscribe("cid", "logic"));

            System.out.println(rush(school, "chess", 100) + " of 100 got a place");
        }
    }

    // decisions
    static QueryDecisions<CourseCommand, CourseEvent, Enrolment, CourseError> school(
            EventStore store) {
        return new QueryDecisions<>(
                store,
                new CourseRules(),
                JsonEventCodec.of(CourseEvent.class),
                CourseExample::relevant,
                CourseExample::placement);
    }

    /** All of the course, and all of the student: what the rules are about, and nothing else. */
    private static Query relevant(CourseCommand command) {
        Query.Item course = Query.Item.ANY.tagged(course(command.course()));
        return switch (command) {
            case OfferCourse _ -> Query.anyOf(course);
            case Subscribe(String student, _) ->
                    Query.anyOf(course, Query.Item.ANY.tagged(student(student)));
            case Unsubscribe(String student, _) ->
                    Query.anyOf(course.tagged(course(command.course()), student(student)));
        };
    }

    /** Courses and students have streams of their own; tags say whom else an event concerns. */
    private static Placement placement(CourseEvent event) {
        return switch (event) {
            case CourseOffered(String course, _) ->
                    new Placement(new StreamId("Course", course), List.of(course(course)));
            case StudentSubscribed(String student, String course) -> ofStudent(student, course);
            case StudentUnsubscribed(String student, String course) -> ofStudent(student, course);
        };
    }

    private static Placement ofStudent(String student, String course) {
        return new Placement(
                new StreamId("Student", student), List.of(course(course), student(student)));
    }

    private static Tag course(String course) {
        return new Tag("course", course);
    }

    private static Tag student(String student) {
        return new Tag("student", student);
    }

    // decisions

    private static void ask(
            QueryDecisions<CourseCommand, CourseEvent, Enrolment, CourseError> school,
            CourseCommand command)
            throws InterruptedException {
        System.out.println(
                switch (school.execute(command)) {
                    case Outcome.Accepted<CourseEvent, CourseError>(var events, _) ->
                            events.isEmpty() ? "nothing to do" : events.getFirst().toString();
                    case Outcome.Rejected<CourseEvent, CourseError>(var reason) ->
                            command + " -> " + reason;
                });
    }

    private static int rush(
            QueryDecisions<CourseCommand, CourseEvent, Enrolment, CourseError> school,
            String course,
            int students)
            throws Exception {
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 1; i <= students; i++) {
            Subscribe wish = new Subscribe("student-" + i, course);
            attempts.add(() -> school.execute(wish) instanceof Outcome.Accepted);
        }
        int places = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                places += attempt.get() ? 1 : 0;
            }
        }
        return places;
    }
}
