package com.example.orders;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import org.jose4j.jwt.consumer.JwtContext;

/** SmallRye's checks, and the one that it has no setting for: {@code typ} is {@code at+jwt}. */
@ApplicationScoped
@Alternative
@Priority(1)
public class AccessTokens extends JWTCallerPrincipalFactory {
    private final DefaultJWTTokenParser parser = new DefaultJWTTokenParser();

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo settings) throws ParseException {
        JwtContext verified = parser.parse(token, settings);
        String type = verified.getJoseObjects().get(0).getHeader("typ");
        if (!"at+jwt".equals(type)) {
            throw new ParseException("not an access token");
        }
        return new DefaultJWTCallerPrincipal(type, verified.getJwtClaims());
    }
}
