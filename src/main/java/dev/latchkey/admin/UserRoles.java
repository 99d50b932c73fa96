package dev.latchkey.admin;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The roles of a user, as they are now. */
@RegisterForReflection
public record UserRoles(String id, List<String> roles) {}
