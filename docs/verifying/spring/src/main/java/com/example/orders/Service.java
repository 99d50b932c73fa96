package com.example.orders;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service that checks access tokens by itself. Spring Boot's default takes all routes for protected ones. */
@SpringBootApplication
@RestController
public class Service {
    public static void main(String[] args) {
        SpringApplication.run(Service.class, args);
    }

    /** Spring Boot's own has no check that {@code typ} is {@code at+jwt}. It keeps the keys for five minutes, as it may. */
    @Bean
    JwtDecoder accessTokens(OAuth2ResourceServerProperties properties, @Value("${orders.client-id}") String clientId) {
        OAuth2ResourceServerProperties.Jwt jwt = properties.getJwt();
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(jwt.getJwkSetUri())
                .jwsAlgorithms(algorithms ->
                        jwt.getJwsAlgorithms().forEach(name -> algorithms.add(SignatureAlgorithm.from(name))))
                .build();
        decoder.setJwtValidator(JwtValidators.createAtJwtValidator()
                .issuer(jwt.getIssuerUri())
                .audience(jwt.getAudiences().get(0))
                .clientId(clientId)
                .build());
        return decoder;
    }

    record Caller(String sub, List<String> roles) {}

    @GetMapping("/api/orders")
    Caller get(@AuthenticationPrincipal Jwt token) {
        List<String> roles = token.getClaimAsStringList("roles");
        return new Caller(token.getSubject(), roles == null ? List.of() : roles);
    }
}
