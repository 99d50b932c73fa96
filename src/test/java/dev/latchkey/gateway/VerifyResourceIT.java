package dev.latchkey.gateway;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class VerifyResourceIT extends VerifyResourceTest {}
