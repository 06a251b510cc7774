/**
 * Point-to-point channels and their competing consumers, as in Hohpe and Woolf's <i>Enterprise
 * Integration Patterns</i>: a message goes to exactly one of many consumers.
 */
@NullMarked
package dev.chronicle.channel;

import org.jspecify.annotations.NullMarked;
