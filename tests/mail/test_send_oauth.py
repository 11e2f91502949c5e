"""Sending with an access token in place of a password (XOAUTH2)."""

import base64
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from mail.oauth import Tokens
from mail.send import TransientMailError
from tests.mail import tls_context
from tests.mail.test_send import DESK, KARI, MAIL, Relay, relaying, sending
from tests.mail.token_endpoint import Provider, providing

TLS: dict[str, Any] = {"security": "starttls", "tls_context": tls_context.for_client()}


class TokenRelay(Relay):
    """Lets in whoever has one of the provider's tokens, and answers no as Google and Microsoft do."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self._provider = provider

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        user, bearer, *_ = base64.b64decode(args[1]).decode().split("\x01")
        token = bearer.removeprefix("auth=Bearer ")
        if user == f"user={DESK}" and token in set(self._provider.given) - self._provider.withdrawn:
            return AuthResult(success=True)
        await server.challenge_auth(base64.b64encode(b'{"status":"401"}').decode(), encode_to_b64=False)
        return AuthResult(success=False, handled=False)


async def test_a_mail_leaves_by_token() -> None:
    provider = Provider()
    relay = TokenRelay(provider)
    async with (
        providing(provider) as url,
        relaying(relay, tls_context=tls_context.for_server()) as where,
        sending(where, user=DESK, tokens=Tokens(provider.grant(url)), **TLS) as sender,
    ):
        await sender.send(MAIL, DESK, [KARI])
        assert await sender.check() == f"{where[0]}:{where[1]} answers with TLS"
    assert (len(relay.mails), provider.given) == (1, ["token-1"])


async def test_a_token_that_ended_before_its_time_is_renewed() -> None:
    provider = Provider()
    relay = TokenRelay(provider)
    async with providing(provider) as url, relaying(relay, tls_context=tls_context.for_server()) as where:
        tokens = Tokens(provider.grant(url))
        provider.withdrawn.add(await tokens.get())
        async with sending(where, user=DESK, tokens=tokens, **TLS) as sender:
            await sender.send(MAIL, DESK, [KARI])
    assert (len(relay.mails), provider.given) == (1, ["token-1", "token-2"])


async def test_a_login_refused_with_every_token_loses_no_mail() -> None:
    provider = Provider()
    relay = TokenRelay(provider)
    async with (
        providing(provider) as url,
        relaying(relay, tls_context=tls_context.for_server()) as where,
        sending(where, user="somebody@else.example", tokens=Tokens(provider.grant(url)), **TLS) as sender,
    ):
        with pytest.raises(TransientMailError, match="535"):
            await sender.send(MAIL, DESK, [KARI])


async def test_a_provider_without_a_token_loses_no_mail_and_says_the_mend() -> None:
    provider = Provider(good=set())
    async with (
        providing(provider) as url,
        relaying(TokenRelay(provider), tls_context=tls_context.for_server()) as where,
        sending(where, user=DESK, tokens=Tokens(provider.grant(url)), **TLS) as sender,
    ):
        with pytest.raises(TransientMailError, match="The refresh token has ended"):
            await sender.send(MAIL, DESK, [KARI])
