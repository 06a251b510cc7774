package dev.chronicle.server.http;

/** Shows tests of other packages what a problem answers. */
public final class ProblemBody {

    private ProblemBody() {}

    /** In the aggregator's style, unless it has a form of its own. */
    public static byte[] of(Problem problem) {
        return problem.body(ErrorStyle.DETAIL);
    }
}
