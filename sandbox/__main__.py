"""`python -m sandbox`: the practice world alone, until Ctrl+C."""

import argparse
import asyncio
import signal

from sandbox.server import running
from sandbox.settings import PRACTICE_TOKEN, Address, Settings, read_limits


def main() -> None:
    with_defaults = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    with_defaults.add_argument("--host", default="127.0.0.1")
    with_defaults.add_argument("--port", type=int, default=8081)
    with_defaults.add_argument("--smtp-port", type=int, default=8025)
    with_defaults.add_argument("--token", default=PRACTICE_TOKEN)
    with_defaults.add_argument("--limits", type=read_limits, default="real", help="real, off or a factor")
    with_defaults.add_argument("--no-privacy", action="store_true", help="the bot sees all talk in groups")
    with_defaults.add_argument("--app-smtp", type=Address.parse, help="where the application takes mail")
    chosen = with_defaults.parse_args()
    settings = Settings(
        host=chosen.host,
        port=chosen.port,
        smtp_port=chosen.smtp_port,
        token=chosen.token,
        limits=chosen.limits,
        privacy=not chosen.no_privacy,
        app_smtp=chosen.app_smtp,
    )
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(settings) as server:
        print(f"The sandbox runs: {server.url}", flush=True)
        print(f"  bot token  {settings.token}")
        print(f"  Bot API    {server.url}")
        print(f"  SMTP in    {settings.host}:{settings.smtp_port}", flush=True)
        await stop.wait()


if __name__ == "__main__":
    main()
