package dev.latchkey.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which values of a {@link Setting} work, and are unsafe: one is warned of at the start. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Unsafe.Values.class)
public @interface Unsafe {

    /** Which values. */
    Hazard when();

    /** What {@link #when} compares with, written as the setting is. */
    String than() default "";

    /** What is said after the name of the setting, if {@link Hazard#why} does not; never with a value. */
    String because() default "";

    /** Several for one setting. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Values {
        Unsafe[] value();
    }
}
