/**
 * What stores on tables share that is no SQL: the queue of a group commit, what the appends of a
 * group become, the text that a name stands as in an index, reading page by page. For the stores of
 * this module; programs have no use for it.
 */
@NullMarked
package dev.chronicle.store.table;

import org.jspecify.annotations.NullMarked;
