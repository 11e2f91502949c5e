"""Where a message may go: the chat, its topic and what it answers, or Telegram's reason why not."""

from dataclasses import dataclass
from typing import Any

from sandbox.bot_api.call import given
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.model import BotStatus, Chat, ChatType, Message
from sandbox.world import World

MIGRATED = "group chat was upgraded to a supergroup chat"


def find_chat(world: World, chat_id: int | str) -> Chat:
    """The chat by id or @username; raises "chat not found", or says where a migrated group went."""
    text = str(chat_id)
    if text.startswith("@"):
        chat = next((c for c in world.chats.values() if c.username == text[1:] and not c.person_id), None)
    else:
        chat = world.chats.get(int(text)) if text.removeprefix("-").isdigit() else None
    if chat is None:
        raise _unknown(world, text)
    if chat.migrated_to is not None:
        raise bad_request(MIGRATED, migrate_to_chat_id=chat.migrated_to)
    return chat


def open_chat(world: World, chat_id: int | str) -> Chat:
    """A chat that the bot may act in; raises 403 where it was blocked, thrown out, or is no member."""
    chat = find_chat(world, chat_id)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.bot_status is BotStatus.BLOCKED:
        raise forbidden("bot was blocked by the user")
    kind = {ChatType.GROUP: "group chat", ChatType.CHANNEL: "channel chat"}.get(chat.type, "supergroup chat")
    if chat.bot_status is BotStatus.KICKED:
        raise forbidden(f"bot was kicked from the {kind}")
    if chat.bot_status is BotStatus.LEFT:
        raise forbidden(f"bot is not a member of the {kind}")
    return chat


def find_message(world: World, chat: Chat, message_id: int | None, purpose: str) -> Message:
    """Raises "message to <purpose> not found"."""
    message = world.messages.get((chat.id, message_id or 0))
    if message is None or message.deleted or message.only_for is not None:
        raise bad_request(f"message to {purpose} not found")
    return message


def check_thread(chat: Chat, thread_id: int | None) -> int | None:
    """The topic to write in; the General topic is written to by naming none."""
    if thread_id is None:
        return None
    topic = chat.topics.get(thread_id) if chat.is_forum else None
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not can(chat, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


@dataclass(frozen=True, slots=True)
class ReplyTo:
    message: Message | None
    quote: str | None = None


def find_reply(world: World, chat: Chat, ask: Any, thread: int | None = None) -> ReplyTo:
    """What the message answers; raises 400 unless it may be sent without."""
    parameters = getattr(ask, "reply_parameters", None)
    message_id = parameters.message_id if parameters else getattr(ask, "reply_to_message_id", None)
    if message_id is None:
        return ReplyTo(None)
    source = parameters or ask
    message = world.messages.get((chat.id, message_id))
    if message is None or message.deleted:
        # Always false for replies in another topic (Bot API, ReplyParameters).
        elsewhere = message is not None and thread is not None and message.thread_id != thread
        if given(getattr(source, "allow_sending_without_reply", None)) and not elsewhere:
            return ReplyTo(None)
        raise bad_request("message to be replied not found")
    quote = parameters.quote if parameters else None
    if quote and quote not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return ReplyTo(message, quote)


def can(chat: Chat, right: str) -> bool:
    """Whether the bot is an admin here with this right."""
    return chat.bot_is_admin and chat.bot_rights.get(right, True)


def _unknown(world: World, chat_id: str) -> ApiError:
    """A person the bot has met in a group, but who never pressed START, is another case than a stranger."""
    if chat_id == str(world.settings.bot_id):
        return forbidden("bot can't send messages to bots")
    met = any(chat.has_bot and chat_id in map(str, chat.members) for chat in world.chats.values())
    return forbidden("bot can't initiate conversation with a user") if met else bad_request("chat not found")
