package dev.latchkey.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The environment variable that a value of {@link Settings} comes from, and what it has to be like. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Setting {

    /** The name of the variable, as {@code application.properties} maps it and {@code docs/settings.md} explains it. */
    String name();

    /** What the text has to be like. */
    Form form() default Form.ANY;

    /** Whether production has no default for it. */
    boolean required() default false;

    /** The least that a number or a duration may be, written as the setting is. */
    String min() default "";

    /** The most that a number or a duration may be, written as the setting is. */
    String max() default "";
}
