"""Signing in to an IMAP server: by password, or by access token (XOAUTH2, or OAUTHBEARER of RFC 7628)."""

import base64
import json
from contextlib import suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, LoginError


def sign_in(client: IMAPClient, user: str, password: str, token: str) -> None:
    """By token where there is one. Raises LoginError with what the server said."""
    try:
        if token:
            _by_token(client, user, token)
        else:
            client.login(user, password)
    except LoginError as error:
        if isinstance(error.__context__, IMAPClientAbortError):  # nobody was refused: the connection broke
            raise error.__context__ from None
        raise


def _by_token(client: IMAPClient, user: str, token: str) -> None:
    bearer = client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2")
    told: list[str] = []

    def answer(challenge: bytes) -> str:
        """Our words first; what the server objects to must be answered too, before it says no."""
        if challenge:
            told.append(_objection(challenge))
            return "\x01" if bearer else ""
        return _bearer(user, token) if bearer else f"user={user}\x01auth=Bearer {token}\x01\x01"

    try:
        client.sasl_login("OAUTHBEARER" if bearer else "XOAUTH2", answer)
    except LoginError as error:
        if not told:
            raise
        raise LoginError(", ".join([str(error), *told])) from error


def _bearer(user: str, token: str) -> str:
    identity = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801 section 4
    return f"n,a={identity},\x01auth=Bearer {token}\x01\x01"


def _objection(challenge: bytes) -> str:
    """The status that the server names; Google wraps it once more than the standard says."""
    with suppress(ValueError):
        challenge = base64.b64decode(challenge, validate=True)
    try:
        return f"status {json.loads(challenge)['status']}"
    except (ValueError, KeyError, TypeError):
        return "the access token is refused"
