package dev.latchkey.admin;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class RolesResourceIT extends RolesResourceTest {}
