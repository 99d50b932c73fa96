package dev.latchkey.guard;

import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Finds the guard annotation of the resource method that a request is for. */
final class Guards {

    private Guards() {}

    /** Quarkus REST keeps the method once it was looked up, and a method keeps its annotations. */
    static <A extends Annotation> A on(ResteasyReactiveContainerRequestContext request, Class<A> guard) {
        ResourceInfo resource = request.getServerRequestContext().getResteasyReactiveResourceInfo();
        return resource.getResourceMethod().getAnnotation(guard);
    }
}
