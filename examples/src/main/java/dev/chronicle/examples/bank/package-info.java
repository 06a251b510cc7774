/**
 * A bank account whose every change is kept: commands, events, the rules that lead from one to the
 * other, snapshots and a balance that is read elsewhere. Begin with {@code BankExample}.
 */
@NullMarked
package dev.chronicle.examples.bank;

import org.jspecify.annotations.NullMarked;
