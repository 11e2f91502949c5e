"""Who of the dispatchers answers for a ticket: `/assign N me`, somebody's name, or the desk again."""

from aiogram.types import Message

from handlers.context import actor, telegram_id
from handlers.desk import Desk
from tickets import owning
from tickets.outcome import Outcome, Refused
from tickets.parties import Actor, Role
from tickets.ticket import Ticket

_ME = frozenset({"me", "meg", "mig", "jag", "jeg", "я", "мне", "на меня"})
_DESK = frozenset({"desk", "nobody", "-"})


async def assign(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """By the whole name or how it begins, when only one is called so. Refused: `no_such_dispatcher`."""
    if ticket is None:
        raise Refused("no_job_meant")
    by = actor(message.from_user, Role.DISPATCHER)
    said = " ".join(rest.casefold().split())
    owner = by if said in _ME else None if said in _DESK else await _called(said, desk)
    return owning.assign(ticket, owner, desk.now, by=by, desk=desk.policy.desk_name)


async def _called(said: str, desk: Desk) -> Actor:
    people = await desk.unit.people.admitted(Role.DISPATCHER)
    spelt = [(" ".join(each.name.casefold().split()), each) for each in people]
    fits = [each for name, each in spelt if name == said]
    fits = fits or [each for name, each in spelt if said and name.startswith(said)]
    if len(fits) != 1:
        raise Refused("no_such_dispatcher", names=", ".join(dict.fromkeys(each.name for each in people)))
    return Actor(role=Role.DISPATCHER, name=fits[0].name, id=telegram_id(fits[0].user_id))
