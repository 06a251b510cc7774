/** Contract suites for every SPI, given/when/then for aggregates, fakes and fault injection. */
@NullMarked
package dev.chronicle.testkit;

import org.jspecify.annotations.NullMarked;
