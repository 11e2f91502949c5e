"""Who tells the bot what: which happenings become updates, under privacy mode and the bot's standing.

FAQ "What messages will my bot get?"; Bot API "Update".
"""

from typing import TYPE_CHECKING

from sandbox.model import Chat, ChatType, Json, Message
from sandbox.wire import bot_member, chat_json, message_json, person_member, user

if TYPE_CHECKING:
    from sandbox.world import World

OWN_NEWS = frozenset(
    {"forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"}
)
"""What the bot hears of although it did it itself (telegram-bot-api, `need_skip_update_message`)."""


def tell_of_message(world: "World", message: Message) -> None:
    """A new message, if the bot may see it."""
    if not _may_see(world, message):
        return
    message.known_to_bot = True
    world.updates.push(_kind(world, message), message_json(world, message))


def tell_of_edit(world: "World", message: Message) -> None:
    """An edit of a message that the bot knows; others stay unknown."""
    if message.known_to_bot and world.chats[message.chat_id].has_bot:
        world.updates.push(f"edited_{_kind(world, message)}", message_json(world, message))


def tell_of_own_standing(world: "World", chat: Chat, actor_id: int, before: Json) -> None:
    """``my_chat_member``: the bot was added, promoted, blocked, thrown out. `before`: its ChatMember then."""
    world.updates.push(
        "my_chat_member",
        {
            "chat": chat_json(world, chat),
            "from": user(world, actor_id),
            "date": world.clock.unix(),
            "old_chat_member": before,
            "new_chat_member": bot_member(world, chat),
        },
    )


def tell_of_member(
    world: "World", chat: Chat, actor_id: int, person_id: int, before: dict[str, object]
) -> None:
    """``chat_member``: only for bots that are admins and asked for it."""
    if chat.bot_is_admin:
        world.updates.push(
            "chat_member",
            {
                "chat": chat_json(world, chat),
                "from": user(world, actor_id),
                "date": world.clock.unix(),
                "old_chat_member": before,
                "new_chat_member": person_member(world, chat, person_id),
            },
        )


def tell_of_reaction(
    world: "World", message: Message, person_id: int, before: str | None, now: str | None
) -> None:
    """``message_reaction``: in groups only for admins; never about bots' own reactions."""
    chat = world.chats[message.chat_id]
    if not chat.has_bot or (chat.type is not ChatType.PRIVATE and not chat.bot_is_admin):
        return
    world.updates.push(
        "message_reaction",
        {
            "chat": chat_json(world, chat),
            "message_id": message.message_id,
            "user": user(world, person_id),
            "date": world.clock.unix(),
            "old_reaction": [{"type": "emoji", "emoji": before}] if before else [],
            "new_reaction": [{"type": "emoji", "emoji": now}] if now else [],
        },
    )


def _kind(world: "World", message: Message) -> str:
    return "channel_post" if world.chats[message.chat_id].type is ChatType.CHANNEL else "message"


def _may_see(world: "World", message: Message) -> bool:
    chat = world.chats[message.chat_id]
    if not chat.has_bot:
        return False
    if message.sender_id == world.settings.bot_id:
        return not OWN_NEWS.isdisjoint(message.content)
    if not chat.is_group or chat.bot_is_admin or not world.settings.privacy or message.service:
        return True
    return _answers_the_bot(world, message) or _commands_the_bot(world, message)


def _answers_the_bot(world: "World", message: Message) -> bool:
    replied = world.messages.get((message.chat_id, message.reply_to or 0))
    return replied is not None and replied.sender_id == world.settings.bot_id


def _commands_the_bot(world: "World", message: Message) -> bool:
    """A command for everyone (there are no other bots here), or one that names this bot."""
    units = message.text.encode("utf-16-le")
    for entity in message.content.get("entities") or message.content.get("caption_entities") or []:
        if entity["type"] == "bot_command":
            start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
            _, _, addressee = units[start:end].decode("utf-16-le").partition("@")
            if addressee.lower() in {"", world.settings.bot_username.lower()}:
                return True
    return False
