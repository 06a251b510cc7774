/** The audit log over HTTP: who did what to which resource (contract A). */
@NullMarked
package dev.chronicle.server.audit;

import org.jspecify.annotations.NullMarked;
