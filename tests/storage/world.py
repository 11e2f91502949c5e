"""A small world for the storage's tests: Kari writes about a coffee machine, Nord Elektro repairs it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.arrivals import NewArrival
from storage.deliveries import NewDelivery
from storage.store import Store
from tickets.parties import FOR_CUSTOMER, FOR_PARTNER, Actor, Channel, Role
from tickets.register import Asset, Contact, Contract, Customer, Site
from tickets.states import HandoffState, Priority, TargetKind, TicketState
from tickets.ticket import Handoff, Requester, Target, Ticket
from tickets.timeline import Entry, EntryKind

NOW = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)
LEASE = timedelta(minutes=2)

KARI = Actor(role=Role.CUSTOMER, name="Kari Holm", id="kari@holmvik.example")
OLE = Actor(role=Role.PARTNER, name="Ole", id="tg:501")
DINA = Actor(role=Role.DISPATCHER, name="Dina", id="tg:900")
NORD_CHAT = -700

HOLMVIK = Customer(id="holmvik", name="Holmvik Arkitekter AS", approved_partners=("nord-elektro",))
KARI_IN_REGISTER = Contact(id="kari", customer_id="holmvik", name="Kari Holm", email="Kari@Holmvik.example")
FIFTH_FLOOR = Site(
    id="holmvik-5",
    customer_id="holmvik",
    name="Holmvik 5. etasje",
    address="Øvre Tangen 7",
    postal_code="5035",
)
GOLD = Contract(id="gold", customer_id="holmvik", name="Gull", sla="standard", checklist=("Bilde", "Trykk"))
JURA = Asset(
    id="F-3304", serial="118-4407", model="GIGA X8", brand="Jura", customer_id="holmvik", site_id="holmvik-5"
)


async def fill_register(store: Store) -> None:
    """Holmvik with its contact, contract, site and coffee machine."""
    async with store.unit() as unit:
        for value in (HOLMVIK, KARI_IN_REGISTER, GOLD, FIFTH_FLOOR, JURA):
            await unit.register.upsert([value])
        await unit.commit()


def mail(key: str = "<m1@holmvik.example>", *, lane: str = "mail:kari", **changes: Any) -> NewArrival:
    """A mail of Kari's that has just arrived."""
    arrival = NewArrival(
        channel="mail", key=key, lane=lane, raw=b"Subject: Hei", envelope={"from": "kari"}, received_at=NOW
    )
    return replace(arrival, **changes)


def ticket(**changes: Any) -> Ticket:
    """Kari's coffee machine is out of order."""
    new = Ticket(
        number=0,
        state=TicketState.NEW,
        requester=Requester(
            name="Kari Holm", channel=Channel.MAIL, address="kari@holmvik.example", language="nb"
        ),
        subject="Kaffemaskinen står",
        problem="Den drypper.",
        priority=Priority.NORMAL,
        opened_at=NOW,
        sla="standard",
    )
    return replace(new, **changes)


def handoff(seq: int = 1, **changes: Any) -> Handoff:
    """Offered to Nord Elektro."""
    offered = Handoff(
        seq=seq,
        partner_id="nord-elektro",
        state=HandoffState.OFFERED,
        offered_at=NOW,
        reason="route 1",
        chat_id=NORD_CHAT,
    )
    return replace(offered, **changes)


def target(kind: TargetKind = TargetKind.RESOLVE, **changes: Any) -> Target:
    """A promise to Kari of four hours."""
    four_hours = timedelta(hours=4)
    promised = Target(
        kind=kind,
        handoff=None,
        sla="standard",
        started_at=NOW,
        due_at=NOW + four_hours,
        total=four_hours,
        since=NOW,
        left=four_hours,
    )
    return replace(promised, **changes)


def words(text: str, author: Actor = KARI, **changes: Any) -> Entry:
    """What Kari says to the desk, or Ole in his handoff's thread."""
    to_partner = author is OLE
    said = Entry(
        kind=EntryKind.MESSAGE,
        at=NOW,
        author=author,
        audience=FOR_PARTNER if to_partner else FOR_CUSTOMER,
        handoff=1 if to_partner else None,
        text=text,
    )
    return replace(said, **changes)


def delivery(**changes: Any) -> NewDelivery:
    """A message into Nord Elektro's chat."""
    new = NewDelivery(
        channel="telegram",
        lane=f"tg:{NORD_CHAT}",
        kind="card",
        urgency=2,
        payload={"method": "sendMessage", "args": {"chat_id": NORD_CHAT, "text": "Kort"}},
        created_at=NOW,
    )
    return replace(new, **changes)


async def opened(store: Store, **changes: Any) -> Ticket:
    """A ticket in the database."""
    async with store.unit() as unit:
        kept = await unit.tickets.open(ticket(**changes))
        await unit.commit()
        return kept
