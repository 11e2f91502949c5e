"""A small world: Kari's coffee machine at Fjordkontoret, two partners, one dispatcher, one stranger.

Monday is 5 October 2026; people work 9 to 17 in Oslo.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tickets import approval, handoffs, offers, targets
from tickets.calendar import Calendar, Duration
from tickets.given import Given
from tickets.known import Known, Reach
from tickets.outcome import Outcome, Party, Tell
from tickets.parties import Actor, Channel, Role
from tickets.policy import Category, Partner, Policy, Route, Sla
from tickets.register import Asset, Contact, Contract, Customer, Site
from tickets.states import HandoffState, Priority, TargetKind, TicketState
from tickets.ticket import Facts, Handoff, Requester, Target, Ticket
from tickets.timeline import Message

OSLO = ZoneInfo("Europe/Oslo")

KARI = Actor(role=Role.CUSTOMER, name="Kari Berg", id="kari@fjord.example")
OLA = Actor(role=Role.PARTNER, name="Ola Nordmann", id="tg:7001")
PER = Actor(role=Role.PARTNER, name="Per Kulde", id="tg:7002")
DINA = Actor(role=Role.DISPATCHER, name="Dina Vakt", id="tg:7003")
BORIS = Actor(role=Role.STRANGER, name="Boris Ukjent", id="boris@elsewhere.example")


def at(hour: int, minute: int = 0, *, day: int = 5) -> datetime:
    """That moment of October 2026 in Oslo, in UTC."""
    return datetime(2026, 10, day, hour, minute, tzinfo=OSLO).astimezone(UTC)


NOW = at(10)

OFFICE = Calendar(OSLO, dict.fromkeys(range(5), ((time(9), time(17)),)))


def lengths(critical: str, high: str, normal: str, low: str) -> dict[Priority, Duration]:
    return dict(zip(Priority, map(Duration.parse, (critical, high, normal, low)), strict=True))


STANDARD = Sla(
    name="standard",
    calendar=OFFICE,
    accept=lengths("30m", "1h", "4h", "1d"),
    on_site=lengths("4h", "1d", "3d", "5d"),
    resolve=lengths("8h", "2d", "5d", "10d"),
    pause_while=frozenset({"waiting_customer", "waiting_access", "waiting_approval"}),
)

NORD = Partner(
    id="nord-elektro",
    name="Nord Elektro AS",
    sla="standard",
    language="nb",
    skills=frozenset({"coffee"}),
    brands=frozenset({"jura"}),
    postal_codes=("0*", "1*"),
)
SOR = Partner(id="sor-kulde", name="Sør Kulde AS", sla="standard", language="sv")

COFFEE = Category(id="coffee", words=("kaffemaskin", "кофемашина"), checklist=("Foto etter",))

POLICY = Policy(
    desk_name="Nordlys Service",
    desk_address="service@nordlys.example",
    language="nb",
    zone=OSLO,
    slas={"standard": STANDARD},
    default_sla="standard",
    categories={"coffee": COFFEE, "till": Category(id="till", words=("kasse",))},
    partners={NORD.id: NORD, SOR.id: SOR},
    routes=(Route(when={"category": "coffee"}, offer=(NORD.id, SOR.id)),),
)

KNOWN = Known(
    customer=Customer(id="fjord", name="Fjordkontoret AS", contract_id="gold"),
    contact=Contact(id="kari", customer_id="fjord", name="Kari Berg", phone="+4791234567"),
    site=Site(
        id="kai",
        customer_id="fjord",
        name="Kaikontoret",
        address="Kaigata 1",
        postal_code="0150",
        city="Oslo",
        access="Ring på porten",
    ),
    asset=Asset(id="A-7", serial="118-4407", brand="Jura", model="X8", category="coffee"),
    contract=Contract(
        id="gold",
        customer_id="fjord",
        name="Gull",
        sla="standard",
        terms="Rapport samme dag",
        approved_parts="Pakninger",
        cost_cap="2000 NOK",
    ),
)

GIVEN = Given(policy=POLICY, known=KNOWN, reach={NORD.id: Reach(chat_id=-100), SOR.id: Reach(chat_id=-200)})

REQUESTER = Requester(name="Kari Berg", channel=Channel.MAIL, address="kari@fjord.example", language="nb")


def given(**changes: Any) -> Given:
    """What is given, with some of it changed: `policy`, `known` or `reach`."""
    return replace(GIVEN, **changes)


def ticket(now: datetime = NOW, *, promised: bool = True, **changes: Any) -> Ticket:
    """Kari's ticket #1001 at the desk, with our promises to her counted from `now`."""
    made = Ticket(
        number=1001,
        state=TicketState.NEW,
        requester=REQUESTER,
        subject="Kaffemaskinen lekker",
        problem="Det renner vann under maskinen.",
        priority=Priority.NORMAL,
        opened_at=now,
        sla="standard",
        category="coffee",
        customer_id="fjord",
        facts=Facts(serial="118-4407"),
    )
    made = replace(made, **changes)
    return targets.promise(made, None, STANDARD, now) if promised else made


# How a partner comes to each state by steps of its own.
_WAYS: dict[HandoffState, tuple[HandoffState, ...]] = {
    HandoffState.OFFERED: (),
    HandoffState.ACCEPTED: (HandoffState.ACCEPTED,),
    HandoffState.EN_ROUTE: (HandoffState.ACCEPTED, HandoffState.EN_ROUTE),
    HandoffState.ON_SITE: (HandoffState.ACCEPTED, HandoffState.ON_SITE),
    HandoffState.WAITING: (HandoffState.ACCEPTED, HandoffState.WAITING),
    HandoffState.DONE: (HandoffState.ACCEPTED, HandoffState.DONE),
}


def handed_off(state: HandoffState = HandoffState.OFFERED, now: datetime = NOW, **changes: Any) -> Ticket:
    """Kari's ticket with Nord Elektro's handoff in that state, all of it at `now`."""
    made = offers.offer(ticket(now, **changes), NORD, GIVEN, now, by=DINA, reason="Dina").ticket
    if state in _WAYS:
        for step in _WAYS[state]:
            made = handoffs.answer(made, 1, step, GIVEN, now, by=OLA).ticket
        return made
    done = handed_off(HandoffState.DONE, now, **changes)
    return {
        HandoffState.DECLINED: lambda: replace(
            made, handoffs=(replace(made.handoff(1), state=HandoffState.DECLINED, ended_at=now),)
        ),
        HandoffState.EXPIRED: lambda: offers.expire(made, 1, given(reach={}), now).ticket,
        HandoffState.RECALLED: lambda: offers.recall(made, GIVEN, now, by=DINA).ticket,
        HandoffState.APPROVED: lambda: approval.approve(done, GIVEN, now, by=DINA).ticket,
        HandoffState.REWORK: lambda: approval.reject(done, GIVEN, now, by=DINA, reason="Drypper").ticket,
    }[state]()


def message(author: Actor, text: str = "", now: datetime = NOW, **changes: Any) -> Message:
    """Somebody's words."""
    return Message(author=author, at=now, text=text, **changes)


def target(of: Ticket, kind: TargetKind, handoff: int | None = None) -> Target:
    """One of the ticket's promises; our own to Kari unless a handoff is named."""
    return next(each for each in of.targets_of(handoff) if each.kind is kind)


def live(of: Ticket) -> Handoff:
    """The handoff that has the baton."""
    handoff = of.live_handoff
    assert handoff is not None
    return handoff


def told(outcome: Outcome, party: Party) -> list[Tell]:
    """What that party hears, in order."""
    return [notice.tell for notice in outcome.notices if notice.to is party]


def events(outcomes: Outcome | Iterable[Outcome]) -> list[str | None]:
    """The names of what happened."""
    every = [outcomes] if isinstance(outcomes, Outcome) else outcomes
    return [entry.event for outcome in every for entry in outcome.entries]
