"""Reactions in a partner's chat: whoever reacts to a message of a job has read it. Only an admin hears of
them, so they are never the only way to answer anything (T16)."""

from aiogram.types import MessageReactionUpdated, ReactionTypeEmoji

from handlers import admitting
from handlers.context import actor
from handlers.desk import Desk
from handlers.incoming import message_key
from storage.people import Chat
from tickets.parties import Audience, Role
from tickets.seen import SIGNS, seen


async def reacts(reaction: MessageReactionUpdated, desk: Desk, room: Chat) -> None:
    """Notes it once a message and person, whichever sign they end up with."""
    signs = [
        each.emoji.rstrip("\ufe0f") for each in reaction.new_reaction if isinstance(each, ReactionTypeEmoji)
    ]
    sign = next((each for each in signs if each in SIGNS), None)
    if sign is None or reaction.user is None:
        return
    if not await admitting.is_known(reaction.user.id, desk, room):
        return
    key = message_key(reaction.chat.id, reaction.message_id)
    ref = (await desk.unit.messages.find([key])).get(key)
    if ref is None or ref.audience is not Audience.PARTNER or ref.handoff is None or not ref.ours:
        return
    source = f"seen:{key}:{reaction.user.id}"
    if await desk.unit.tickets.entry_by_source(source) is not None:
        return
    ticket = await desk.ticket(ref.ticket)
    if ticket.handoff(ref.handoff).partner_id != room.partner_id:
        return
    by = actor(reaction.user, Role.PARTNER)
    await desk.carry_out(seen(ticket, ref.handoff, sign, desk.now, by=by, source=source))
