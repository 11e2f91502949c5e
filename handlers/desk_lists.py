"""What dispatchers look up: the queue, a ticket, its promises, a machine's past, partners, the quarantine."""

from collections.abc import Awaitable, Callable

from handlers.desk import Desk
from handlers.held import held, release
from handlers.knowing import ratings_of
from handlers.parting import dismiss, unbind
from storage.arrivals import Arrival
from templates import FoundRow, PartnerRow, QuarantineRow
from tickets.calendar import week_start
from tickets.desk_view import DeskView, desk_view
from tickets.known import PastJob
from tickets.outcome import Refused
from tickets.ticket import Ticket

_QUEUE = 20  # lines in one answer
_ROWS = 15

Show = Callable[[str, int | None, Desk, str], Awaitable[str]]


async def queue(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """What is open, the most urgent first."""
    tickets = await desk.unit.tickets.queue(_QUEUE)
    total = await desk.unit.tickets.count_open()
    views = [await _view(desk, ticket, with_lines=False) for ticket in tickets]
    return desk.texts.chat("dispatchers/queue", language, views=views, total=total, now=desk.now)


async def ticket(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """One ticket with everything."""
    found = await _the_ticket(arguments, answered, desk, "/ticket N")
    return desk.texts.chat("dispatchers/ticket", language, view=await _view(desk, found), now=desk.now)


async def sla(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """A ticket's promises."""
    found = await _the_ticket(arguments, answered, desk, "/sla N")
    view = await _view(desk, found, with_lines=False)
    return desk.texts.chat("dispatchers/sla", language, view=view, now=desk.now)


async def find(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """Tickets by number, words, customer, serial or reference."""
    if not arguments.strip():
        raise Refused("unreadable_arguments", usage="/find …")
    rows = [await _row(desk, each) for each in await desk.unit.tickets.find(arguments, _ROWS)]
    return desk.texts.chat("dispatchers/find", language, rows=rows, query=arguments.strip(), now=desk.now)


async def history(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """All jobs on a machine, whoever did them (S28)."""
    serial = arguments.strip()
    if not serial:
        raise Refused("unreadable_arguments", usage="/history SERIAL")
    rows = [
        PastJob(number=each.number, at=each.opened_at, subject=each.subject, outcome="")
        for each in (await desk.unit.tickets.history(serial))[:_ROWS]
    ]
    return desk.texts.chat("dispatchers/history", language, serial=serial, rows=rows, now=desk.now)


async def partners(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """The partners and how much they have."""
    rows = []
    week = await desk.unit.tickets.load_of(list(desk.policy.partners), week_start(desk.now, desk.policy.zone))
    ratings = await ratings_of(desk.unit, desk.policy, desk.now)
    for partner in desk.policy.partners.values():
        chats = await desk.unit.people.chats_of_partner(partner.id)
        jobs = await desk.unit.tickets.of_partner(partner.id)
        theirs = [h for job in jobs for h in job.handoffs if h.partner_id == partner.id and h.is_live]
        rows.append(
            PartnerRow(
                id=partner.id,
                name=partner.name,
                reachable=any(chat.unreachable_at is None for chat in chats),
                unconfirmed=bool(chats) and all(chat.confirmed_at is None for chat in chats),
                live_jobs=len(theirs),
                jobs_this_week=week[partner.id],
                capacity_per_week=partner.capacity_per_week,
                rated=ratings.get(partner.id),
            )
        )
    return desk.texts.chat("dispatchers/partners", language, rows=rows, now=desk.now)


async def unacked(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """Offers that nobody has confirmed (S59)."""
    tickets = await desk.unit.tickets.unacknowledged(_QUEUE)
    views = [await _view(desk, ticket, with_lines=False) for ticket in tickets]
    return desk.texts.chat("dispatchers/unacked", language, views=views, now=desk.now)


async def quarantine(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """What could not be understood."""
    rows = [_quarantined(each) for each in await desk.unit.arrivals.quarantined(_ROWS)]
    return desk.texts.chat("dispatchers/quarantine", language, rows=rows, now=desk.now)


async def show_help(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """The commands."""
    return desk.texts.chat("dispatchers/help", language, now=desk.now)


LISTS: dict[str, Show] = {
    "queue": queue,
    "ticket": ticket,
    "sla": sla,
    "find": find,
    "history": history,
    "partners": partners,
    "unacked": unacked,
    "quarantine": quarantine,
    "held": held,
    "release": release,
    "unbind": unbind,
    "dismiss": dismiss,
    "help": show_help,
}


async def _the_ticket(arguments: str, answered: int | None, desk: Desk, usage: str) -> Ticket:
    first = arguments.split(maxsplit=1)[0].lstrip("#") if arguments.split() else ""
    number = int(first[:9]) if first.isdigit() else answered
    if number is None:
        raise Refused("no_job_meant", usage=usage)
    found = await desk.unit.tickets.get(number)
    if found is None:
        raise Refused("no_such_ticket", number=number)
    return found


async def _view(desk: Desk, ticket: Ticket, *, with_lines: bool = True) -> DeskView:
    given = await desk.given(ticket)
    entries = await desk.unit.tickets.entries(ticket.number) if with_lines else ()
    return desk_view(ticket, given.known, desk.policy, entries, desk.now)


async def _row(desk: Desk, ticket: Ticket) -> FoundRow:
    view = await _view(desk, ticket, with_lines=False)
    return FoundRow(
        number=view.number,
        state=view.state,
        priority=view.priority,
        subject=view.subject,
        opened_at=view.opened_at,
        customer=view.customer,
        machine=view.machine,
        city=view.city,
    )


def _quarantined(arrival: Arrival) -> QuarantineRow:
    sender = arrival.envelope.get("sender")
    return QuarantineRow(
        id=arrival.id,
        channel=arrival.channel,
        at=arrival.received_at,
        reason=arrival.reason or "",
        sender=str(sender) if sender else None,
    )
