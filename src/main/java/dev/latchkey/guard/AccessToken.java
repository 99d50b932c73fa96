package dev.latchkey.guard;

import dev.latchkey.denylist.DenyReason;
import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lets a request through only with a valid access token. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AccessToken {

    /** The request header that carries the token. */
    String header() default "authorization";

    /** Whether a request without a token is let through, too; one with a token that is not valid never is. */
    boolean optional() default false;

    /** Roles of which the user needs one, whichever; none by default. */
    String[] roles() default {};

    /** Denials that are left to the resource to judge. */
    DenyReason[] tolerates() default {};
}
