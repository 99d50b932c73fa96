package dev.latchkey.account;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class AccountResourceIT extends AccountResourceTest {}
