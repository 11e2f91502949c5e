"""What gets no mail from us for now, and letting it go on: by a button, or by /held and /release."""

from aiogram.types import CallbackQuery

from handlers import admitting
from handlers.buttons import Release
from handlers.context import answer_press, language_of
from handlers.desk import Desk
from storage.people import Chat
from templates import AddressRow, BreakerRow
from tickets.outcome import Refused

_ROWS = 20
_SET_ASIDE = ("list", "own")  # outcomes of mails of which no ticket was made


async def held(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """Machines that get nothing automatic, and addresses that mail does not reach."""
    tripped = await desk.unit.traffic.all_open(desk.now, desk.house.limits.quiet, _ROWS)
    lost = await desk.unit.mail_addresses.all_unreachable(_ROWS)
    return desk.texts.chat(
        "dispatchers/held",
        language,
        breakers=[
            BreakerRow(kind=each.what[0], name=each.what[1], held=each.held, since=each.tripped_at)
            for each in tripped
        ],
        addresses=[
            AddressRow(address=each.address, reason=each.reason, since=each.unreachable_at or each.failed_at)
            for each in lost
        ],
        now=desk.now,
    )


async def release(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """Lets an address, a domain or a ticket have mail again. Refused: `nothing_held`."""
    what = arguments.strip().lower().lstrip("#") or str(answered or "")
    if not what:
        raise Refused("unreadable_arguments", usage="/release ADDRESS")
    freed = await desk.unit.mail_addresses.works_again(what)
    kind = "ticket" if what.isdigit() else "sender" if "@" in what else "domain"
    for each in await desk.unit.traffic.open([f"{kind}:{what}"], desk.now, desk.house.limits.quiet):
        await desk.unit.traffic.release(each.id, desk.now, desk.house.limits.quiet)
        freed = True
    if not freed:
        raise Refused("nothing_held", what=what)
    return desk.texts.word("toast/released", language)


async def releases(query: CallbackQuery, callback_data: Release, desk: Desk, room: Chat) -> None:
    """The button under what was told of it."""
    if not await admitting.knows(query, desk, room):
        return
    done, said = False, "released"
    if callback_data.what == "breaker":
        quiet = desk.house.limits.quiet
        done = await desk.unit.traffic.release(callback_data.id, desk.now, quiet) is not None
    elif callback_data.what == "address":
        known = await desk.unit.mail_addresses.by_id(callback_data.id)
        done = known is not None and await desk.unit.mail_addresses.works_again(known.address)
    elif callback_data.what == "list":
        by, said = query.from_user.full_name, "opening"
        done = await desk.unit.arrivals.want(callback_data.id, _SET_ASIDE, by, desk.now)
    text = desk.texts.word(f"toast/{said if done else 'already'}", language_of(desk, room))
    await answer_press(query, desk, text)
