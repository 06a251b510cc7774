package dev.chronicle.testkit;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.RunningProjection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.util.ArrayList;
import java.util.List;

/** Some of the tests of projections: each has stores of its own, open while it runs. */
abstract class ProjectionsPart {

    final ProjectionsContract contract;
    private final List<ProjectionsUnderTest> opened = new ArrayList<>();

    ProjectionsPart(ProjectionsContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void openStores() {
        opened.add(new ProjectionsUnderTest(contract.open(), contract.openCheckpoints()));
    }

    @AfterEach
    void closeStores() {
        opened.forEach(ProjectionsUnderTest::close);
    }

    ProjectionsUnderTest under() {
        return opened.getLast();
    }

    RunningProjection start(Projection projection) {
        return under().start(projection);
    }

    Position append(int count) {
        return under().append(count);
    }

    /** The positions of all events that the projections mean. */
    List<Long> counted() {
        return under().positions(ProjectionsUnderTest.COUNTED);
    }

    List<Long> all() {
        return under().positions(Query.all());
    }
}
