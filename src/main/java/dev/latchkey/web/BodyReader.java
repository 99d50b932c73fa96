package dev.latchkey.web;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes a body only if it is declared as JSON in UTF-8, without a coding, and is UTF-8. Its size has been checked by
 * the gate.
 */
@Provider
public class BodyReader implements ReaderInterceptor {
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        byte[] body = context.getInputStream().readAllBytes();
        if (body.length == 0) {
            throw new AuthException(AuthError.INVALID_REQUEST, "The body is missing.");
        }
        checkType(context);
        checkUtf8(body);
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    /** RESTEasy Reactive takes a type that is empty, or {@code *}{@code /*}, for the one that it wants. */
    private static void checkType(ReaderInterceptorContext context) {
        List<String> types = context.getHeaders().getOrDefault(HttpHeaders.CONTENT_TYPE, List.of());
        boolean json = types.size() == 1 && JSON.matcher(types.get(0).strip()).matches();
        boolean coded = context.getHeaders().containsKey(HttpHeaders.CONTENT_ENCODING);
        String charset = context.getMediaType().getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        if (!json || coded || !charset.equalsIgnoreCase("utf-8")) {
            throw new AuthException(AuthError.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    /** The JSON parser would guess the encoding; in UTF-16 and UTF-32 every JSON text has a NUL, in UTF-8 none has. */
    private static void checkUtf8(byte[] body) {
        if (!decodesAsUtf8(body) || new String(body, StandardCharsets.UTF_8).indexOf('\0') >= 0) {
            throw new AuthException(AuthError.INVALID_REQUEST, "The body is not UTF-8.");
        }
    }

    private static boolean decodesAsUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
