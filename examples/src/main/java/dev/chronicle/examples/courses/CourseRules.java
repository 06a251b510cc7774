package dev.chronicle.examples.courses;

import dev.chronicle.examples.courses.CourseCommand.OfferCourse;
import dev.chronicle.examples.courses.CourseCommand.Subscribe;
import dev.chronicle.examples.courses.CourseCommand.Unsubscribe;
import dev.chronicle.examples.courses.CourseEvent.CourseOffered;
import dev.chronicle.examples.courses.CourseEvent.StudentSubscribed;
import dev.chronicle.examples.courses.CourseEvent.StudentUnsubscribed;
import dev.chronicle.examples.courses.Enrolment.Seat;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;

/** The rules of the school. */
final class CourseRules implements Decider<CourseCommand, CourseEvent, Enrolment, CourseError> {

    static final int MOST_COURSES = 2;

    @Override
    public Enrolment initial() {
        return Enrolment.NONE;
    }

    @Override
    public Decision<CourseEvent, CourseError> handle(Enrolment now, CourseCommand command) {
        return switch (command) {
            case OfferCourse(String course, _) when now.isOffered(course) -> Decision.nothing();
            case OfferCourse(String course, int places) ->
                    Decision.accept(new CourseOffered(course, places));
            case Subscribe(String student, String course)
                    when now.seats().contains(new Seat(student, course)) ->
                    Decision.nothing();
            case Subscribe(_, String course) when !now.isOffered(course) ->
                    Decision.reject(CourseError.NO_SUCH_COURSE);
            case Subscribe(_, String course) when now.isFull(course) ->
                    Decision.reject(CourseError.COURSE_IS_FULL);
            case Subscribe(String student, _) when now.coursesOf(student) >= MOST_COURSES ->
                    Decision.reject(CourseError.STUDENT_HAS_ENOUGH_COURSES);
            case Subscribe(String student, String course) ->
                    Decision.accept(new StudentSubscribed(student, course));
            case Unsubscribe(String student, String course)
                    when now.seats().contains(new Seat(student, course)) ->
                    Decision.accept(new StudentUnsubscribed(student, course));
            case Unsubscribe _ -> Decision.nothing();
        };
    }

    @Override
    public Enrolment apply(Enrolment before, CourseEvent event) {
        return switch (event) {
            case CourseOffered(String course, int places) -> before.offer(course, places);
            case StudentSubscribed(String student, String course) ->
                    before.take(new Seat(student, course));
            case StudentUnsubscribed(String student, String course) ->
                    before.leave(new Seat(student, course));
        };
    }
}
