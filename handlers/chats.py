"""The life of a chat: bound by a link, filled with people, upgraded, left; and buttons nobody knows."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import admitting, desk_lists, leaving, losing, onboarding, standing
from handlers.buttons import Admit
from handlers.contents import is_not_taken
from handlers.context import InRoom, answer_message, language_of
from handlers.corrections import corrects
from handlers.desk import Desk
from handlers.incoming import said
from handlers.knowing import register_language
from handlers.menus import role_of, set_menu
from handlers.moving import move
from handlers.parting import leaves
from storage.people import Chat
from tickets.outcome import Refused
from tickets.parties import Role


def door() -> Router:
    """What is asked before every room: links, upgrades, comings and goings."""
    room = Router(name="door")
    room.message.register(ignores, _is_for_another_bot)
    room.message.register(starts, CommandStart())
    room.message.register(migrates, F.migrate_to_chat_id | F.migrate_from_chat_id)
    room.message.register(joins, F.new_chat_members)
    room.message.register(topic_made, F.forum_topic_created)
    room.message.register(topic_closed, F.forum_topic_closed | F.forum_topic_reopened)
    room.message.register(leaves, F.left_chat_member)
    room.message.register(cannot_take, _is_not_taken)
    room.message.register(ignores, _says_nothing)
    room.my_chat_member.register(comes_or_goes)
    room.edited_message.register(corrects)
    room.callback_query.register(admitting.presses, Admit.filter(), InRoom("partner", "dispatchers"))
    return room


def back_door() -> Router:
    """What no room has taken."""
    room = Router(name="back door")
    room.message.register(unbound_group, F.chat.type != ChatType.PRIVATE, InRoom(None), Command("help"))
    room.callback_query.register(old_button)
    return room


async def starts(
    message: Message, command: CommandObject, desk: Desk, room: Chat | None, can_read_all: bool
) -> None:
    """A deep link, or its code typed by hand: binds this chat or this person, once (T18)."""
    language = language_of(desk, room, message.from_user)
    if not command.args:
        if message.chat.type == ChatType.PRIVATE:
            html = desk.texts.chat("requester/welcome", language, desk=desk.policy.desk_name, now=desk.now)
            await answer_message(message, desk, html)
        return
    if message.from_user is None or message.sender_chat is not None:
        raise Refused("anonymous")
    invited = await desk.unit.people.use_invite(command.args.strip(), desk.now, f"tg:{message.from_user.id}")
    if invited is None:
        html = desk.texts.chat(
            "requester/refused_link",
            language,
            desk=desk.policy.desk_name,
            private=message.chat.type == ChatType.PRIVATE,
            now=desk.now,
        )
        await answer_message(message, desk, html)
        return
    kind, target = invited
    if not _may_bind(kind, message, room):
        raise Refused("not_here")  # which also gives the code back
    is_another = (
        (room.role, room.partner_id) != (kind, target if kind == "partner" else None) if room else False
    )
    if room is not None and is_another:
        await desk.unit.outbox.drop_lane(leaving.chat_lane(message.chat.id), desk.now)
        await losing.clear(desk, room)
    if kind == "customer":
        await _bind_customer(message, target or "", desk)
    elif kind == "partner":
        await _bind_partner(message, target or "", desk, can_read_all)
    else:
        await _bind_dispatchers(message, desk, can_read_all)
    if is_another and room is not None:
        await desk.unit.topics.forget(message.chat.id)
        await losing.is_anothers(desk, room)


def _may_bind(kind: str, message: Message, room: Chat | None) -> bool:
    """A customer is a person in private; the dispatchers' own room becomes nobody else's."""
    if kind == "customer" and message.chat.type != ChatType.PRIVATE:
        return False
    return kind == "dispatchers" or room is None or room.role != "dispatchers"


async def migrates(message: Message, desk: Desk) -> None:
    """The group has become a supergroup; the old chat and the new one both say so."""
    if message.migrate_to_chat_id is not None:
        await move(desk, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await move(desk, message.migrate_from_chat_id, message.chat.id)


async def cannot_take(message: Message) -> None:
    """A dice, a game, a story: nothing that a job could keep."""
    raise Refused("cannot_take")


async def joins(message: Message, desk: Desk, room: Chat | None) -> None:
    """Whoever is brought into the group by somebody known is known."""
    if room is None or message.from_user is None:
        return
    if not await admitting.is_known(message.from_user.id, desk, room):
        return
    for member in message.new_chat_members or []:
        if not member.is_bot:
            await admitting.admit(member.id, member.full_name, message.from_user.full_name, desk, room)


async def topic_made(message: Message, desk: Desk, bot: Bot) -> None:
    """Also what we have made ourselves is told, even when the answer to that was lost."""
    if message.from_user is None or message.from_user.id != bot.id or message.message_thread_id is None:
        return
    name = message.forum_topic_created.name if message.forum_topic_created else ""
    await desk.unit.topics.adopt(message.chat.id, name, message.message_thread_id)


async def topic_closed(message: Message, desk: Desk, bot: Bot) -> None:
    """Somebody closes or opens a topic by hand; the next news of its job opens it again."""
    if message.message_thread_id is not None and (
        message.from_user is None or message.from_user.id != bot.id
    ):
        is_open = message.forum_topic_reopened is not None
        await desk.unit.topics.set_open(message.chat.id, message.message_thread_id, is_open)


async def ignores(message: Message) -> None:
    """Service messages that ask nothing of us."""


async def comes_or_goes(event: ChatMemberUpdated, desk: Desk, room: Chat | None, can_read_all: bool) -> None:
    """The bot was thrown out, blocked, or let in again: dispatchers hear which chat is out of reach (I30).

    What else it may do there now is told where it matters.
    """
    gone = event.new_chat_member.status in (ChatMemberStatus.KICKED, ChatMemberStatus.LEFT)
    if not gone and event.chat.type != ChatType.PRIVATE:
        await standing.learn(desk, event.chat.id, standing.told_in(event), can_read_all=can_read_all)
    if room is None:
        return
    if gone == (room.unreachable_at is not None):
        return
    await (losing.is_gone(desk, room) if gone else losing.is_back(desk, room))
    if room.role == "dispatchers" and not gone:  # what came meanwhile has no post there
        html = await desk_lists.queue("", None, desk, language_of(desk, room))
        await desk.unit.outbox.add(leaving.chat_text(room.chat_id, html, kind="queue", now=desk.now))


async def old_button(query: CallbackQuery, desk: Desk, room: Chat | None) -> None:
    """A button of a message that means nothing any more."""
    raise Refused("old_button")


async def unbound_group(message: Message, desk: Desk, room: Chat | None) -> None:
    """A group that nobody has bound."""
    language = language_of(desk, room, message.from_user)
    html = desk.texts.chat("requester/welcome", language, desk=desk.policy.desk_name, now=desk.now)
    await answer_message(message, desk, html)


async def _bind_customer(message: Message, email: str, desk: Desk) -> None:
    contact = await desk.unit.register.contact_by_email(email)
    name = message.chat.full_name
    user = message.from_user
    language = await register_language(desk.unit, contact) or (user.language_code if user else None)
    await desk.unit.people.bind_chat(
        message.chat.id, "customer", name, language, contact_id=contact.id if contact else None, now=desk.now
    )
    html = desk.texts.chat(
        "requester/bound",
        language or desk.policy.language,
        desk=desk.policy.desk_name,
        name=contact.name if contact else name,
        now=desk.now,
    )
    await answer_message(message, desk, html)


async def _bind_partner(message: Message, partner_id: str, desk: Desk, can_read_all: bool) -> None:
    partner = desk.policy.partners.get(partner_id)
    if partner is None:
        raise Refused("no_such_partner", partner=partner_id, partners="")
    before = await desk.unit.people.chat(message.chat.id)
    await desk.unit.people.bind_chat(
        message.chat.id, "partner", _title(message), partner.language, partner_id=partner.id, now=desk.now
    )
    await _admit_binder(message, Role.PARTNER, partner.id, desk)
    menu = set_menu(message.chat.id, role_of(partner), desk.texts, partner.language, desk.now)
    await desk.unit.outbox.add(menu)
    html = desk.texts.chat(
        "partner/bound",
        partner.language,
        partner=partner.name,
        desk=desk.policy.desk_name,
        now=desk.now,
        **await standing.seen_from(desk, message.chat, can_read_all=can_read_all),
    )
    await answer_message(message, desk, html)
    if before is not None and before.partner_id == partner.id and before.confirmed_at is not None:
        await desk.unit.people.confirm_chat(message.chat.id, before.confirmed_by, before.confirmed_at)
    else:
        await onboarding.begin(message.chat.id, partner.id, partner.language, desk)


async def _bind_dispatchers(message: Message, desk: Desk, can_read_all: bool) -> None:
    await desk.unit.people.bind_chat(
        message.chat.id, "dispatchers", _title(message), desk.policy.language, now=desk.now
    )
    await _admit_binder(message, Role.DISPATCHER, None, desk)
    await desk.unit.outbox.add(
        set_menu(message.chat.id, "dispatchers", desk.texts, desk.policy.language, desk.now)
    )
    html = desk.texts.chat(
        "dispatchers/bound",
        desk.policy.language,
        desk=desk.policy.desk_name,
        now=desk.now,
        **await standing.seen_from(desk, message.chat, can_read_all=can_read_all),
    )
    await answer_message(message, desk, html)


async def _admit_binder(message: Message, role: Role, partner_id: str | None, desk: Desk) -> None:
    user = message.from_user
    if user is not None:
        await desk.unit.people.admit(
            user.id, role, user.full_name, partner_id=partner_id, admitted_by="link", now=desk.now
        )


def _title(message: Message) -> str:
    return message.chat.title or message.chat.full_name


async def _is_for_another_bot(message: Message, bot: Bot) -> bool:
    """/help@otherbot is that bot's; as an admin we see it all the same (T24)."""
    command = (message.text or message.caption or "").split(maxsplit=1)[:1]
    if not command or not command[0].startswith("/") or "@" not in command[0]:
        return False
    return command[0].partition("@")[2].casefold() != ((await bot.me()).username or "").casefold()


def _is_not_taken(message: Message, bot: Bot) -> bool:
    """Sent to us: in private, or in answer to one of our messages. Among colleagues anything goes."""
    reply = message.reply_to_message
    to_us = reply is not None and reply.from_user is not None and reply.from_user.id == bot.id
    return is_not_taken(message) and (to_us or message.chat.type == ChatType.PRIVATE)


def _says_nothing(message: Message) -> bool:
    """Service messages and whatever Telegram thinks of next: no words and no files."""
    words = said(message, Role.STRANGER)
    return not words.text and not words.attachments
