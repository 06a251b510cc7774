package dev.chronicle.examples.courses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.examples.Printed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class CourseExampleTest {

    @TempDir Path directory;

    @Test
    void no_course_and_no_student_gets_too_many() throws Exception {
        assertThat(Printed.by(CourseExample::main, directory).lines())
                .containsExactly(
                        "CourseOffered[course=logic, places=2]",
                        "CourseOffered[course=music, places=10]",
                        "CourseOffered[course=chess, places=5]",
                        "StudentSubscribed[student=ann, course=logic]",
                        "StudentSubscribed[student=ann, course=music]",
                        "Subscribe[student=ann, course=chess] -> STUDENT_HAS_ENOUGH_COURSES",
                        "StudentSubscribed[student=bob, course=logic]",
                        "Subscribe[student=cid, course=logic] -> COURSE_IS_FULL",
                        "StudentUnsubscribed[student=bob, course=logic]",
                        "StudentSubscribed[student=cid, course=logic]",
                        "5 of 100 got a place");
    }
}
