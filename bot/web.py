"""The small web server: is it alive, is it ready, what has it counted, and the routes that others add."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from bot.settings import split_listen

Check = Callable[[], Awaitable[str | None]]  # None: fine; else what is wrong, in words anybody may read

_log = structlog.get_logger()


def application(
    registry: CollectorRegistry,
    ready: Mapping[str, Check],
    *,
    routes: Iterable[web.AbstractRouteDef] = (),
    check_timeout: float = 5.0,
) -> web.Application:
    """The application with /healthz (200 while the process runs), /readyz and /metrics.

    /readyz answers 200 when every check of `ready` is fine, else 503, and a JSON object with each one's word.
    A check that raises or takes longer than `check_timeout` seconds has failed.
    """

    async def is_ready(_request: web.Request) -> web.Response:
        words = await asyncio.gather(*(_word(name, check, check_timeout) for name, check in ready.items()))
        fine = all(word is None for word in words)
        said = {name: word or "ok" for name, word in zip(ready, words, strict=True)}
        return web.json_response(said, status=200 if fine else 503)

    async def metrics(request: web.Request) -> web.Response:
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(registry), headers={"Content-Type": content_type})

    app = web.Application()
    app.router.add_get("/healthz", _is_alive)
    app.router.add_get("/readyz", is_ready)
    app.router.add_get("/metrics", metrics)
    app.router.add_routes(routes)
    return app


@asynccontextmanager
async def serving(app: web.Application, listen: str) -> AsyncIterator[int]:
    """Serves `app` on ``host:port`` within the block, which is given the port (port 0 asks for a free one).

    Leaving waits two seconds for requests being answered. OSError when the port is taken.
    """
    # No access log: its lines hold the paths of links that customers were sent.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, *split_listen(listen))
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _is_alive(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


async def _word(name: str, check: Check, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            return await check()
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except Exception:  # noqa: BLE001  whatever a check raises, the question "are you ready" gets its answer
        _log.warning("readiness_check_failed", check=name, exc_info=True)
        return "failed"
