package dev.latchkey.session;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class SessionsResourceIT extends SessionsResourceTest {}
