package dev.chronicle.server.audit;

import java.util.Optional;

/**
 * The body of a {@code POST /events}.
 *
 * @param id the client's own id for the record, if it gave one
 * @param audit the record
 */
record AuditRequest(Optional<String> id, AuditRecord audit) {}
