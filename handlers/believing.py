"""Whose signed copies we believe: the desk is asked once for each key, and a tap answers."""

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from handlers import admitting
from handlers.buttons import Number, button, keyboard
from handlers.context import answer_press, language_of
from handlers.desk import Desk
from handlers.leaving import Urgency
from handlers.tell_desk import tell_desk
from storage.links import LinkKey, Trust
from storage.people import Chat
from tickets.outcome import Refused
from tickets.parties import Identity


class Believe(CallbackData, prefix="k"):
    """Whether signed copies by that key are believed."""

    key: Number
    yes: bool


async def ask(desk: Desk, key: LinkKey, number: int | None, partner: str | None, identity: Identity) -> None:
    """Shows who wants to work with us by machine, and the fingerprint to compare.

    `partner`: as whom they answer us; None: they hand us jobs. `number`: our ticket that their mail became.
    """
    facts = {
        "name": key.name,
        "address": key.address,
        "fingerprint": key.fingerprint,
        "partner": partner,
        "identity": identity,
        "number": number,
    }

    def yes_or_no(language: str) -> dict[str, Any]:
        return keyboard(
            [
                [
                    button(
                        desk.texts.word(f"button/{act}", language), Believe(key=key.id, yes=act == "believe")
                    )
                    for act in ("believe", "disbelieve")
                ]
            ]
        )

    await tell_desk(
        desk.unit, desk.house, "believe", desk.now, facts, urgency=Urgency.PING, keyboard=yes_or_no
    )


async def doubt(desk: Desk, why: str, address: str, number: int | None) -> None:
    """Says that a signed copy was left alone, and why (`broken`, `newer`, `unreadable`, `not_for_us`,
    `other_key`); the mail itself was read as people's mail is."""
    facts = {"why": why, "address": address, "number": number}
    await tell_desk(desk.unit, desk.house, "copy_doubted", desk.now, facts)


async def believes(query: CallbackQuery, callback_data: Believe, desk: Desk, room: Chat) -> None:
    """Yes or no. After a yes, what has waited is read once more, as the machine's word that it is."""
    if not await admitting.knows(query, desk, room):
        return
    key = await desk.unit.links.key_by_id(callback_data.key)
    if key is None:
        raise Refused("old_button")
    state = Trust.TRUSTED if callback_data.yes else Trust.REFUSED
    answer = "already"
    if key.state is not state:
        answer = "believed" if callback_data.yes else "disbelieved"
        await desk.unit.links.decide(key.id, state, query.from_user.full_name)
        for arrival in key.waiting if callback_data.yes else ():
            await desk.unit.arrivals.again(arrival, desk.now)
    text = desk.texts.word(f"toast/{answer}", language_of(desk, room), name=key.name)
    await answer_press(query, desk, text)
