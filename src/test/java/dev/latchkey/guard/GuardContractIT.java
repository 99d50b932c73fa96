package dev.latchkey.guard;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class GuardContractIT extends GuardContractTest {}
