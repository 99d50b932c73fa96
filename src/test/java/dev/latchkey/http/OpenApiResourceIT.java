package dev.latchkey.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OpenApiResourceIT extends OpenApiResourceTest {}
