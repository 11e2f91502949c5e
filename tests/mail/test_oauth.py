"""Access tokens: asked for once, renewed in time, and what the provider says when it gives none."""

import asyncio

import pytest

from mail.oauth import Grant, OAuthError, Tokens
from tests.mail.token_endpoint import REFRESH, Provider, providing


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Drawer:
    """Keeps the newest refresh token, as the database does."""

    def __init__(self, newest: str | None = None) -> None:
        self.newest = newest

    async def load(self) -> str | None:
        return self.newest

    async def store(self, refresh_token: str) -> None:
        self.newest = refresh_token


async def test_a_token_serves_everybody_until_shortly_before_its_end() -> None:
    provider, clock = Provider(expires_in="3600"), Clock()
    async with providing(provider) as url:
        tokens = Tokens(provider.grant(url), clock=clock)
        assert await asyncio.gather(*(tokens.get() for _ in range(5))) == ["token-1"] * 5
        clock.now = 3301
        assert await tokens.get() == "token-2"
    assert provider.asked[0] == {
        "client_id": "stafett",
        "client_secret": "hush",
        "grant_type": "refresh_token",
        "refresh_token": REFRESH,
    }


async def test_an_application_may_ask_in_its_own_name() -> None:
    provider = Provider()
    async with providing(provider) as url:
        grant = Grant(token_url=f"{url}/token", client_id="app", client_secret="hush", scope="mail/.default")
        await Tokens(grant).get()
    assert (provider.asked[0]["grant_type"], provider.asked[0]["scope"]) == (
        "client_credentials",
        "mail/.default",
    )


@pytest.mark.parametrize("expires_in", [60, None, "soon"])
async def test_short_and_unknown_lives_are_lived(expires_in: object) -> None:
    provider, clock = Provider(expires_in=expires_in), Clock()
    async with providing(provider) as url:
        tokens = Tokens(provider.grant(url), clock=clock)
        await tokens.get()
        clock.now = 20
        assert await tokens.get() == "token-1"


async def test_a_refused_token_is_asked_for_anew() -> None:
    provider = Provider()
    async with providing(provider) as url:
        tokens = Tokens(provider.grant(url))
        tokens.refuse(await tokens.get())
        tokens.refuse("one of yesterday")
        assert [await tokens.get(), await tokens.get()] == ["token-2", "token-2"]


async def test_the_newest_refresh_token_outlives_a_restart() -> None:
    provider, drawer = Provider(rotates=True), Drawer()
    async with providing(provider) as url:
        for number in (1, 2, 3):
            assert await Tokens(provider.grant(url), kept=drawer).get() == f"token-{number}"
    assert drawer.newest == "refresh-3"


async def test_a_kept_refresh_token_that_ended_gives_way_to_the_configured_one() -> None:
    provider = Provider()
    async with providing(provider) as url:
        tokens = Tokens(provider.grant(url), kept=Drawer("of last year"))
        assert await tokens.get() == "token-1"


async def test_an_ended_refresh_token_is_told_with_the_mend() -> None:
    provider = Provider(good=set())
    async with providing(provider) as url:
        with pytest.raises(OAuthError) as told:
            await Tokens(provider.grant(url)).get()
    assert told.value.reason == "invalid_grant: The token has expired."
    assert told.value.mend.startswith("The refresh token has ended")


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, "<h1>Oops</h1>", "answers 500 and no JSON"),
        (200, "[]", "answers 200 and no JSON"),
        (200, "{}", "200 without a token"),
        (200, '{"access_token": 7}', "200 without a token"),
        (400, '{"error": 17}', "17"),
        (401, '{"error": "invalid_client"}', "invalid_client"),
        (302, "", "answers 302 and no JSON"),
    ],
)
async def test_what_is_no_token_is_told(status: int, body: str, said: str) -> None:
    provider = Provider(refusal=(status, body))
    async with providing(provider) as url:
        with pytest.raises(OAuthError, match=said) as told:
            await Tokens(provider.grant(url)).get()
    assert "hush" not in str(told.value)


async def test_a_silent_provider_is_told() -> None:
    grant = Grant(token_url="http://127.0.0.1:9/token", client_id="a")
    with pytest.raises(OAuthError, match="does not answer"):
        await Tokens(grant).get()
    assert "hush" not in repr(Provider().grant("http://127.0.0.1:9"))
