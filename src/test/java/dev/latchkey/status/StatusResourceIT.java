package dev.latchkey.status;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class StatusResourceIT extends StatusResourceTest {}
