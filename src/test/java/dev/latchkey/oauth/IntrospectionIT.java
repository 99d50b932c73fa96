package dev.latchkey.oauth;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class IntrospectionIT extends IntrospectionTest {}
