package dev.latchkey.oauth;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class RevocationIT extends RevocationTest {}
