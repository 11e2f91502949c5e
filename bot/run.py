"""Running it all: one composition of parts, one set of loops, one way to stop."""

import asyncio
import signal
from contextlib import AsyncExitStack

import structlog

from bot.authorisations import Authorisations
from bot.deciding import DecidingLoop
from bot.gauges import Gauges
from bot.job_page import job_routes
from bot.mail_side import open_mail
from bot.parts import Parts
from bot.pinger import Pinger
from bot.price_page import price_routes
from bot.score_page import score_routes
from bot.settings import Settings
from bot.telegram_side import open_telegram
from bot.web import application, serving
from storage import migrate
from storage.arrival_writer import ArrivalWriter

_log = structlog.get_logger()

_STOPS_WITHIN = 5.0  # seconds for the loops; with the servers' two each less than the ten that SIGTERM has
_DECIDERS = 4  # arrivals decided at once where the database lets more than one write


async def run(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; 1 when a part of it died."""
    await migrate.check(settings.database.url.get_secret_value())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with Application.build(settings) as application_:
        return await application_.run(stop)


class Application(Parts):
    """Every part, wired. Tests build the same one."""

    _dead: str | None = None

    async def run(self, stop: asyncio.Event) -> int:
        """Starts every part, and stops them all when told, or when one of them dies."""
        async with AsyncExitStack() as stack:
            writer = await stack.enter_async_context(ArrivalWriter(self.store))
            await open_mail(self, writer, stack)
            self._add_loops()
            open_telegram(self, stack)
            port = await stack.enter_async_context(
                serving(
                    application(self.metrics.registry, self.checks, routes=self.routes),
                    self.settings.web.listen,
                )
            )
            _log.info("running", web_port=port, loops=sorted(self.loops))
            await self._watch(stop)
        _log.info("stopped", because=self._dead or "told to")
        return 1 if self._dead else 0

    def _add_loops(self) -> None:
        deciding = DecidingLoop(
            store=self.store,
            house=self.house,
            deciders=self.deciders,
            bells=self.bells,
            metrics=self.metrics,
            now=self.now,
        )
        for place in range(1 if self.store.is_sqlite else _DECIDERS):
            self.loops[f"deciding {place + 1}"] = deciding.run
        self.loops["pinger"] = Pinger(
            store=self.store, house=self.house, bells=self.bells, metrics=self.metrics, now=self.now
        ).run
        self.loops["authorisations"] = Authorisations(
            store=self.store, house=self.house, bells=self.bells, now=self.now
        ).run
        self.loops["gauges"] = Gauges(store=self.store, metrics=self.metrics, now=self.now).run
        if self.settings.web.public_url:
            self.routes += score_routes(self.store, self.house, self.bells, self.now)
            self.routes += price_routes(self.store, self.house, self.bells, self.now)
            self.routes += job_routes(self.store, self.house, self.files, self.bells, self.now)

    async def _watch(self, stop: asyncio.Event) -> None:
        """Runs the loops; the first that dies stops all, and says which it was."""
        tasks = {
            asyncio.create_task(run_loop(stop), name=name): name for name, run_loop in self.loops.items()
        }
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({*tasks, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        stop.set()
        self.bells.everyone()
        _done, late = await asyncio.wait(tasks, timeout=_STOPS_WITHIN)
        for task in late:
            _log.warning("loop_cancelled", loop=tasks[task])
            task.cancel()
        for task, outcome in zip(tasks, await asyncio.gather(*tasks, return_exceptions=True), strict=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, asyncio.CancelledError):
                self._dead = tasks[task]
                _log.error("loop_died", loop=tasks[task], exc_info=outcome)
