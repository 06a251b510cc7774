package dev.chronicle.cluster;

import java.util.List;

/**
 * The nodes that work for one store, as all agree.
 *
 * @param epoch grows with every change of the group, on all nodes alike, and is never given again;
 *     0 while there is nobody
 * @param nodes sorted, each once
 */
record WorkerGroup(long epoch, List<Member> nodes) {}
