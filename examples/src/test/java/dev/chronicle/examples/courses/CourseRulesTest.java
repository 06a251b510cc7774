package dev.chronicle.examples.courses;

import dev.chronicle.examples.courses.CourseCommand.OfferCourse;
import dev.chronicle.examples.courses.CourseCommand.Subscribe;
import dev.chronicle.examples.courses.CourseCommand.Unsubscribe;
import dev.chronicle.examples.courses.CourseEvent.CourseOffered;
import dev.chronicle.examples.courses.CourseEvent.StudentSubscribed;
import dev.chronicle.examples.courses.CourseEvent.StudentUnsubscribed;
import dev.chronicle.testkit.DeciderFixture;

import org.junit.jupiter.api.Test;

class CourseRulesTest {

    private static final CourseEvent LOGIC = new CourseOffered("logic", 1);
    private static final CourseEvent MUSIC = new CourseOffered("music", 9);
    private static final CourseEvent CHESS = new CourseOffered("chess", 9);

    private final DeciderFixture<CourseCommand, CourseEvent, Enrolment, CourseError> school =
            DeciderFixture.of(new CourseRules());

    @Test
    void a_course_is_offered_once() {
        school.given().when(new OfferCourse("logic", 1)).thenEvents(LOGIC);
        school.given(LOGIC).when(new OfferCourse("logic", 7)).thenNothing();
    }

    @Test
    void a_course_has_so_many_places() {
        school.given(LOGIC, new StudentSubscribed("ann", "logic"))
                .when(new Subscribe("bob", "logic"))
                .thenRejected(CourseError.COURSE_IS_FULL);
    }

    @Test
    void a_place_that_is_given_back_can_be_had() {
        school.given(
                        LOGIC,
                        new StudentSubscribed("ann", "logic"),
                        new StudentUnsubscribed("ann", "logic"))
                .when(new Subscribe("bob", "logic"))
                .thenEvents(new StudentSubscribed("bob", "logic"));
    }

    @Test
    void a_student_has_so_many_courses() {
        school.given(
                        LOGIC,
                        MUSIC,
                        CHESS,
                        new StudentSubscribed("ann", "logic"),
                        new StudentSubscribed("ann", "music"))
                .when(new Subscribe("ann", "chess"))
                .thenRejected(CourseError.STUDENT_HAS_ENOUGH_COURSES);
    }

    @Test
    void a_course_that_is_not_offered_cannot_be_taken() {
        school.given(MUSIC)
                .when(new Subscribe("ann", "logic"))
                .thenRejected(CourseError.NO_SUCH_COURSE);
    }

    @Test
    void what_is_so_already_needs_no_event() {
        school.given(LOGIC, new StudentSubscribed("ann", "logic"))
                .when(new Subscribe("ann", "logic"))
                .thenNothing();
        school.given(LOGIC).when(new Unsubscribe("ann", "logic")).thenNothing();
    }
}
