"""A small world to render: Kari at a café, Ola who comes, and the desk between them."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from templates import AddressRow, BreakerRow, CandidateRow, FoundRow, PartnerRow, QuarantineRow
from tickets.account import Account, Paid
from tickets.asking import Question
from tickets.card import Card
from tickets.card_parts import Costs, Demands, Equipment, OnSite, Part, Terms
from tickets.chasing import Wanted
from tickets.desk_view import DeskView, HandoffLine, Promise
from tickets.evidence.demands import Proof, read_demands, standing
from tickets.known import PastJob, Principal, Rated
from tickets.muting import Untold
from tickets.parties import Channel, Identity, Role
from tickets.states import Because, HandoffState, Priority, TargetKind, TicketState
from tickets.views import CustomerView, Line, PartnerView
from tickets.work.lines import WorkKind
from tickets.work.payers import Payer
from tickets.work.shares import Share

OSLO = ZoneInfo("Europe/Oslo")
DESK = "Nordlys Service"


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """A moment as it is said in Oslo, in UTC as everything is kept."""
    return datetime(year, month, day, hour, minute, tzinfo=OSLO).astimezone(UTC)


NOW = at(5, 13, 10)  # a Thursday

PROBLEM = (
    "Maskinen viser feil 8 og brygger ikke. Vi har prøvd å skru den av og på.\n\n"
    "Kaffekøen står ut på gata fra kl. 7."
)

CUSTOMER = CustomerView(
    number=1001,
    desk=DESK,
    subject="Kaffemaskinen brygger ikke",
    state=TicketState.IN_PROGRESS,
    wait_reason=None,
    requester_name="Kari Nordmann",
    machine="Jura GIGA X8",
    site="Kaffebaren Aker Brygge",
    reference="PO-7781",
    on_site_by=at(6, 12),
    resolve_by=at(9, 16),
    window_start=at(6, 9),
    window_end=at(6, 12),
    opened_at=at(5, 12, 58),
    lines=(),
)

CARD = Card(
    number=1001,
    seq=1,
    principal=DESK,
    state=HandoffState.OFFERED,
    technician=None,
    priority=Priority.CRITICAL,
    category="coffee",
    subject="Kaffemaskinen brygger ikke",
    problem=PROBLEM,
    equipment=Equipment(
        customer="Kaffebaren AS",
        asset_id="A-1042",
        serial="4711-0815",
        machine="Jura GIGA X8",
        site="Kaffebaren Aker Brygge",
        location="2. etasje, bak disken",
        address="Stranden 1",
        postal_code="0250",
        city="Oslo",
        latitude=59.9127,
        longitude=10.7461,
    ),
    history=(
        PastJob(number=874, at=at(12, 9, month=6), subject="Lekker vann", outcome="Byttet pumpe og pakning"),
        PastJob(number=655, at=at(3, 9, month=2), subject="Årlig service", outcome=""),
    ),
    terms=Terms(
        is_known=True,
        contract="Serviceavtale Pluss",
        text="Meld fra straks hvis det tar lengre tid.",
        window_start=at(6, 9),
        window_end=at(6, 12),
        accept_by=at(5, 14, 30),
        on_site_by=at(6, 12),
        resolve_by=at(9, 16),
        reference="PO-7781",
    ),
    demands=Demands(
        steps=("Bilde før og etter", "Mål trykket på pumpa", "Slå av strømmen før du åpner maskinen"),
        evidence=(),
    ),
    contact=OnSite(
        name="Kari Nordmann",
        phone="+4790012345",
        access="Nøkkel i resepsjonen. Si at du skal til kaffebaren.",
    ),
    costs=Costs(approved_parts="Pumpe og ventil kan byttes uten å spørre", cap="3 000 kr", work=()),
    filled={},
)


def card_with(**changes: Any) -> Card:
    """The card with other facts, whichever of its parts they stand in."""
    parts = {}
    for part in ("equipment", "terms", "demands", "contact", "costs"):
        now = getattr(CARD, part)
        theirs = {each.name for each in fields(now)} & changes.keys()
        parts[part] = replace(now, **{name: changes.pop(name) for name in theirs})
    return replace(CARD, **parts, **changes)


LACKING = standing(read_demands(["photo before", "photo after x2", "signature", "reading trykk 8-9 bar"]), ())

ACCOUNT = Account(
    evidence=standing(
        read_demands(["photo before", "photo after x2", "reading trykk 8-9 bar", "signature"]),
        [
            Proof(key="photo:before", at=NOW, by="Ola"),
            Proof(key="reading:trykk", at=NOW, by="Ola", value="12 bar", outside=True),
            Proof(key="signature", at=NOW, by="Ola", value="Kari Nordmann"),
        ],
    ),
    ticked=2,
    unticked=("Kvittering til kunden",),
    work=(Paid(text="2.5 h reise", payer=None), Paid(text="ABC-12, 350 kr", payer=Payer.MAKER)),
    sums=("2.5 h", "350 kr"),
    shares=(Share(payer=Payer.MAKER, sums=("350 kr",)), Share(payer=None, sums=("2.5 h",))),
    waived="Kamera knust",
)

PARTNER = PartnerView(card=CARD, partner="Nord Elektro AS", lines=())

TIMELINE = (
    Line(at=at(4, 15, 2), role=Role.CUSTOMER, who="Kari Nordmann", text=PROBLEM, event=None, files=1),
    Line(at=at(4, 15, 2), role=Role.STAFETT, who="Stafett", text="", event="offered", files=0),
    Line(
        at=at(4, 15, 3),
        role=Role.STAFETT,
        who="Stafett",
        text="Nord Elektro AS: category kaffemaskin, postal_code 0*, customer Salong Saks, brand wmf, "
        "model 15*, priority high, hours natt | trade\nFjord Service full",
        event="routed",
        files=0,
    ),
    Line(at=at(4, 15, 20), role=Role.PARTNER, who="Ola", text="", event="accepted", files=0),
    Line(at=at(5, 9), role=Role.DISPATCHER, who="Nina", text="high", event="priority_changed", files=0),
    Line(at=at(5, 11, 30), role=Role.PARTNER, who="Ola", text="Fremme nå", event=None, files=0),
    Line(
        at=at(5, 12, 40), role=Role.PARTNER, who="Ola", text="Byttet pumpe, trykk 9 bar", event=None, files=2
    ),
    Line(at=at(5, 12, 41), role=Role.PARTNER, who="Ola", text="", event="done", files=0),
)

TICKET = DeskView(
    number=1001,
    state=TicketState.IN_PROGRESS,
    wait_reason=None,
    priority=Priority.CRITICAL,
    category="coffee",
    subject="Kaffemaskinen brygger ikke",
    problem=PROBLEM,
    channel=Channel.MAIL,
    requester_name="Kari Nordmann",
    requester_address="kari@kaffebaren.example",
    customer="Kaffebaren AS",
    site="Kaffebaren Aker Brygge",
    address="Stranden 1",
    postal_code="0250",
    city="Oslo",
    asset_id="A-1042",
    serial="4711-0815",
    machine="Jura GIGA X8",
    contact_name="Kari Nordmann",
    contact_phone="+4790012345",
    access="Nøkkel i resepsjonen",
    window_start=at(6, 9),
    window_end=at(6, 12),
    reference="PO-7781",
    owner="Nina",
    opened_at=at(4, 15, 2),
    csat=None,
    handoffs=(
        HandoffLine(
            seq=1,
            partner="Nord Elektro AS",
            state=HandoffState.ON_SITE,
            technician="Ola",
            note=None,
            offered_at=at(4, 15, 2),
            expires_at=None,
            since=at(5, 11, 30),
        ),
    ),
    promises=(
        Promise(
            kind=TargetKind.ON_SITE,
            partner=None,
            due_at=at(6, 12),
            met_at=None,
            breached_at=None,
            paused=False,
        ),
        Promise(
            kind=TargetKind.RESOLVE,
            partner="Nord Elektro AS",
            due_at=at(5, 12),
            met_at=None,
            breached_at=at(5, 12),
            paused=False,
        ),
    ),
    lines=TIMELINE,
)

SHARED = replace(
    TICKET,
    principal=Principal(name="Vest Service", address="vakt@vest.example", number="2001", answer_by=at(5, 16)),
    unanswered=True,
)

_JOB = {"view": PARTNER, "now": NOW}
_DESK = {"view": TICKET, "now": NOW}
_CASE = {"view": CUSTOMER, "now": NOW}

# Every text with the facts it takes.
FACTS: Mapping[str, Mapping[str, Any]] = {
    "requester/received": _CASE,
    "requester/taken": _CASE,
    "requester/en_route": _CASE,
    "requester/progress": _CASE,
    "requester/delayed": _CASE,
    "requester/eta": {"view": replace(CUSTOMER, eta=at(6, 9), eta_end=at(6, 10)), "now": NOW},
    "requester/resolved": _CASE | {"score_url": "https://nordlys.example/score/Zk3"},
    "requester/asked": _CASE | {"questions": tuple(Question)},
    "requester/cost_question": _CASE
    | {
        "amount": "5 200 kr",
        "kinds": (WorkKind.PART, WorkKind.TRAVEL),
        "note": "Pumpa må byttes.",
        "again": True,
        "links": (("Ja", "https://nordlys.example/price/1-y/yes"),),
    },
    "requester/cost_noted": _CASE | {"yes": True, "amount": "5 200 kr"},
    "requester/price_page": _CASE
    | {
        "amount": "5 200 kr",
        "said": None,
        "buttons": [("Ja", "https://nordlys.example/price/1-y/yes")],
        "first": "",
    },
    "requester/reply": _CASE | {"words": "Vi kommer i morgen.\nPasser ti?"},
    "requester/continued": _CASE,
    "requester/score_page": _CASE | {"url": "https://nordlys.example/score/Zk3", "score": 4},
    "requester/thanks": _CASE | {"score": 5},
    "requester/reopened": _CASE,
    "requester/status": {"views": [CUSTOMER, replace(CUSTOMER, number=1002)], "desk": DESK, "now": NOW},
    "requester/which_job": {"views": [CUSTOMER, replace(CUSTOMER, number=1002)]},
    "requester/welcome": {"desk": DESK},
    "requester/help": {"desk": DESK},
    "requester/bound": {"desk": DESK, "name": "Kari Nordmann"},
    "requester/too_big": {"filename": "film.mov", "limit_mb": 20},
    "requester/language": {},
    "requester/language_set": {},
    "requester/refused_link": {"desk": DESK},
    "partner/card": _JOB,
    "partner/parts_due": _JOB | {"day": date(2026, 11, 4)},
    "partner/job_page": {
        "view": replace(PARTNER, card=replace(CARD, demands=replace(CARD.demands, evidence=LACKING))),
        "base": "https://nordlys.example/job/Zk3",
        "pressed": "done",
        "said": "Notert. Takk!",
        "asks": "",
        "choices": (),
        "steps": ("en_route", "waiting"),
        "times": ("eta_30",),
        "chain": [("hand_on", "Gi videre")],
        "below": "",
        "sum": "",
        "brings": True,
        "works": True,
        "may_end": True,
        "bring": "bring",
        "once": "0" * 32,
        "now": NOW,
    },
    "partner/ping": _JOB | {"kind": TargetKind.ACCEPT, "due_at": at(5, 14, 30), "overdue": False},
    "partner/recalled": _JOB | {"note": "Kunden fikk den i gang selv."},
    "partner/expired": _JOB,
    "partner/card_moved": _JOB,
    "partner/unbound": {"desk": "Nordlys Service", "now": NOW},
    "partner/approved": _JOB,
    "partner/progress": _JOB,
    "partner/logged": _JOB | {"what": "2.5 h reise", "payer": Payer.CUSTOMER},
    "partner/struck": _JOB | {"what": "20 h brukte", "reason": "Ført på feil jobb"},
    "partner/cost_asked": _JOB | {"amount": "4 200 kr", "cap": "3 000 kr"},
    "partner/cost_to_approve": _JOB | {"partner": "Alfa Rør AS", "amount": "4 200 kr", "cap": "3 000 kr"},
    "partner/cost_approved": _JOB | {"amount": "4 200 kr", "note": "Bare pumpa"},
    "partner/cost_refused": _JOB | {"amount": "4 200 kr", "note": ""},
    "partner/evidence_missing": _JOB | {"missing": LACKING},
    "partner/evidence_noted": _JOB
    | {"proofs": [Proof(key="reading:p", at=NOW, by="Ola", value="12 bar", outside=True)]},
    "partner/rework": _JOB | {"note": "Bilde av typeskiltet"},
    "partner/relay": _JOB | {"role": "customer", "words": "Vi stenger kl. 15."},
    "partner/handed_on": _JOB
    | {"partner": "Sør Kulde AS", "event": "declined", "by": "Per", "note": "Ikke tid"},
    "partner/cannot": _JOB | {"said": "Sør Kulde AS kan ikke få den nå."},
    "partner/how_to_answer": _JOB,
    "partner/said": _JOB | {"partner": "Sør Kulde AS", "who": "Per", "words": "Jeg er der kl. 14"},
    "partner/to_check": _JOB | {"partner": "Sør Kulde AS", "note": "Byttet pumpe"},
    "partner/jobs": {"views": [PARTNER], "now": NOW},
    "partner/which_job": {"views": [PARTNER]},
    "partner/help": {"desk": DESK},
    "partner/bound": {"partner": "Nord Elektro AS", "desk": DESK, "sees_all": False, "topics": "own"},
    "partner/standing": {"won": ("words", "thumbs"), "lost": ("topics",)},
    "dispatchers/standing": {"won": ("words",), "lost": ("topics",)},
    "dispatchers/sees_less": {
        "title": "Nord · jobber",
        "partner": "Nord Elektro AS",
        "lost": ("words", "thumbs", "topics", "no_topics"),
    },
    "partner/walk": {
        "step": "own",
        "number": 6,
        "of": 6,
        "welcome": ("Safety: https://nordlys.example/safety",),
        "desk": DESK,
    },
    "partner/confirmed": {"desk": DESK, "name": "Ola Hansen", "at": NOW, "now": NOW},
    "dispatchers/partner_ready": {
        "partner": "Nord Elektro AS",
        "title": "Nord · jobber",
        "name": "Ola",
        "numbers": [1001, 1002],
    },
    "partner/need_reason": _JOB | {"declined": True},
    "partner/stranger": {"name": "Per"},
    "partner/not_understood": {},
    "dispatchers/believe": {
        "name": "Syd Kyl AB",
        "address": "jobb@sydkyl.example",
        "fingerprint": "3f2a 91c0 7be4 55d1 08aa 6c3e f914 2b70",
        "partner": None,
        "identity": Identity.UNVERIFIED,
        "number": 1001,
        "now": NOW,
    },
    "dispatchers/copy_doubted": {
        "why": "broken",
        "address": "jobb@sydkyl.example",
        "number": 1001,
        "now": NOW,
    },
    "dispatchers/opened": {"view": SHARED, "now": NOW, "relative": 990},
    "dispatchers/heard": _DESK
    | {"edited": True, "who": "Ola", "role": Role.PARTNER, "words": "Hei", "partner": "Nord Elektro AS"},
    "dispatchers/happened": _DESK
    | {"event": "accepted", "by": "Ola", "partner": "Nord Elektro AS", "note": ""},
    "dispatchers/to_approve": {
        "view": replace(TICKET, account=ACCOUNT),
        "now": NOW,
        "partner": "Nord Elektro AS",
    },
    "dispatchers/needs_desk": _DESK
    | {
        "reason": "lacks_fields",
        "claimed": "Butikk 7",
        "lacking": ("site", "reference", "deadline"),
        "passed": (("fjord", "full"),),
    },
    "dispatchers/incomplete": _DESK | {"missing": (Part.CONTACT, Part.PARTS), "asked": (Question.ACCESS,)},
    "dispatchers/cost_unclear": _DESK,
    "dispatchers/cost_to_approve": _DESK
    | {"view": replace(TICKET, account=ACCOUNT)}
    | {"partner": "Nord Elektro AS", "amount": "4 200 kr", "cap": "3 000 kr"},
    "dispatchers/still_waits": _DESK
    | {"lacks": Wanted.APPROVAL, "since": at(4, 16), "partner": "Nord Elektro AS"},
    "dispatchers/not_told": _DESK | {"partner": "Nord Elektro AS", "what": (Untold.REWORK, Untold.COST)},
    "dispatchers/breach": _DESK
    | {"kind": TargetKind.ON_SITE, "due_at": at(5, 12), "partner": "Nord Elektro AS"},
    "dispatchers/warning": _DESK | {"kind": TargetKind.ON_SITE, "due_at": at(5, 14), "partner": None},
    "dispatchers/queue": {"views": [TICKET, replace(TICKET, number=1002)], "total": 7, "now": NOW},
    "dispatchers/ticket": {"view": replace(TICKET, account=ACCOUNT), "now": NOW},
    "dispatchers/sla": _DESK,
    "dispatchers/card": {
        "view": card_with(approved_parts=None, cap=None),
        "missing": (Part.PARTS,),
        "now": NOW,
    },
    "dispatchers/find": {
        "rows": [
            FoundRow(
                number=1001,
                state=TicketState.NEW,
                priority=Priority.HIGH,
                subject="Kaffemaskinen brygger ikke",
                opened_at=at(4, 15, 2),
                customer="Kaffebaren AS",
                city="Oslo",
            )
        ],
        "query": "kaffe",
        "now": NOW,
    },
    "dispatchers/history": {"serial": "4711-0815", "rows": CARD.history},
    "dispatchers/partners": {
        "rows": [
            PartnerRow(
                id="nord-elektro", name="Nord Elektro AS", reachable=True, live_jobs=2, jobs_this_week=7
            ),
            PartnerRow(
                id="fjord",
                name="Fjord Service",
                reachable=False,
                live_jobs=1,
                jobs_this_week=1,
                capacity_per_week=40,
                rated=Rated(points=5, jobs=1),
            ),
        ]
    },
    "dispatchers/candidates": {
        "number": 1001,
        "rows": [
            CandidateRow(
                id="nord-elektro", name="Nord Elektro AS", why="postal_code 0*", because=Because.GEOGRAPHY
            ),
            CandidateRow(id="fjord", name="Fjord Service", why_not="full", rated=Rated(points=55, jobs=12)),
        ],
    },
    "dispatchers/second_asked": _DESK | {"partner": "Nord Elektro AS", "by": "Dina"},
    "dispatchers/unacked": {
        "views": [
            replace(
                TICKET, handoffs=tuple(replace(each, state=HandoffState.OFFERED) for each in TICKET.handoffs)
            )
        ],
        "now": NOW,
    },
    "dispatchers/authorisation_ends": {
        "partner": "Nord Elektro AS",
        "brand": "jura",
        "category": "coffee",
        "until": date(2026, 12, 1),
    },
    "dispatchers/quarantine": {
        "rows": [QuarantineRow(id=17, channel="mail", at=at(5, 8), reason="no sender", sender=None)],
        "now": NOW,
    },
    "dispatchers/quarantined": {
        "arrival_id": 17,
        "channel": "mail",
        "sender": "kari@x.example",
        "reason": "no sender",
    },
    "dispatchers/trouble": {
        "what": "mailbox_unfit",
        "folder": "Stafett quarantine",
        "lost": True,
        "error": "imap.example: connection refused",
        "since": NOW,
        "now": NOW,
    },
    "dispatchers/unreachable": {
        "title": "Nord Elektro",
        "error": "bot was kicked",
        "ticket": 1001,
        "jobs": [1001, 1003],
    },
    "dispatchers/unbound": {"partner": "Nord Elektro AS", "titles": ["Nord"], "left": ["Nord 2"], "now": NOW},
    "dispatchers/dismissed": {
        "where": "Nord Elektro AS",
        "gone": ["Ola Hansen"],
        "known": ["Anders Moe"],
        "now": NOW,
    },
    "dispatchers/undelivered": {"what": "kort #1001", "to": "kari@x.example", "error": "550 no such user"},
    "dispatchers/mail_failed": {
        "address": "kari@x.example",
        "name": "Kari Nordmann",
        "phone": "+4790012345",
        "number": 1001,
        "why": "no_such_box",
        "error": "550 5.1.1 user unknown",
        "blocked": True,
        "otherwise": False,
        "now": NOW,
    },
    "dispatchers/breaker": {
        "kind": "domain",
        "name": "x.example",
        "why": "answered",
        "count": 20,
        "held": 0,
        "quiet_until": at(5, 14),
        "now": NOW,
    },
    "dispatchers/held": {
        "addresses": [AddressRow(address="kari@x.example", reason="no such user", since=at(5, 8))],
        "breakers": [BreakerRow(kind="sender", name="robot@x.example", held=12, since=at(5, 8))],
        "now": NOW,
    },
    "dispatchers/list_mail": {"sender": "Nyhetsbrev", "subject": "Tilbud på kaffe", "own": False},
    "dispatchers/new_person": {
        "name": "Per",
        "address": "per@x.example",
        "number": 1001,
        "words": "Hva skjer?",
    },
    "dispatchers/unproven": {
        "name": "Per",
        "address": "per@nord-elektro.example",
        "claims": "Nord Elektro AS",
        "number": 1001,
        "subject": "Ferdig #1001",
        "words": "Vi er ferdige.",
        "arrival_id": 17,
    },
    "dispatchers/stranger_in_chat": {"name": "Per"},
    "dispatchers/bound": {"desk": DESK, "sees_all": True, "topics": "possible"},
    "dispatchers/usage": {"command": "/handoff", "usage": "/handoff N PARTNER"},
    "dispatchers/unknown_command": {"command": "/quue", "near": "/queue"},
    "dispatchers/help": {},
}
