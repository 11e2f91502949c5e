"""The small web server answers whoever watches over us."""

import asyncio
import socket

import pytest
from aiohttp import ClientSession, web
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from bot.web import application, serving


async def fine() -> None:
    return None


async def behind() -> str:
    return "the courier has stopped"


async def broken() -> None:
    raise OSError("postgresql://anna:hush@db is away")


async def endless() -> None:
    await asyncio.Event().wait()


async def answer(app: web.Application, path: str) -> tuple[int, str]:
    async with (
        serving(app, "127.0.0.1:0") as port,
        ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status, await response.text()


async def test_alive_even_when_not_ready() -> None:
    assert await answer(application(Metrics().registry, {"database": broken}), "/healthz") == (200, "ok\n")


async def test_ready_when_every_check_is_fine() -> None:
    said = await answer(application(Metrics().registry, {"database": fine, "courier": fine}), "/readyz")
    assert said == (200, '{"database": "ok", "courier": "ok"}')


async def test_not_ready_says_which_and_why() -> None:
    said = await answer(application(Metrics().registry, {"database": fine, "courier": behind}), "/readyz")
    assert said == (503, '{"database": "ok", "courier": "the courier has stopped"}')


async def test_failing_check_keeps_its_details() -> None:
    status, text = await answer(application(Metrics().registry, {"database": broken}), "/readyz")
    assert (status, text) == (503, '{"database": "failed"}')


async def test_endless_check_is_a_failed_one() -> None:
    app = application(Metrics().registry, {"database": endless}, check_timeout=0.01)
    assert await answer(app, "/readyz") == (503, '{"database": "no answer within 0.01 s"}')


async def test_metrics_are_counted() -> None:
    metrics = Metrics()
    metrics.arrivals.labels("mail", "handled").inc()
    metrics.handling.labels("mail").observe(0.02)
    status, text = await answer(application(metrics.registry, {}), "/metrics")
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert status == 200
    assert families["stafett_arrivals"].samples[0].labels == {"channel": "mail", "outcome": "handled"}
    assert {"stafett_outbox_pending", "stafett_handling_seconds", "process_cpu_seconds"} <= set(families)


async def test_routes_of_others_are_served() -> None:
    async def hook(_request: web.Request) -> web.Response:
        return web.Response(text="taken")

    app = application(Metrics().registry, {}, routes=[web.post("/telegram", hook)])
    assert (await answer(app, "/telegram"))[0] == 405
    assert (await answer(app, "/elsewhere"))[0] == 404


async def test_taken_port_is_told() -> None:
    app = application(Metrics().registry, {})
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(OSError, match="address already in use"),
    ):
        async with serving(app, f"127.0.0.1:{taken.getsockname()[1]}"):
            pass
