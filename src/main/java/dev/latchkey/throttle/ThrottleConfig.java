package dev.latchkey.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the throttle; a limit is written as {@link Limit#parse} reads it. */
@ConfigMapping(prefix = "latchkey.throttle")
public interface ThrottleConfig {

    /** {@code THROTTLE_ENABLED}: false lets everything through. */
    @WithDefault("true")
    boolean enabled();

    /** {@code THROTTLE_LOGIN_PER_ADDRESS}: failed logins from one client address, whatever the account. */
    @WithDefault("100/15m")
    String loginPerAddress();

    /** {@code THROTTLE_LOGIN_PER_ACCOUNT}: failed logins to one account. */
    @WithDefault("10/15m")
    String loginPerAccount();

    /** {@code THROTTLE_REGISTER_PER_ADDRESS}: registrations from one client address, whatever comes of them. */
    @WithDefault("60/1h")
    String registerPerAddress();

    /** {@code THROTTLE_REFRESH_PER_ADDRESS}: refreshes from one client address, whatever comes of them. */
    @WithDefault("600/1m")
    String refreshPerAddress();
}
