package dev.latchkey.session;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class LogoutResourceIT extends LogoutResourceTest {}
