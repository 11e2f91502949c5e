"""Whatever a party can be told, by mail or in a chat: muted, it is sent nothing of it; else it is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from handlers import tell_partner, tell_requester
from handlers.desk import Desk
from storage.deliveries import Delivery
from storage.store import Store
from tests.handlers.test_mailing import HOUSE, ROOT, TELLS
from tests.storage.world import NORD_CHAT, NOW, handoff, ticket, words
from tests.templates.world import FACTS
from tickets.outcome import Notice, Party, Tell
from tickets.parties import CUSTOMERS_SIDE, Channel, party_of_partner
from tickets.ticket import Ticket

_KARIS_CHAT = 9001
_NORDS = "nord-elektro"
_BELOW = {Tell.HANDED_ON, Tell.SAID, Tell.TO_CHECK, Tell.COST_TO_APPROVE}  # news of a subcontractor
PARTNER_TELLS = [each for each in Tell if (ROOT / f"templates/partner/{each}.j2").exists()]
CHANNELS = pytest.mark.parametrize("channel", list(Channel))
MUTED = pytest.mark.parametrize("muted", [True, False], ids=["muted", "heard"])


def facts_of(name: str) -> Mapping[str, Any]:
    """What the text takes, but for what telling puts in itself."""
    put_in = ("view", "now", "desk", "words", "who", "links")
    facts = {key: value for key, value in FACTS[name].items() if key not in put_in}
    return facts | ({"question": 1} if name == "requester/cost_question" else {})


def asked_for(channel: Channel) -> Ticket:
    """Kari's ticket, which Nord have, and their subcontractor below them; all of them in that channel."""
    chats = channel is Channel.TELEGRAM
    requester = ticket().requester
    if chats:
        requester = replace(requester, channel=channel, address=str(_KARIS_CHAT), chat_id=_KARIS_CHAT)
    nord = handoff() if chats else handoff(chat_id=None, email="jobb@nord.example")
    return ticket(requester=requester, handoffs=(nord, handoff(2, parent=1, partner_id="alfa", chat_id=-8)))


async def told(store: Store, channel: Channel, notice: Notice, muted: tuple[str, ...]) -> list[Delivery]:
    """What becomes of it."""
    async with store.unit() as unit:
        desk = Desk(house=HOUSE, unit=unit, now=NOW)
        asked = asked_for(channel)
        kept = await unit.tickets.open(replace(asked, handoffs=()))
        kept = await unit.tickets.save(replace(kept, handoffs=asked.handoffs, muted=muted))
        await unit.people.bind_chat(NORD_CHAT, "partner", "Nord", None, partner_id=_NORDS, now=NOW)
        (entry,) = await unit.tickets.add_entries(kept.number, [words("Vi kommer i morgen.")])
        notice = replace(notice, entry=entry if notice.tell in (Tell.REPLY, Tell.RELAY, Tell.SAID) else None)
        telling = await desk.telling(notice, kept)
        await (tell_requester if notice.to is Party.REQUESTER else tell_partner).tell(telling)
        return (await unit.outbox.of_tickets([kept.number]))[kept.number]


@CHANNELS
@MUTED
@pytest.mark.parametrize("tell", TELLS)
async def test_a_customer(sqlite_store: Store, tell: Tell, channel: Channel, muted: bool) -> None:
    notice = Notice(to=Party.REQUESTER, tell=tell, facts=dict(facts_of(f"requester/{tell}")))
    rows = await told(sqlite_store, channel, notice, (CUSTOMERS_SIDE,) if muted else ())
    assert {(row.state, row.last_error, row.party) for row in rows} == {
        ("withheld", "muted", CUSTOMERS_SIDE) if muted else ("pending", None, CUSTOMERS_SIDE)
    }


@CHANNELS
@MUTED
@pytest.mark.parametrize("tell", PARTNER_TELLS)
async def test_a_partner(sqlite_store: Store, tell: Tell, channel: Channel, muted: bool) -> None:
    to, seq = (Party.PRINCIPAL, 2) if tell in _BELOW else (Party.PARTNER, 1)
    notice = Notice(to=to, tell=tell, handoff=seq, facts={"key": "1", **facts_of(f"partner/{tell}")})
    rows = await told(sqlite_store, channel, notice, (party_of_partner(_NORDS),) if muted else ())
    theirs = party_of_partner(_NORDS)
    assert {(row.state, row.last_error, row.party) for row in rows} == {
        ("withheld", "muted", theirs) if muted else ("pending", None, theirs)
    }


def test_no_other_row_names_a_thread_without_its_party() -> None:
    """A row for a party can be written nowhere but through what says whom it is for."""
    rooms = [path for room in ("handlers", "bot") for path in (ROOT / room).rglob("*.py")]
    inserts = [path.name for path in rooms if "insert(deliveries)" in path.read_text("utf-8")]
    assert inserts == []
