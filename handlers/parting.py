"""Who is no longer with us: a chat unbound, a person dismissed. Their access ends at once (S20)."""

import re
from typing import Any

from aiogram.types import Message

from handlers import leaving, losing
from handlers.context import telegram_id
from handlers.desk import Desk
from storage.people import Chat
from tickets.outcome import Refused
from tickets.parties import Role
from tickets.policy import Partner

_NUMBER = re.compile(r"-?[0-9]{1,18}")  # of a chat

_ROLES = {"partner": Role.PARTNER, "dispatchers": Role.DISPATCHER}


UNBOUND = "dispatchers/unbound"  # what `part` has done, in words


async def unbind(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """As `part`, told to whoever writes it."""
    return desk.texts.chat(UNBOUND, language, **await part(arguments, desk), now=desk.now)


async def part(arguments: str, desk: Desk) -> dict[str, Any]:
    """Unbinds chats of a partner's. `PARTNER`: all; `PARTNER TITLE`: the one of that title; `NUMBER`: that.

    The facts that UNBOUND tells. Refused: `no_such_partner`.
    """
    who, _, title = arguments.strip().partition(" ")
    if not who:
        raise Refused("unreadable_arguments", usage="/unbind PARTNER [TITLE]")
    numbered = await _numbered(who, desk)
    partner = _partner(numbered.partner_id or "" if numbered else who, desk)
    chats = await desk.unit.people.chats_of_partner(partner.id)
    meant = [each for each in chats if not title.strip() or _same(each.title or "", title)]
    if numbered is not None:
        meant = [each for each in chats if each.chat_id == numbered.chat_id]
    for chat in meant:
        await _unbind(chat, partner, desk)
    return {
        "partner": partner.name,
        "titles": [each.title or str(each.chat_id) for each in meant],
        "left": [each.title or str(each.chat_id) for each in chats if each not in meant],
    }


async def dismiss(arguments: str, answered: int | None, desk: Desk, language: str) -> str:
    """`PARTNER`: who works for it; `PARTNER NAME`: no longer with it; `NAME`: no dispatcher any more."""
    first, _, rest = arguments.strip().partition(" ")
    partner = desk.policy.partners.get(first)
    role = Role.PARTNER if partner else Role.DISPATCHER
    name = rest if partner else arguments
    known = await desk.unit.people.admitted(role, partner.id if partner else None)
    gone = [each for each in known if name.strip() and _same(each.name, name)]
    for each in gone:
        await _dismiss(each.user_id, role, partner.id if partner else None, desk)
    return desk.texts.chat(
        "dispatchers/dismissed",
        language,
        where=partner.name if partner else desk.policy.desk_name,
        gone=[each.name for each in gone],
        known=[each.name for each in known if each not in gone],
        now=desk.now,
    )


async def leaves(message: Message, desk: Desk, room: Chat | None) -> None:
    """Whoever leaves the group, or is taken out of it, acts there no more until somebody lets them in."""
    role = _ROLES.get(room.role) if room is not None else None
    if room is not None and role is not None and message.left_chat_member is not None:
        await _dismiss(message.left_chat_member.id, role, room.partner_id, desk)


async def _dismiss(user_id: int, role: Role, partner_id: str | None, desk: Desk) -> None:
    if role is Role.DISPATCHER:
        await desk.unit.tickets.disown(telegram_id(user_id))
    await desk.unit.people.dismiss(user_id, role, partner_id)
    private = await desk.unit.people.chat(user_id)
    partner = desk.policy.partners.get(partner_id or "")
    if private is not None and partner is not None and private.partner_id == partner.id:
        await _unbind(private, partner, desk)


async def _unbind(chat: Chat, partner: Partner, desk: Desk) -> None:
    """What waits to be said there is not said, what hangs there shows nothing, jobs go on elsewhere."""
    await desk.unit.outbox.drop_lane(leaving.chat_lane(chat.chat_id), desk.now)
    await losing.clear(desk, chat)
    html = desk.texts.chat(
        "partner/unbound",
        chat.language or partner.language,
        desk=desk.policy.desk_name,
        now=desk.now,
    )
    await desk.unit.outbox.add(leaving.chat_text(chat.chat_id, html, kind="unbound", now=desk.now))
    await desk.unit.people.unbind_chat(chat.chat_id)
    await losing.is_anothers(desk, chat)


async def _numbered(who: str, desk: Desk) -> Chat | None:
    """The partner's chat with that number; None: there is none."""
    chat = await desk.unit.people.chat(int(who)) if _NUMBER.fullmatch(who) else None
    return chat if chat is not None and chat.role == "partner" else None


def _partner(who: str, desk: Desk) -> Partner:
    partner = desk.policy.partners.get(who)
    if partner is None:
        raise Refused("no_such_partner", partner=who, partners=", ".join(desk.policy.partners))
    return partner


def _same(name: str, said: str) -> bool:
    return " ".join(name.casefold().split()) == " ".join(said.casefold().split())
