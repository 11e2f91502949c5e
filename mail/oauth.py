"""Access tokens for mail servers that take no passwords any more (RFC 6749 sections 4.4 and 6).

A token is asked for at the provider's token endpoint with a refresh token, or in the application's own name
where there is none; it is kept until shortly before it ends. What the provider says in place of a token is
told as it is, without anything secret.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

log = structlog.get_logger()

_TIMEOUT = 20.0  # seconds
_EARLY = 300.0  # seconds before its end at which a token is renewed
_SHORTEST = 0.5  # of its life; a token of two minutes is used for one
_USUAL_LIFE = 3600.0  # seconds, where the provider names none (RFC 6749 section 5.1 lets it)
_LONGEST_REASON = 300  # characters

MENDS = {
    "invalid_grant": "The refresh token has ended or was withdrawn: sign in once more for a new one",
    "invalid_client": "Check client_id and client_secret: a secret ends after some months",
    "unauthorized_client": "Let the application use this way of signing in, at the provider",
    "invalid_scope": "Check scope",
    "access_denied": "Give the application the permissions for mail, at the provider",
}
"""What to do about an error of RFC 6749 section 5.2."""


class OAuthError(Exception):
    """No token was to be had. ``error`` is the provider's code; None when it did not answer with one."""

    def __init__(self, reason: str, error: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.error = error

    @property
    def mend(self) -> str:
        """What to do about it; empty when waiting may help."""
        return MENDS.get(self.error or "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """How tokens are to be had; without ``refresh_token`` in the application's own name."""

    token_url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    scope: str = ""


class Kept(Protocol):
    """Where a newer refresh token is kept, for providers that give another with each token."""

    async def load(self) -> str | None:
        """The newest; None when there is none yet."""

    async def store(self, refresh_token: str) -> None:
        """From now on this one."""


class Tokens:
    """The access token of the moment, for all who need it. One request at a time."""

    def __init__(
        self, grant: Grant, *, kept: Kept | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._grant = grant
        self._kept = kept
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._renew_at = 0.0

    async def get(self) -> str:
        """A token that still lives for a while. Raises OAuthError."""
        async with self._lock:
            if not self._token or self._clock() >= self._renew_at:
                await self._renew()
            return self._token

    def refuse(self, token: str) -> None:
        """A server did not take this one: the next is a new one."""
        if token == self._token:
            self._token = ""

    async def _renew(self) -> None:
        newest = await self._kept.load() if self._kept and self._grant.refresh_token else None
        for refresh_token in dict.fromkeys((newest or self._grant.refresh_token, self._grant.refresh_token)):
            try:
                answer = await _ask(self._grant, refresh_token)
            except OAuthError as error:
                # The kept one may be of a time before the operator signed in anew.
                if error.error != "invalid_grant" or refresh_token == self._grant.refresh_token:
                    raise
            else:
                await self._take(answer, refresh_token)
                return

    async def _take(self, answer: Mapping[str, Any], used: str) -> None:
        life = _seconds(answer.get("expires_in"))
        self._token = str(answer["access_token"])
        self._renew_at = self._clock() + max(life - _EARLY, life * _SHORTEST)
        newer = answer.get("refresh_token")
        if self._kept and used and isinstance(newer, str) and newer not in ("", used):
            await self._kept.store(newer)
        log.info("oauth_token_renewed", seconds=round(life))


async def _ask(grant: Grant, refresh_token: str) -> Mapping[str, Any]:
    """The provider's answer with a token in it."""
    import aiohttp  # half a second, for whoever has passwords

    asked = {"client_id": grant.client_id, "grant_type": "client_credentials"}
    if refresh_token:
        asked |= {"grant_type": "refresh_token", "refresh_token": refresh_token}
    if grant.client_secret:
        asked["client_secret"] = grant.client_secret
    if grant.scope:
        asked["scope"] = grant.scope
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.post(grant.token_url, data=asked, allow_redirects=False) as response,
        ):
            status, body = response.status, await response.text(errors="replace")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise OAuthError(f"{grant.token_url} does not answer: {error or type(error).__name__}") from error
    return _understood(status, body, grant.token_url)


def _understood(status: int, body: str, url: str) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise OAuthError(f"{url} answers {status} and no JSON")
    if status == 200 and isinstance(answer.get("access_token"), str) and answer["access_token"]:
        return answer
    code = answer.get("error")
    said = str(answer.get("error_description") or "").strip().splitlines()
    reason = ": ".join(str(part) for part in (code, *said[:1]) if part) or f"{status} without a token"
    raise OAuthError(reason[:_LONGEST_REASON], code if isinstance(code, str) else None)


def _seconds(text: object) -> float:
    try:
        return max(1.0, float(str(text)))
    except ValueError:
        return _USUAL_LIFE
