package dev.latchkey.demo;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the packaged service. */
@QuarkusIntegrationTest
class NoDemoIT extends NoDemoTest {}
