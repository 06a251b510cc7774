/** What the server says about itself: the description of its API, and a page for each of them. */
@NullMarked
package dev.chronicle.server.docs;

import org.jspecify.annotations.NullMarked;
