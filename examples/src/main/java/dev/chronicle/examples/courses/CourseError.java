package dev.chronicle.examples.courses;

/** Why not. */
enum CourseError {
    NO_SUCH_COURSE,
    COURSE_IS_FULL,
    STUDENT_HAS_ENOUGH_COURSES
}
