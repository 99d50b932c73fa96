package dev.latchkey.pages;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

/** Where no mail is sent, no link leads to the pages, and there are none. */
@QuarkusTest
@TestProfile(AccountPagesWithoutMailTest.WithoutMail.class)
class AccountPagesWithoutMailTest extends NoAccountPagesTest {

    public static final class WithoutMail implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.mail.mailbox", "false");
        }
    }
}
