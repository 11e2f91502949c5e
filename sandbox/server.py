"""One HTTP server for Bot API, page and control, and one SMTP server beside it."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from sandbox.bot_api.dispatch import BotApi
from sandbox.control.chatting import Chatting
from sandbox.control.mailing import Mailing
from sandbox.control.reading import kindly
from sandbox.control.switches import Switches
from sandbox.control.watching import Watching
from sandbox.settings import Settings
from sandbox.smtp_sink import SmtpSink
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
BODY_LIMIT = 120 * 1024 * 1024
"""People may send more than a bot can fetch."""


class Server:
    """A running sandbox; ``settings`` holds the ports it got."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.world = World(settings)
        self._smtp = SmtpSink(self.world)
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.2)

    @property
    def url(self) -> str:
        return f"http://{self.settings.host}:{self.settings.port}"

    async def start(self) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.settings.host, self.settings.port)
        await site.start()
        self.settings.port = self._runner.addresses[0][1]
        self.settings.smtp_port = await self._smtp.start(self.settings.host, self.settings.smtp_port)

    async def close(self) -> None:
        """Lets go of those who wait, then stops."""
        self.world.events.close()
        self.world.updates.interrupt("")
        self.world.webhook.close()
        await self._smtp.close()
        await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=BODY_LIMIT)
        application.add_routes(BotApi(self.world).routes())
        for part in (Watching, Chatting, Mailing, Switches):
            for route in part(self.world).routes():
                application.router.add_route(route.method, route.path, kindly(route.handler))
        application.router.add_get("/", _index)
        if PAGE.is_dir():
            application.router.add_static("/page", PAGE)
        return application


async def _index(request: web.Request) -> web.StreamResponse:
    del request
    page = PAGE / "index.html"
    if not page.is_file():
        return web.Response(text="The sandbox runs. This copy came without its page; see README.md.")
    return web.FileResponse(page, headers={"Cache-Control": "no-cache"})


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Server]:
    """A server that runs as long as the block."""
    server = Server(settings)
    await server.start()
    try:
        yield server
    finally:
        await server.close()
