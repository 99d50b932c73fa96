package dev.latchkey.guard;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lets a request through only with the key of a service, which is one of {@code SERVICE_KEYS}. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ServiceKey {

    /** The scope that the key needs; none by default. */
    String scope() default "";

    /** Whether a request without {@code Authorization} is let through, too; one with a key that is wrong never is. */
    boolean optional() default false;
}
