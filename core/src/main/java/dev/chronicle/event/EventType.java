package dev.chronicle.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name that a record has in the store; the record's simple name unless given. With it, the
 * record can be renamed without losing what is stored.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The name that is written. */
    String value();

    /** Older names that are still read, for events; none unless given. */
    String[] aliases() default {};
}
