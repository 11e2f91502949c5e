"""What dispatchers say about work that is written down: may it cost this, is a line wrong, who pays it."""

from aiogram.types import Message

from handlers.context import actor
from handlers.desk import Desk
from tickets.outcome import Outcome, Refused
from tickets.parties import Role
from tickets.ticket import Ticket
from tickets.work import costs, mending
from tickets.work.yes_or_no import yes_or_no

SPEND = "/spend N yes|no …"


async def spend(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Yes or no to a cost above the cap, and why."""
    given, by = await desk.given(_the(ticket)), actor(message.from_user, Role.DISPATCHER)
    word, _, why = rest.strip().partition(" ")
    if (yes := yes_or_no(word)) is None:
        raise Refused("unreadable_arguments", usage=SPEND)
    return costs.decide_cost(_the(ticket), given, desk.now, by=by, yes=yes, why=why.strip())


async def strike(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """A line of work was wrong: which one, and why. Without its number it tells which there are."""
    given, by = await desk.given(_the(ticket)), actor(message.from_user, Role.DISPATCHER)
    line, why = _line(rest)
    return mending.strike(_the(ticket), line, given, desk.now, by=by, reason=why)


async def payer(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """Who pays a line of work. Without its number it tells which there are."""
    given, by = await desk.given(_the(ticket)), actor(message.from_user, Role.DISPATCHER)
    line, who = _line(rest)
    return mending.paid_by(_the(ticket), line, who, given, desk.now, by=by)


def _line(rest: str) -> tuple[int, str]:
    """The number of a line, 0 where there is none, and what is said of it."""
    number, _, said = rest.strip().partition(" ")
    return (int(number[:4]) if number.isdecimal() else 0), said


def _the(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise Refused("no_job_meant")
    return ticket
