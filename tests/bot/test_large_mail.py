"""While a large mail is read, others are decided; only what its own sender writes next waits for it."""

import asyncio
import contextlib
import smtplib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from bot.arrivals import LARGE, arrived
from bot.bells import Bells
from bot.deciding import DecidingLoop
from bot.metrics import Metrics
from handlers.house import House
from handlers.signing import Addresses, Signer
from mail.smtp import Envelope, MailServer
from storage.arrival_writer import ArrivalWriter
from storage.arrivals import Arrival
from storage.store import Store
from templates import Texts
from tests.bot.configuration import WHOLE, settings_of
from tests.mail.smtp_talk import Desk, serving

KARI, OLA = "kari@solsikken.example", "ola@havn.example"
HEAD = "To: service@nordlys.example\r\nSubject: {0}\r\nMessage-ID: <{0}@mail.example>\r\n\r\n"


class Slow:
    """Decides a large mail only when told; notes what was decided, by subject."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.decided: list[str] = []
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.told = asyncio.Condition()

    async def decide(self, arrival: Arrival) -> tuple[str, int | None]:
        if len(arrival.raw) > LARGE:
            self.begun.set()
            await self.go_on.wait()
        async with self._store.unit() as unit:
            await unit.arrivals.decided(arrival.id, "opened", None, datetime.now(UTC))
            await unit.commit()
        async with self.told:
            self.decided.append(arrival.raw.partition(b"Subject: ")[2].split()[0].decode())
            self.told.notify_all()
        return "opened", None

    async def first(self, count: int) -> list[str]:
        """The subjects of so many, in the order in which they were decided."""
        async with asyncio.timeout(30), self.told:
            await self.told.wait_for(lambda: len(self.decided) >= count)
        return self.decided[:count]


class Inbox(Desk):
    """Saves what the server hands it, as the application does."""

    def __init__(self, writer: ArrivalWriter, bells: Bells) -> None:
        super().__init__()
        self._writer = writer
        self._bells = bells

    async def receive(self, envelope: Envelope) -> None:
        await self._writer.save(await arrived(envelope))
        self._bells.inbox.ring()


@contextlib.asynccontextmanager
async def deciding(store: Store, slow: Slow) -> AsyncIterator[MailServer]:
    """A mail server, and one loop that decides what it receives."""
    bells, stop = Bells(), asyncio.Event()
    policy = settings_of(WHOLE).policy()
    house = House(
        policy=policy,
        texts=Texts(zone=policy.zone),
        addresses=Addresses("service@nordlys.example", Signer("5e" * 32)),
    )
    loop = DecidingLoop(
        store=store,
        house=house,
        deciders={"mail": slow},
        bells=bells,
        metrics=Metrics(),
        now=lambda: datetime.now(UTC),
    )
    async with (
        ArrivalWriter(store) as writer,
        serving(Inbox(writer, bells)) as server,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(loop.run(stop))
        try:
            yield server
        finally:
            slow.go_on.set()
            stop.set()
            bells.everyone()


async def sends(server: MailServer, sender: str, subject: str, size: int = 10) -> None:
    """A mail of `size` bytes of words, over SMTP, until the server has it safe."""

    def talk() -> None:
        words = "x" * 70 + "\r\n"
        with smtplib.SMTP("127.0.0.1", server.port, timeout=20) as client:
            client.sendmail(
                sender, ["service@nordlys.example"], HEAD.format(subject) + words * (size // 72 + 1)
            )

    await asyncio.to_thread(talk)


async def test_an_ordinary_mail_is_decided_while_a_large_one_is_read(sqlite_store: Store) -> None:
    slow = Slow(sqlite_store)
    async with deciding(sqlite_store, slow) as server:
        await sends(server, KARI, "film", 2 * LARGE)
        await slow.begun.wait()
        await sends(server, OLA, "ovn")
        assert await slow.first(1) == ["ovn"]
        slow.go_on.set()
        assert await slow.first(2) == ["ovn", "film"]


async def test_what_its_sender_writes_next_waits_for_the_large_mail(sqlite_store: Store) -> None:
    slow = Slow(sqlite_store)
    async with deciding(sqlite_store, slow) as server:
        await sends(server, KARI, "film", 2 * LARGE)
        await slow.begun.wait()
        await sends(server, KARI, "rettelse")
        await sends(server, OLA, "ovn")
        assert await slow.first(1) == ["ovn"]
        slow.go_on.set()
        assert await slow.first(3) == ["ovn", "film", "rettelse"]


async def test_a_large_mail_under_way_is_finished_before_the_loop_ends(sqlite_store: Store) -> None:
    slow = Slow(sqlite_store)
    async with deciding(sqlite_store, slow) as server:
        await sends(server, KARI, "film", 2 * LARGE)
        await slow.begun.wait()
    assert slow.decided == ["film"]
