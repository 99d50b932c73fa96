package dev.latchkey.gateway;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class VerifyRouteIT extends VerifyRouteTest {}
