package dev.chronicle.cluster;

import java.util.regex.Pattern;

/**
 * A node of the cluster. A node that is started again is the same member.
 *
 * @param name unique in the cluster: 1 to 64 letters, digits, dots, underscores and hyphens
 */
public record Member(String name) implements Comparable<Member> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public Member {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a node's name is 1 to 64 of A-Z a-z 0-9 . _ -: name=" + name);
        }
    }

    @Override
    public int compareTo(Member other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
