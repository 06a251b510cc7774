/**
 * The stores on PostgreSQL: a log that several processes write and read at once. Its tables are
 * described in {@code docs/design/postgres-schema.md}.
 */
@NullMarked
package dev.chronicle.store.postgres;

import org.jspecify.annotations.NullMarked;
