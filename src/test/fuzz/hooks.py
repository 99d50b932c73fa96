"""What schemathesis needs to get past the guards: tokens of real users."""

import base64
import itertools
import json
import uuid

import requests
import schemathesis

# Of TestServices.
SERVICE_KEY = "orders-key-0123456789abcdef"

# Each request to these may end the session, so each gets a session of a user of its own.
ENDS_THE_SESSION = {"/oauth/revoke", "/logout", "/logout/all", "/refresh-tokens", "/sessions/{id}"}


@schemathesis.auth(refresh_interval=None)
class Tokens:

    def __init__(self):
        self.shared = None
        self.number = itertools.count()

    def get(self, case, context):
        if case.operation.path in ENDS_THE_SESSION:
            return register(case)
        self.shared = self.shared or register(case)
        return self.shared

    def set(self, case, tokens, context):
        access, refresh = tokens["accessToken"], tokens["refreshToken"]
        if case.operation.path == "/logout":
            case.headers.update({"auth-token-access": access, "auth-token-refresh": refresh})
        elif case.operation.path == "/refresh-tokens":
            case.headers["authorization"] = f"Bearer {refresh}"
        elif case.operation.path.startswith("/oauth/"):
            case.headers["authorization"] = f"Bearer {SERVICE_KEY}"
            if isinstance(case.body, dict) and "token" in case.body and next(self.number) % 2:
                case.body["token"] = access if next(self.number) % 4 else refresh
        else:
            case.headers["authorization"] = f"Bearer {access}"
        if case.operation.path == "/sessions/{id}" and next(self.number) % 2:
            case.path_parameters["id"] = session_of(access)


def register(case):
    response = requests.post(
        case.operation.schema.get_base_url().rstrip("/") + "/register",
        json={
            "name": "Fuzz",
            "email": f"fuzz-{uuid.uuid4()}@example.com",
            "password": "correct horse battery",
        },
        timeout=15,
    )
    response.raise_for_status()
    return response.json()["data"]


def session_of(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=="))["sid"]
