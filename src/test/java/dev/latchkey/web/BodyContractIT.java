package dev.latchkey.web;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class BodyContractIT extends BodyContractTest {}
