package dev.chronicle.cluster;

import org.jgroups.raft.StateMachine;

import java.io.DataInput;
import java.io.DataOutput;

/** Remembers nothing of what is agreed on: for tests of how it is agreed on. */
record NothingRemembered() implements StateMachine {

    @Override
    public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
        return new byte[0];
    }

    @Override
    public void readContentFrom(DataInput in) {}

    @Override
    public void writeContentTo(DataOutput out) {}
}
