"""A sandbox in this process, for as long as a block."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from sandbox.people.town import Town
from sandbox.settings import PRACTICE_TOKEN, Address, Limits, Settings


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Where the practice world listens."""

    url: str
    """The Bot API's base and the page's address."""
    token: str
    host: str
    smtp_port: int
    """Where the application sends its mail."""
    bot_username: str

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        smtp_port: int = 0,
        token: str = PRACTICE_TOKEN,
        limits: Limits = "off",
        privacy: bool = True,
        app_smtp: tuple[str, int] | None = None,
        bot_name: str = "Nordlys Service",
    ) -> AsyncIterator["Sandbox"]:
        """Runs a server on free ports; Telegram's flood limits are off unless wished otherwise."""
        from sandbox.server import running  # brings aiogram along, which takes its seconds

        settings = Settings(
            host=host,
            port=port,
            smtp_port=smtp_port,
            token=token,
            bot_name=bot_name,
            limits=limits,
            privacy=privacy,
            app_smtp=Address(*app_smtp) if app_smtp else None,
        )
        async with running(settings) as server:
            yield cls(server.url, token, host, settings.smtp_port, settings.bot_username)

    def town(self) -> AbstractAsyncContextManager[Town]:
        """A view of the whole: ``async with sandbox.town() as town``."""
        return Town.at(self.url)
