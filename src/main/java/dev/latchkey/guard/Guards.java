package dev.latchkey.guard;

import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Finds the guard annotation of the resource method that a request is for, or of its class. */
final class Guards {

    private Guards() {}

    /** Quarkus REST keeps the method once it was looked up, and a method keeps its annotations. */
    static <A extends Annotation> A on(ResteasyReactiveContainerRequestContext request, Class<A> guard) {
        ResourceInfo resource = request.getServerRequestContext().getResteasyReactiveResourceInfo();
        A own = resource.getResourceMethod().getAnnotation(guard);
        return own != null ? own : resource.getResourceClass().getAnnotation(guard);
    }
}
