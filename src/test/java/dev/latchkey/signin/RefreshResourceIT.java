package dev.latchkey.signin;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class RefreshResourceIT extends RefreshResourceTest {}
