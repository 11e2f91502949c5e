"""A provider of access tokens over HTTP, as Microsoft is; servers may ask it whether one is good."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web

from mail.oauth import Grant

REFRESH = "refresh-0"


@dataclass
class Provider:
    """What it is asked and gives. ``rotates``: each refresh token is good for once."""

    user: str = "desk"
    rotates: bool = False
    expires_in: object = 3600
    refusal: tuple[int, str] | None = None  # status and body in place of a token
    good: set[str] = field(default_factory=lambda: {REFRESH})
    asked: list[dict[str, str]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)

    def grant(self, url: str, refresh_token: str = REFRESH) -> Grant:
        return Grant(
            token_url=f"{url}/token", client_id="stafett", client_secret="hush", refresh_token=refresh_token
        )

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.refusal is not None:
            return web.Response(status=self.refusal[0], text=self.refusal[1])
        used = form.get("refresh_token")
        if used is not None and used not in self.good:
            said = {"error": "invalid_grant", "error_description": "The token has expired.\r\nTrace: 1"}
            return web.json_response(said, status=400)
        self.given.append(f"token-{len(self.given) + 1}")
        answer = {"access_token": self.given[-1], "token_type": "Bearer", "expires_in": self.expires_in}
        if used is not None and self.rotates:
            self.good = {f"refresh-{len(self.given)}"}
            answer["refresh_token"] = next(iter(self.good))
        return web.json_response(answer)

    async def introspect(self, request: web.Request) -> web.Response:
        token = str((await request.post()).get("token"))
        active = token in self.given and token not in self.withdrawn
        return web.json_response({"active": active, "user": self.user})


@contextlib.asynccontextmanager
async def providing(provider: Provider) -> AsyncIterator[str]:
    """The provider at work; its address."""
    app = web.Application()
    app.router.add_post("/token", provider.token)
    app.router.add_post("/introspect", provider.introspect)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
