"""A mute at the desk: what was about to leave, ways round it, and what it is made up with (I7)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import muting, tell_requester, topics
from handlers.desk import Desk
from handlers.hanging import hung_anew
from storage.deliveries import Delivery
from storage.store import Store
from tests.handlers.test_every_notice import asked_for
from tests.handlers.test_mailing import HOUSE
from tests.storage.world import NORD_CHAT, NOW
from tickets.known import Known
from tickets.muting import name_of
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import CUSTOMERS_SIDE, Actor, Channel, Role, party_of_partner
from tickets.register import Contact
from tickets.states import HandoffState
from tickets.ticket import Ticket

DINA = Actor(role=Role.DISPATCHER, name="Dina")
NORDS = party_of_partner("nord-elektro")


async def offered(desk: Desk, **changes: object) -> Ticket:
    """Kari's ticket, offered to Nord in their chat."""
    asked = asked_for(Channel.MAIL)
    kept = await desk.unit.tickets.open(replace(asked, handoffs=()))
    await desk.unit.people.bind_chat(NORD_CHAT, "partner", "Nord", None, partner_id="nord-elektro", now=NOW)
    handoffs = (replace(asked_for(Channel.TELEGRAM).handoffs[0], **changes),)
    return await desk.carry_out(hung_anew(replace(kept, handoffs=handoffs), 1))


async def mutes(desk: Desk, ticket: Ticket, party: str) -> Ticket:
    return await desk.carry_out(await muting.muted(ticket, party, await desk.given(ticket), desk, by=DINA))


async def rows(desk: Desk, ticket: Ticket) -> Sequence[Delivery]:
    return (await desk.unit.outbox.of_tickets([ticket.number]))[ticket.number]


async def test_an_offer_whose_card_had_not_left_is_nobodys(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        ticket = await offered(desk)
        muted = await mutes(desk, ticket, NORDS)
        assert muted.handoffs[0].state is HandoffState.EXPIRED
        assert [row.state for row in await rows(desk, ticket) if row.kind == Tell.CARD] == ["withheld"]


async def test_an_offer_that_they_have_seen_waits_for_their_answer(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        ticket = await offered(desk)
        await unit.outbox.sent(ticket.handoffs[0].card_delivery or 0, NOW, [f"tg:{NORD_CHAT}:7"])
        muted = await mutes(desk, ticket, NORDS)
        assert muted.handoffs[0].state is HandoffState.OFFERED


async def test_there_is_no_other_way_to_a_muted_customer(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        ticket = replace(await offered(desk), muted=(CUSTOMERS_SIDE,))
        ticket = replace(ticket, requester=asked_for(Channel.TELEGRAM).requester)
        contact = Contact(id="k", customer_id="c", name="Kari", email="kari@hjemme.example")
        telling = await desk.telling(Notice(to=Party.REQUESTER, tell=Tell.TAKEN), ticket)
        given = replace(telling.given, known=Known(contact=contact))
        assert not await tell_requester.by_another_way(replace(telling, given=given))
        heard = replace(telling, given=given, ticket=replace(telling.ticket, muted=()))
        assert await tell_requester.by_another_way(heard)


async def test_the_topic_of_a_muted_partners_job_is_settled_afterwards(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        ticket = await offered(desk, state=HandoffState.ACCEPTED)
        ended = ticket.with_handoff(replace(ticket.handoffs[0], state=HandoffState.APPROVED))
        given, already = await desk.given(ticket), len(await rows(desk, ticket))
        for muted in ((NORDS,), ()):
            await topics.settle(unit, HOUSE, replace(ended, muted=muted), given, NOW)
            new = [row.kind for row in (await rows(desk, ticket))[already:]]
            assert new == ([] if muted else ["topic"])


async def test_a_mute_lasts_until_it_is_ended(sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        ticket = await offered(desk)
        await mutes(desk, ticket, CUSTOMERS_SIDE)
        await unit.commit()
    async with sqlite_store.unit() as unit:  # by another process, another day
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        ticket = await desk.ticket(ticket.number)
        saved = await desk.carry_out(Outcome(ticket=ticket))
        assert (saved.muted, name_of(saved.muted[0], HOUSE.policy)) == ((CUSTOMERS_SIDE,), "")
        kept = await desk.muted_in(4711)
        assert (kept["ticket"], kept["party"]) == (ticket.number, CUSTOMERS_SIDE)
