/**
 * The stores on SQLite: a log in one file, for one process. Its tables are described in {@code
 * docs/design/sqlite-schema.md}.
 */
@NullMarked
package dev.chronicle.store.sqlite;

import org.jspecify.annotations.NullMarked;
