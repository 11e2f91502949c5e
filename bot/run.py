"""Running it all: one composition of parts, one set of loops, one way to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.arrivals import arrived
from bot.authorisations import Authorisations
from bot.bells import Bells
from bot.courier import Courier
from bot.deciding import Decider, DecidingLoop
from bot.fetcher import Fetcher
from bot.gauges import Gauges
from bot.identity import Identities
from bot.job_page import job_routes
from bot.letter import Letters
from bot.mail_decider import MailDecider
from bot.mailbox import mailbox
from bot.metrics import Metrics
from bot.moments import Clock, utc_now
from bot.pinger import Pinger
from bot.postman import Postman
from bot.reader import WordReader
from bot.score_page import score_routes
from bot.settings import Settings
from bot.signing_in import tokens_for
from bot.telegram import make_bot, meet
from bot.troubles import Troubles
from bot.update_decider import UpdateDecider
from bot.updates import UpdateLoop
from bot.web import Check, application, serving
from bot.webhook import webhook_route
from handlers.house import House
from handlers.signing import Addresses, Signer, new_secret
from mail.domains import party_of
from mail.identity import Trust
from mail.machine.addresses import nobody_reads
from mail.send import MailSender
from mail.smtp import MailServer
from mail.smtp_envelope import Envelope
from storage import migrate
from storage.arrival_writer import ArrivalWriter
from storage.files import Files
from storage.presence import present
from storage.store import Store
from templates import Texts

_log = structlog.get_logger()

_STOPS_WITHIN = 5.0  # seconds for the loops; with the servers' two each less than the ten that SIGTERM has
_SERVER_STOPS_WITHIN = 2.0
_DECIDERS = 4  # arrivals decided at once where the database lets more than one write

Loop = Callable[[asyncio.Event], Coroutine[None, None, None]]


async def run(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; 1 when a part of it died."""
    await migrate.check(settings.database.url.get_secret_value())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with Application.build(settings) as application_:
        return await application_.run(stop)


async def _take_up(store: Store) -> None:
    """Nobody is alive: whoever had something under way was killed."""
    async with store.unit() as unit:
        await unit.arrivals.release_leases()
        await unit.outbox.release_leases()
        await unit.commit()


class Application:
    """Every part, wired. Tests build the same one."""

    def __init__(self, settings: Settings, store: Store, house: House, files: Files, now: Clock) -> None:
        self.settings = settings
        self.store = store
        self.house = house
        self.files = files
        self.now = now
        self.bells = Bells()
        self.metrics = Metrics()
        self.troubles = Troubles(store=store, house=house, bells=self.bells, now=now)
        identity = settings.mail.identity
        trust = Trust(
            servers=frozenset(identity.trusted_servers),
            sealers=frozenset(identity.trusted_sealers),
            signatures=identity.dkim,
        )
        self.identities = Identities(trust)
        self.deciders: dict[str, Decider] = {}
        self.loops: dict[str, Loop] = {}
        self.checks: dict[str, Check] = {"database": self._database}
        self.routes: list[web.RouteDef] = []
        self._dead: str | None = None

    @classmethod
    @asynccontextmanager
    async def build(cls, settings: Settings, now: Clock = utc_now) -> AsyncIterator["Application"]:
        """The application with its store open; everything is closed again when the block is left.

        Raises storage.errors.AlreadyRunning.
        """
        url = settings.database.url.get_secret_value()
        store = Store(url)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(store.close)
            await stack.enter_async_context(present(url, partial(_take_up, store)))
            async with store.unit() as unit:
                secret = await unit.facts.ensure("secret", new_secret)
                await unit.commit()
            public = settings.web.public_url.rstrip("/")
            house = House(
                policy=settings.policy(),
                texts=Texts(zone=settings.desk.timezone),
                addresses=Addresses(settings.desk.address, Signer(secret), settings.desk.aliases),
                dispatchers=settings.mail.identity.dispatchers,
                limits=settings.mail.breaker.limits(),
                party_of=party_of,
                nobody_reads=nobody_reads,
                score_url=f"{public}/score" if public else None,
                job_url=f"{public}/job" if public else None,
            )
            yield cls(settings, store, house, Files(settings.files.url), now)

    async def run(self, stop: asyncio.Event) -> int:
        """Starts every part, and stops them all when told, or when one of them dies."""
        async with AsyncExitStack() as stack:
            writer = await stack.enter_async_context(ArrivalWriter(self.store))
            await self._open_mail(writer, stack)
            self._add_loops()
            await self._open_telegram(stack, stop)
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

    async def _open_mail(self, writer: ArrivalWriter, stack: AsyncExitStack) -> None:
        smtp, imap, outgoing = (
            self.settings.mail.smtp,
            self.settings.mail.imap,
            self.settings.mail.outgoing,
        )

        async def receive(envelope: Envelope) -> None:
            await writer.save(await arrived(envelope))
            self.bells.inbox.ring()

        if smtp.listen:
            server = MailServer(
                listen=smtp.listen,
                protocol=smtp.protocol,
                receive=receive,
                is_ours=self.house.addresses.is_ours,
                max_size=smtp.max_size_mb * 1024 * 1024,
                hostname=smtp.hostname or None,
                tls=smtp.tls(),
            )
            await server.start()
            stack.push_async_callback(server.stop, _SERVER_STOPS_WITHIN)
        tokens = tokens_for(self.settings, self.store)
        sender = MailSender(
            host=outgoing.host,
            port=outgoing.port,
            user=outgoing.user,
            password=outgoing.password.get_secret_value(),
            tokens=tokens if outgoing.login == "oauth" else None,
            security=outgoing.security,
        )
        stack.push_async_callback(sender.close)
        letters = Letters(
            store=self.store,
            files=self.files,
            house=self.house,
            max_size=outgoing.max_size_mb * 1024 * 1024,
            signer=outgoing.signer(),
        )
        self.loops["postman"] = Postman(
            store=self.store,
            letters=letters,
            sender=sender,
            house=self.house,
            bells=self.bells,
            metrics=self.metrics,
            troubles=self.troubles,
            signed_returns=outgoing.signs_bounces,
            now=self.now,
        ).run
        self.deciders["mail"] = MailDecider(
            store=self.store,
            house=self.house,
            files=self.files,
            identities=self.identities,
            forms=tuple(each.form() for each in self.settings.customer_mail),
            now=self.now,
        )
        if imap.on:
            reader = mailbox(self.settings, receive, tokens=tokens, troubles=self.troubles, now=self.now)
            self.loops["imap"] = reader.run

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
            self.routes += job_routes(self.store, self.house, self.files, self.bells, self.now)

    async def _open_telegram(self, stack: AsyncExitStack, stop: asyncio.Event) -> None:
        telegram = self.settings.telegram
        if not telegram.on:
            _log.warning("no_telegram", mend="set telegram.token")
            return
        bot = make_bot(telegram)
        stack.push_async_callback(bot.session.close)
        updates = UpdateLoop(
            store=self.store,
            api_base=telegram.api_base,
            token=telegram.token.get_secret_value(),
            bell=self.bells.inbox,
            now=self.now,
        )
        if telegram.updates == "webhook":
            path = urlsplit(telegram.webhook_url).path or "/"
            self.routes.append(webhook_route(path, telegram.webhook_secret.get_secret_value(), updates))

        async def talk(stop: asyncio.Event) -> None:
            """All of Telegram waits until it answers; mail does not."""
            me = await meet(bot, telegram, self.store, self.house.texts, stop)
            if me is None:
                return
            reader = WordReader((self.house.addresses.desk, self.house.addresses.domain))
            self.deciders["telegram"] = UpdateDecider(
                store=self.store, house=self.house, reader=reader, me=me, now=self.now
            )
            self.bells.inbox.ring()
            async with asyncio.TaskGroup() as group:
                courier = Courier(
                    store=self.store,
                    files=self.files,
                    bot=bot,
                    house=self.house,
                    bells=self.bells,
                    metrics=self.metrics,
                    now=self.now,
                )
                fetcher = Fetcher(
                    store=self.store,
                    files=self.files,
                    bot=bot,
                    bells=self.bells,
                    troubles=self.troubles,
                    now=self.now,
                )
                group.create_task(courier.run(stop))
                group.create_task(fetcher.run(stop))
                if telegram.updates == "polling":
                    group.create_task(updates.run(stop))

        self.loops["telegram"] = talk

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

    async def _database(self) -> str | None:
        await self.store.ping()
        return None
