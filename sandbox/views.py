"""The world as the page and the driver see it: the JSON shapes of `/api/world` and of events."""

from typing import TYPE_CHECKING

from sandbox.entities import as_html
from sandbox.media import KINDS
from sandbox.model import ANONYMOUS_ADMIN_ID, Chat, Json, Message, Person

if TYPE_CHECKING:
    from sandbox.world import World


def person_view(person: Person) -> Json:
    return {name: getattr(person, name) for name in person.__slots__}


def chat_view(world: "World", chat: Chat) -> Json:
    title = world.people[chat.person_id].name if chat.person_id is not None else chat.title
    return {
        "id": chat.id,
        "type": chat.type.value,
        "title": title,
        "person_id": chat.person_id,
        "members": sorted(chat.members),
        "admins": sorted(chat.admins | ({chat.owner} if chat.owner else set())),
        "is_forum": chat.is_forum,
        "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values()]
        if chat.is_forum
        else [],
        "bot_status": chat.bot_status.value,
        "description": chat.description,
        "migrated_to": chat.migrated_to,
        "pinned": list(chat.pinned),
        "commands": world.commands.shown_in(world, chat),
    }


def message_view(world: "World", message: Message) -> Json:
    content = message.content
    entities = content.get("entities") or content.get("caption_entities") or []
    return {
        "chat_id": message.chat_id,
        "message_id": message.message_id,
        "from": _sender(world, message),
        "date": message.date,
        "edit_date": message.edit_date,
        "text": message.text,
        "html": message.rich_html or as_html(message.text, entities),
        "media": _media(world, content),
        "media_group_id": message.media_group_id,
        "reply_to": message.reply_to,
        "thread_id": message.thread_id,
        "buttons": _buttons(message.markup),
        "reactions": [{"emoji": emoji, "person_id": who} for who, emoji in message.reactions.items()],
        "service": message.service,
        "deleted": message.deleted,
        "only_for": message.only_for,
        "forwarded": message.forward_origin is not None,
        "seq": message.seq,
    }


def snapshot(world: "World") -> Json:
    """Everything there is, and the ``seq`` after which events go on."""
    settings = world.settings
    return {
        "bot": {"id": settings.bot_id, "username": settings.bot_username, "name": world.bot_name},
        "people": [person_view(person) for person in world.people.values()],
        "chats": [chat_view(world, chat) for chat in world.chats.values()],
        "messages": [message_view(world, message) for message in world.messages.values()],
        "mails": [mail.view() for mail in world.mailbox.mails.values()],
        "notices": list(world.notices),
        "story": list(world.story.values()),
        "settings": settings.view(),
        "seq": world.events.seq,
    }


def _sender(world: "World", message: Message) -> Json:
    if message.sender_chat_id is not None:
        return {"id": message.sender_id, "name": world.chats[message.sender_chat_id].title, "is_bot": False}
    if message.sender_id in {world.settings.bot_id, ANONYMOUS_ADMIN_ID}:
        return {"id": message.sender_id, "name": world.bot_name, "is_bot": True}
    return {"id": message.sender_id, "name": world.people[message.sender_id].name, "is_bot": False}


def _media(world: "World", content: Json) -> Json | None:
    if location := content.get("location"):
        return {"kind": "location", "lat": location["latitude"], "lon": location["longitude"]}
    if contact := content.get("contact"):
        return {"kind": "contact", "name": contact["first_name"], "phone": contact["phone_number"]}
    kind = next((kind for kind in ("animation", *KINDS) if kind in content), None)
    if kind is None:
        return None
    described = content[kind][-1] if kind == "photo" else content[kind]
    file = world.files.by_file_id(described["file_id"])
    if file is None:
        return None
    width, height = file.dimensions if kind in {"photo", "video", "animation"} else (None, None)
    facts = {"name": file.name, "size": file.size, "width": width, "height": height}
    return {"kind": kind, "url": f"/api/files/{file.unique_id}", "content_type": file.content_type} | facts


def _buttons(markup: Json | None) -> list[list[Json]]:
    if not markup:
        return []
    inline = markup.get("inline_keyboard")
    rows = inline or markup.get("keyboard") or []
    return [[_button(button, inline=bool(inline)) for button in row] for row in rows]


def _button(button: Json, *, inline: bool) -> Json:
    data, url = button.get("callback_data"), button.get("url")
    kind = "callback" if data else "url" if url else "other" if inline else "reply"
    return {"text": button["text"], "data": data, "url": url, "kind": kind}
