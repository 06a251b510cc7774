package dev.chronicle.store;

import dev.chronicle.event.Position;

import java.util.List;

/**
 * How far each of those who work through the log has come, by name. Threads may share it.
 *
 * <p>What every store promises to a projection that saves a position only when its work up to there
 * is as durable as it must be:
 *
 * <ul>
 *   <li>A position that is loaded was saved under that name: never a mixture, never one further on.
 *   <li>What was saved survives the end of the process, be it killed. After a power cut an earlier
 *       saved position may be back, where the store says so; then work is done again.
 *   <li>Going back is durable at once: when {@link #delete}, or {@link #save} of a lower position,
 *       has returned, no higher position saved before can come back. So a projection may first take
 *       its checkpoint back, then throw its state away.
 * </ul>
 */
public interface CheckpointStore extends AutoCloseable {

    /**
     * Keeps the position under the name, in place of the one there was, be that higher or lower.
     *
     * @param name any well-formed Unicode text
     * @throws IllegalArgumentException if the name is not well formed
     * @throws StoreFailedException if it cannot be written; {@link #load} still gives the position
     *     there was, and which of both is found when the store is opened again is not known
     * @throws StoreClosedException if the store was closed
     */
    void save(String name, Position position);

    /**
     * The position saved last, {@link Position#START} if there is none.
     *
     * @throws StoreClosedException if the store was closed
     */
    Position load(String name);

    /**
     * Forgets the name; does nothing if it is not known.
     *
     * @throws StoreFailedException as {@link #save}
     * @throws StoreClosedException if the store was closed
     */
    void delete(String name);

    /**
     * The names that have a position, sorted.
     *
     * @throws StoreClosedException if the store was closed
     */
    List<String> names();

    /**
     * Makes what was saved as durable as the store can, and lets go of everything. Closing again
     * does nothing.
     */
    @Override
    void close();
}
