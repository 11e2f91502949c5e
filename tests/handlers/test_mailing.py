"""The one door for mail: nothing automatic to a machine, to a dead address, to ourselves, or into a flood."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import breaker, tell_requester
from handlers.breaker import Writer
from handlers.desk import Desk
from handlers.house import House, Limits
from handlers.mailing import Withheld
from handlers.signing import Addresses, Signer, new_secret
from mail.machine.addresses import nobody_reads
from storage.deliveries import Delivery
from storage.store import Store
from templates import Texts
from tests.bot.configuration import MINIMAL, settings_of
from tests.storage.world import NOW, ticket, words
from tickets.outcome import Notice, Party, Tell
from tickets.ticket import Ticket

ROOT = Path(__file__).parents[2]
TELLS = [each for each in Tell if (ROOT / f"templates/requester/{each}.j2").exists()]
AUTOMATIC = [each for each in TELLS if each is not Tell.REPLY]
SETTINGS = settings_of(MINIMAL)
HOUSE = House(
    policy=SETTINGS.policy(),
    texts=Texts(zone=SETTINGS.desk.timezone),
    addresses=Addresses(desk="service@nordlys.example", signer=Signer(new_secret())),
    limits=Limits(
        answers={"ticket": 3, "sender": 6, "domain": 6}, received={"ticket": 3, "sender": 6, "domain": 6}
    ),
    nobody_reads=nobody_reads,
)

FACTS: dict[str, object] = {
    "score": 5,
    "questions": (),
    "question": 1,
    "amount": "5 200 kr",
    "kinds": (),
    "note": "",
    "yes": True,
}
Arrange = Callable[[Desk, Ticket], Awaitable[Ticket]]


async def machine(desk: Desk, ticket: Ticket) -> Ticket:
    await desk.unit.tickets.wrote(ticket.number, ticket.requester.address, machine=True)
    return ticket


async def person(desk: Desk, ticket: Ticket) -> Ticket:
    await machine(desk, ticket)
    await desk.unit.tickets.wrote(ticket.number, ticket.requester.address, machine=False)
    return ticket


async def unreachable(desk: Desk, ticket: Ticket) -> Ticket:
    address = ticket.requester.address
    await desk.unit.mail_addresses.failed(address, "5.1.1", "unknown", desk.now, for_good=True)
    return ticket


async def no_reply(desk: Desk, ticket: Ticket) -> Ticket:
    return replace(ticket, requester=replace(ticket.requester, address="no-reply@holmvik.example"))


async def ours(desk: Desk, ticket: Ticket) -> Ticket:
    return replace(ticket, requester=replace(ticket.requester, address="Service+x@nordlys.example"))


async def flooded(desk: Desk, ticket: Ticket) -> Ticket:
    writer = Writer(address=ticket.requester.address, ticket=ticket.number, known=False)
    for _ in range(3):
        await breaker.received(desk.unit, desk.house, writer, desk.now)
    return ticket


async def told(store: Store, tells: Sequence[Tell], arrange: Arrange | None = None) -> list[Delivery]:
    """What becomes of each of these notices."""
    async with store.unit() as unit:
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        kept = await unit.tickets.open(ticket())
        await unit.tickets.add_participant(kept.number, kept.requester.address, None, confirmed=True)
        (entry,) = await unit.tickets.add_entries(kept.number, [words("Vi kommer i morgen.")])
        kept = await arrange(desk, kept) if arrange else kept
        for each in tells:
            notice = Notice(to=Party.REQUESTER, tell=each, entry=entry, facts=FACTS)
            await tell_requester.tell(await desk.telling(notice, kept))
        return (await unit.outbox.of_tickets([kept.number]))[kept.number]


@pytest.mark.parametrize("arrange", [None, person], ids=["nobody knows better", "a person writes again"])
async def test_people_are_told_all(sqlite_store: Store, arrange: Arrange | None) -> None:
    sent = await told(sqlite_store, [*TELLS[:2], Tell.REPLY], arrange)
    assert {delivery.state for delivery in sent} == {"pending"}


@pytest.mark.parametrize(
    ("arrange", "reason"),
    [
        (machine, Withheld.MACHINE),
        (unreachable, Withheld.UNREACHABLE),
        (no_reply, Withheld.NO_REPLY),
        (ours, Withheld.OURS),
        (flooded, Withheld.BREAKER),
    ],
)
async def test_nothing_automatic_leaves_by_any_path(
    sqlite_store: Store, arrange: Arrange, reason: Withheld
) -> None:
    kept = await told(sqlite_store, AUTOMATIC, arrange)
    assert [delivery.kind for delivery in kept] == AUTOMATIC
    assert {(delivery.state, delivery.last_error) for delivery in kept} == {("withheld", reason)}


@pytest.mark.parametrize("arrange", [machine, no_reply, flooded])
async def test_a_persons_own_words_do(sqlite_store: Store, arrange: Arrange) -> None:
    (sent,) = await told(sqlite_store, [Tell.REPLY], arrange)
    assert (sent.state, sent.payload["auto_submitted"]) == ("pending", None)


async def test_answers_beyond_the_limit_stay_in(sqlite_store: Store) -> None:
    kept = await told(sqlite_store, [Tell.REOPENED] * 5)
    assert [delivery.state for delivery in kept] == ["pending"] * 3 + ["withheld"] * 2


async def test_news_of_the_work_is_no_answer(sqlite_store: Store) -> None:
    kept = await told(sqlite_store, [Tell.RESOLVED] * 5)
    assert {delivery.state for delivery in kept} == {"pending"}


def test_there_is_no_other_door() -> None:
    rooms = [path for room in ("handlers", "bot") for path in (ROOT / room).rglob("*.py")]
    texts = {path.name: path.read_text("utf-8") for path in rooms}
    writers = {name for name, text in texts.items() if 'channel="mail"' in text} - {"arrivals.py"}  # saves
    assert "tell_requester.py" in writers
    assert all("mailing.post" in texts[name] for name in writers)


async def test_a_house_is_counted_whole_and_people_we_know_are_not(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        for number in range(6):
            writer = Writer(address=f"robot{number}@x.example", ticket=None, known=False)
            held = await breaker.received(unit, HOUSE, writer, NOW)
        assert held
        assert await breaker.is_open(unit, HOUSE, replace(writer, address="new@x.example"), NOW)
        assert not await breaker.is_open(unit, HOUSE, replace(writer, address="k@x.example", known=True), NOW)


async def test_silence_ends_it(sqlite_store: Store) -> None:
    writer = Writer(address="robot@x.example", ticket=None, known=True)
    async with sqlite_store.unit() as unit:
        held = [await breaker.received(unit, HOUSE, writer, NOW) for _ in range(7)]
        later = NOW + HOUSE.limits.quiet + timedelta(minutes=1)
        assert (held, await breaker.is_open(unit, HOUSE, writer, later)) == ([False] * 5 + [True] * 2, False)
        assert not await breaker.received(unit, HOUSE, writer, later)
