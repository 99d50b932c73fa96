package dev.latchkey.admin;

import dev.latchkey.account.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/** All roles that a user is to have; those that are not named are taken away. */
@RegisterForReflection
public record RolesRequest(
        @NotNull @Size(max = Roles.MOST)
        List<
                        @NotNull
                        @Pattern(
                                regexp = Roles.FORM,
                                message = "must be up to 64 letters, digits and any of :._- after the first")
                        String>
                roles) {}
