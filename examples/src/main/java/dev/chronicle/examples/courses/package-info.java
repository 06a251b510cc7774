/**
 * Students subscribe to courses. A course has so many places and a student so many courses, and
 * neither rule fits into one stream: each decision is made on a query. Begin with {@code
 * CourseExample}.
 */
@NullMarked
package dev.chronicle.examples.courses;

import org.jspecify.annotations.NullMarked;
