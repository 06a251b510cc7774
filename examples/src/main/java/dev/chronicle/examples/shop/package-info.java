/**
 * A shop on two nodes that share one log: the inventory on one, the orders on the other. Neither
 * calls the other; each goes on with what it reads that the other has done. Begin with {@code
 * ShopExample}.
 */
@NullMarked
package dev.chronicle.examples.shop;

import org.jspecify.annotations.NullMarked;
