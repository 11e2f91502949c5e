"""How we work, in short steps: a partner's chat gets no job before somebody presses the last button (S24)."""

from typing import Any

from aiogram.types import CallbackQuery

from handlers import admitting, leaving
from handlers.buttons import Walk, button, keyboard
from handlers.context import answer_press, language_of
from handlers.desk import Desk
from handlers.leaving import Urgency
from storage.people import Chat
from tickets import offers
from tickets.hops import has_waited_for
from tickets.parties import Role
from tickets.ticket import Ticket

_STEPS = ("card", "answers", "evidence", "costs", "whom")
_AT_ONCE = 200  # tickets at the desk that are looked through when a partner has confirmed
_OWN = "own"  # the operator's words and links

_Keyboard = dict[str, Any]


async def begin(chat_id: int, partner_id: str | None, language: str, desk: Desk) -> None:
    """Sends the first step."""
    html, markup = _page(0, partner_id, language, desk)
    await desk.unit.outbox.add(
        leaving.chat_text(
            chat_id, html, kind="walk", now=desk.now, urgency=Urgency.PING, keyboard=markup, silent=True
        )
    )


def again_keyboard(language: str, desk: Desk) -> _Keyboard:
    """The button under /help."""
    return keyboard([[button(desk.texts.word("button/walk", language), Walk(step=0))]])


async def walks(query: CallbackQuery, callback_data: Walk, desk: Desk, room: Chat) -> None:
    """The next step in place of the last one; the very last confirms, whoever of them presses it first."""
    if not await admitting.knows(query, desk, room):
        return
    language, step = language_of(desk, room), callback_data.step
    await answer_press(query, desk, "")
    if step == 0 or query.message is None:
        await begin(room.chat_id, room.partner_id, language, desk)
        return
    markup: _Keyboard | None
    if step < len(_steps(room.partner_id, desk)):
        html, markup = _page(step, room.partner_id, language, desk)
    else:
        if await desk.unit.people.confirm_chat(room.chat_id, query.from_user.id, desk.now):
            waited = await _waited_for(room.partner_id, desk)
            await _tell_dispatchers(query.from_user.full_name, desk, room, waited)
            for ticket in waited:
                await desk.carry_out(offers.offer_next(ticket, await desk.given(ticket), desk.now))
        html, markup = await _confirmed(language, desk, room), None
    await desk.unit.outbox.add(
        leaving.chat_rewrite(
            room.chat_id, html, message=query.message.message_id, kind="walk", now=desk.now, keyboard=markup
        )
    )


def _steps(partner_id: str | None, desk: Desk) -> tuple[str, ...]:
    partner = desk.policy.partners.get(partner_id or "")
    return (*_STEPS, _OWN) if partner and partner.welcome else _STEPS


def _page(step: int, partner_id: str | None, language: str, desk: Desk) -> tuple[str, _Keyboard]:
    steps = _steps(partner_id, desk)
    partner = desk.policy.partners.get(partner_id or "")
    html = desk.texts.chat(
        "partner/walk",
        language,
        step=steps[step],
        number=step + 1,
        of=len(steps),
        welcome=partner.welcome if partner else (),
        desk=desk.policy.desk_name,
        now=desk.now,
    )
    last = step + 1 == len(steps)
    label = desk.texts.word("button/walk_confirm" if last else "button/walk_next", language)
    return html, keyboard([[button(label, Walk(step=step + 1))]])


async def _confirmed(language: str, desk: Desk, room: Chat) -> str:
    chat = await desk.unit.people.chat(room.chat_id)
    by = chat.confirmed_by if chat else None
    person = await desk.unit.people.person(by, Role.PARTNER, room.partner_id) if by else None
    return desk.texts.chat(
        "partner/confirmed",
        language,
        desk=desk.policy.desk_name,
        name=person.name if person else None,
        at=chat.confirmed_at if chat else None,
        now=desk.now,
    )


async def _waited_for(partner_id: str | None, desk: Desk) -> list[Ticket]:
    """Tickets at the desk only because this partner had not confirmed; the routes decide about them again."""

    async def waited(ticket: Ticket) -> bool:
        return has_waited_for(partner_id or "", ticket, await desk.timeline(ticket))

    seen = [each for each in await desk.unit.tickets.at_the_desk(_AT_ONCE) if await waited(each)]
    locked = [await desk.ticket(each.number) for each in seen]
    return [each for each in locked if await waited(each)]


async def _tell_dispatchers(name: str, desk: Desk, room: Chat, waited: list[Ticket]) -> None:
    dispatchers = await desk.unit.people.dispatchers_chat()
    partner = desk.policy.partners.get(room.partner_id or "")
    if dispatchers is None or partner is None:
        return
    html = desk.texts.chat(
        "dispatchers/partner_ready",
        language_of(desk, dispatchers),
        partner=partner.name,
        title=room.title or "",
        name=name,
        numbers=[ticket.number for ticket in waited],
        now=desk.now,
    )
    await desk.unit.outbox.add(
        leaving.chat_text(dispatchers.chat_id, html, kind="partner_ready", now=desk.now, silent=True)
    )
