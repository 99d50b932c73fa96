package dev.latchkey.guard;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Finds the guard annotation of the resource method that a request is for. */
final class Guards {

    private Guards() {}

    /** The annotations are looked up once for each method and kept by RESTEasy Reactive. */
    static <A extends Annotation> A on(ResteasyReactiveContainerRequestContext request, Class<A> guard) {
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        return Arrays.stream(context.getTarget().getLazyMethod().getAnnotations())
                .filter(guard::isInstance)
                .map(guard::cast)
                .findFirst()
                .orElseThrow();
    }
}
