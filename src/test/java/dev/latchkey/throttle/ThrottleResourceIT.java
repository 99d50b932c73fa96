package dev.latchkey.throttle;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ThrottleResourceIT extends ThrottleResourceTest {}
