"""Who of the dispatchers answers for a ticket: `/assign N me`, somebody's name, or the desk again."""

from aiogram.types import Message

from handlers.context import actor
from handlers.desk import Desk
from tickets import owning
from tickets.outcome import Outcome, Refused
from tickets.parties import Role
from tickets.ticket import Ticket

_ME = frozenset({"me", "meg", "mig", "jag", "jeg", "я", "мне", "на меня"})
_DESK = frozenset({"desk", "nobody", "-"})


async def assign(ticket: Ticket | None, rest: str, message: Message, desk: Desk) -> Outcome:
    """By the whole name or how it begins, when only one is called so. Refused: `no_such_dispatcher`."""
    if ticket is None:
        raise Refused("no_job_meant")
    by = actor(message.from_user, Role.DISPATCHER)
    said = " ".join(rest.casefold().split())
    owner = by.name if said in _ME else None if said in _DESK else await _called(said, desk)
    return owning.assign(ticket, owner, desk.now, by=by, desk=desk.policy.desk_name)


async def _called(said: str, desk: Desk) -> str:
    names = list(dict.fromkeys(each.name for each in await desk.unit.people.admitted(Role.DISPATCHER)))
    spelt = {name: " ".join(name.casefold().split()) for name in names}
    fits = [name for name in names if spelt[name] == said]
    fits = fits or [name for name in names if said and spelt[name].startswith(said)]
    if len(fits) != 1:
        raise Refused("no_such_dispatcher", names=", ".join(names))
    return fits[0]
