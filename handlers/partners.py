"""The partners' room: a group (or one technician's chat) where cards hang and are answered by thumb."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers import handing_on, menus, numbering, onboarding, seeing, spending
from handlers.buttons import (
    Belongs,
    Press,
    Spend,
    Walk,
)
from handlers.context import InRoom, answer_message, language_of
from handlers.desk import Desk
from handlers.hanging import jobs
from handlers.job_buttons import presses
from handlers.job_words import chooses, says
from storage.people import Chat
from tickets.outcome import Refused
from tickets.work.reading import READERS


def router() -> Router:
    """The room's handlers, in the order in which they are asked."""
    room = Router(name="partners")
    room.message.filter(InRoom("partner"))
    room.edited_message.filter(InRoom("partner"))
    room.callback_query.filter(InRoom("partner"))
    room.message_reaction.filter(InRoom("partner"))
    room.message_reaction.register(seeing.reacts)
    room.message.register(jobs, Command("jobs"))
    room.message.register(handing_on.command, Command("handon"))
    room.message.register(show_help, Command("help"))
    room.message.register(says, Command(*READERS, numbering.COMMAND))
    room.message.register(unknown_command, F.text.startswith("/"))
    room.message.register(says)
    room.callback_query.register(presses, Press.filter())
    room.callback_query.register(spending.presses, Spend.filter())
    room.callback_query.register(chooses, Belongs.filter())
    room.callback_query.register(onboarding.walks, Walk.filter())
    return room


async def show_help(message: Message, desk: Desk, room: Chat) -> None:
    """What one can do here."""
    partner = desk.policy.partners.get(room.partner_id or "")
    language = language_of(desk, room)
    role = menus.role_of(partner)
    html = desk.texts.chat(
        "partner/help",
        language,
        desk=desk.policy.desk_name,
        commands=menus.commands_of(role),
        now=desk.now,
    )
    await answer_message(message, desk, html, keyboard=onboarding.again_keyboard(language, desk))
    # What the "/" shows, too: since the chat was bound the partner may have got subcontractors.
    await desk.unit.outbox.add(menus.set_menu(message.chat.id, role, desk.texts, language, desk.now))
    if room.confirmed_at is None:
        await onboarding.begin(room.chat_id, room.partner_id, language, desk)


async def unknown_command(message: Message, desk: Desk, room: Chat) -> None:
    """A command that this room does not have: also the dispatchers', which are obeyed from them only."""
    raise Refused("not_here")
