"""The practice Telegram's people, chats and messages as Bot API JSON."""

from typing import TYPE_CHECKING, Any

from sandbox.model import ANONYMOUS_ADMIN_ID, BotStatus, Chat, ChatType, Json, Message, Person

if TYPE_CHECKING:
    from sandbox.world import World

ADMIN_RIGHTS = {
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_send_welcome_messages": False,
    "can_pin_messages": True,
    "can_manage_topics": True,
}


def person_user(person: Person) -> Json:
    first, _, last = person.name.partition(" ")
    user: Json = {"id": person.id, "is_bot": False, "first_name": first, "language_code": person.language}
    return (
        user
        | ({"last_name": last} if last else {})
        | ({"username": person.username} if person.username else {})
    )


def bot_user(world: "World") -> Json:
    settings = world.settings
    names = {"first_name": world.bot_name, "username": settings.bot_username}
    return {"id": settings.bot_id, "is_bot": True} | names


def user(world: "World", user_id: int) -> Json:
    """The User with this id: the bot, Telegram's anonymous admin, or a person."""
    if user_id == world.settings.bot_id:
        return bot_user(world)
    if user_id == ANONYMOUS_ADMIN_ID:
        return {"id": user_id, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return person_user(world.people[user_id])


def chat_json(world: "World", chat: Chat) -> Json:
    if chat.person_id is not None:
        fields = person_user(world.people[chat.person_id])
        names = {name: fields[name] for name in ("first_name", "last_name", "username") if name in fields}
        return {"id": chat.id, "type": "private"} | names
    body: Json = {"id": chat.id, "type": chat.type.value, "title": chat.title}
    body |= {"username": chat.username} if chat.username else {}
    return body | ({"is_forum": True} if chat.is_forum else {})


def message_json(world: "World", message: Message, *, with_reply: bool = True) -> Json:
    """The Message as a bot gets it; a message inside ``reply_to_message`` carries none of its own."""
    chat = world.chats[message.chat_id]
    body: Json = {
        "message_id": 0 if message.only_for else message.message_id,
        "date": message.date,
        "chat": chat_json(world, chat),
    }
    if chat.type is not ChatType.CHANNEL:
        body["from"] = user(world, message.sender_id)
    if message.sender_chat_id is not None:
        body["sender_chat"] = chat_json(world, world.chats[message.sender_chat_id])
    if message.thread_id is not None:
        body |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.only_for is not None:
        body |= {"receiver_user": user(world, message.only_for), "ephemeral_message_id": message.message_id}
    optional = {
        "edit_date": message.edit_date,
        "media_group_id": message.media_group_id,
        "forward_origin": message.forward_origin,
        "has_protected_content": message.protected or None,
        "quote": message.quote,
    }
    body |= {name: value for name, value in optional.items() if value is not None}
    if message.markup and "inline_keyboard" in message.markup:
        body["reply_markup"] = message.markup
    # In a topic, what answers nothing answers the service message that opened the topic.
    answered = message.reply_to or message.thread_id
    replied = world.messages.get((message.chat_id, answered or 0))
    if with_reply and replied and not replied.deleted and replied is not message:
        body["reply_to_message"] = message_json(world, replied, with_reply=False)
    return body | message.content


def bot_member(world: "World", chat: Chat) -> Json:
    """The bot as ChatMember."""
    status = chat.bot_status
    body: Json = {"user": bot_user(world), "status": status.value}
    match status:
        case BotStatus.BLOCKED | BotStatus.KICKED:
            return body | {"status": "kicked", "until_date": 0}
        case BotStatus.ADMINISTRATOR:
            return body | {"can_be_edited": False, "is_anonymous": False} | ADMIN_RIGHTS | chat.bot_rights
    return body


def person_member(world: "World", chat: Chat, person_id: int) -> Json:
    """A person as ChatMember: creator, administrator, member or left."""
    body: dict[str, Any] = {"user": user(world, person_id)}
    if person_id not in chat.members:
        return body | {"status": "left"}
    if person_id == chat.owner:
        return body | {"status": "creator", "is_anonymous": False}
    if person_id in chat.admins:
        return (
            body | {"status": "administrator", "can_be_edited": False, "is_anonymous": False} | ADMIN_RIGHTS
        )
    return body | {"status": "member"}
