package dev.latchkey.signin.recovery;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a code belongs to that is on its way by mail. */
@RegisterForReflection
public record Flow(String flow) {}
