package dev.latchkey.signin;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class LoginResourceIT extends LoginResourceTest {}
