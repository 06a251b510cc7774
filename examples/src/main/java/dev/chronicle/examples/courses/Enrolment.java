package dev.chronicle.examples.courses;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a decision has to know: the places of courses, and who is in which, as far as the events say
 * that were asked for.
 */
record Enrolment(Map<String, Integer> places, Set<Seat> seats) {

    record Seat(String student, String course) {}

    static final Enrolment NONE = new Enrolment(Map.of(), Set.of());

    Enrolment {
        places = Map.copyOf(places);
        seats = Set.copyOf(seats);
    }

    boolean isOffered(String course) {
        return places.containsKey(course);
    }

    boolean isFull(String course) {
        long taken = seats.stream().filter(seat -> seat.course().equals(course)).count();
        return taken >= places.getOrDefault(course, 0);
    }

    long coursesOf(String student) {
        return seats.stream().filter(seat -> seat.student().equals(student)).count();
    }

    Enrolment offer(String course, int count) {
        Map<String, Integer> after = new HashMap<>(places);
        after.put(course, count);
        return new Enrolment(after, seats);
    }

    Enrolment take(Seat seat) {
        Set<Seat> after = new HashSet<>(seats);
        after.add(seat);
        return new Enrolment(places, after);
    }

    Enrolment leave(Seat seat) {
        Set<Seat> after = new HashSet<>(seats);
        after.remove(seat);
        return new Enrolment(places, after);
    }
}
