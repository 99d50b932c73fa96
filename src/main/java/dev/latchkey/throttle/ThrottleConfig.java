package dev.latchkey.throttle;

import dev.latchkey.settings.Limit;
import io.smallrye.config.ConfigMapping;

/** Settings of the throttle; a limit is written as {@link Limit#parse} reads it. */
@ConfigMapping(prefix = "latchkey.throttle")
public interface ThrottleConfig {

    /** {@code THROTTLE_ENABLED}: false lets everything through. */
    boolean enabled();

    /** {@code THROTTLE_LOGIN_PER_ADDRESS}: failed logins from one client address, whatever the account. */
    String loginPerAddress();

    /** {@code THROTTLE_LOGIN_PER_ACCOUNT}: failed logins to one account. */
    String loginPerAccount();

    /** {@code THROTTLE_SESSION_PER_ADDRESS}: sessions that logins from one client address begin, whatever the account. */
    String sessionPerAddress();

    /** {@code THROTTLE_SESSION_PER_ACCOUNT}: sessions that logins to one account begin, wherever they come from. */
    String sessionPerAccount();

    /** {@code THROTTLE_REGISTER_PER_ADDRESS}: registrations from one client address, whatever comes of them. */
    String registerPerAddress();

    /** {@code THROTTLE_REFRESH_PER_ADDRESS}: refreshes from one client address that move a session on. */
    String refreshPerAddress();
}
