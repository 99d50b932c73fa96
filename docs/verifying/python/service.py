"""A service that checks access tokens by itself."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt

ALGORITHM = os.environ["JWT_ACCESS_ALG"]
ISSUER = os.environ["JWT_ISSUER"]
AUDIENCE = os.environ["JWT_AUDIENCE"]

# Latchkey lets its keys be kept for five minutes, and signs with no new one before that.
keys = jwt.PyJWKClient(os.environ["JWKS_URL"], lifespan=300, timeout=5)


def claims_of(token):
    verified = jwt.decode_complete(
        token,
        keys.get_signing_key_from_jwt(token),
        algorithms=[ALGORITHM],
        issuer=ISSUER,
        audience=AUDIENCE,
        options={"require": ["iss", "aud", "sub", "exp"]},
    )
    if verified["header"].get("typ") != "at+jwt":
        raise jwt.InvalidTokenError("not an access token")
    return verified["payload"]


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        try:
            claims = claims_of(token.strip() if scheme.lower() == "bearer" else "")
            self.answer(200, {"sub": claims["sub"], "roles": claims.get("roles", [])})
        except jwt.PyJWKClientConnectionError:
            # No fault of the token: the client keeps it.
            self.answer(503, {"message": "Access tokens can't be checked now."}, ("Retry-After", "1"))
        except jwt.PyJWTError:
            self.answer(401, {"message": "This needs a valid access token."}, ("WWW-Authenticate", "Bearer"))

    def answer(self, status, body, *headers):
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(text))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("SERVICE_PORT", "3000"))), Service).serve_forever()
