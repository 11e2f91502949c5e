"""What a handler may ask for by parameter name, and the filters and middlewares that put it there."""

from collections.abc import Awaitable, Callable
from typing import Any, TypedDict

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, InaccessibleMessage, Message, TelegramObject, User

from handlers import leaving
from handlers.desk import Desk
from handlers.reading import Reader
from storage.people import Chat
from tickets.outcome import Refused
from tickets.parties import Actor, Role


class Context(TypedDict):
    """Every name that our handlers ask for beside aiogram's own, and where it comes from."""

    desk: Desk  # the arrival's transaction (bot.updates)
    reader: Reader  # understands free words (bot.telegram_side)
    room: Chat | None  # the chat as it is bound (RoomMiddleware); None: not bound
    can_read_all: bool  # whether the bot sees free talk in groups (getMe, asked at start)


class RoomMiddleware(BaseMiddleware):
    """Looks up how the update's chat is bound."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Sets `room`."""
        chat = data.get("event_chat")
        desk: Desk = data["desk"]
        data["room"] = await desk.unit.people.chat(chat.id) if chat is not None else None
        return await handler(event, data)


class RefusalMiddleware(BaseMiddleware):
    """Answers whoever asked for something that cannot be done; nothing of it stays half done."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Turns `Refused` into a toast or a reply."""
        desk: Desk = data["desk"]
        room: Chat | None = data["room"]
        try:
            async with desk.unit.connection.begin_nested():
                return await handler(event, data)
        except Refused as refusal:
            await _answer(event, refusal, desk, room)
            return None


class InRoom(Filter):
    """Passes updates of chats bound in one of these roles; None stands for chats that are not bound."""

    def __init__(self, *roles: str | None) -> None:
        self.roles = roles

    async def __call__(self, event: TelegramObject, room: Chat | None) -> bool:
        """Whether this chat is one of them."""
        return (room.role if room else None) in self.roles


def language_of(desk: Desk, room: Chat | None, user: User | None = None) -> str:
    """The language of a chat; of its writer where the chat has none; else the desk's."""
    if room is not None and room.language:
        return room.language
    return (user.language_code if user and room is None else None) or desk.policy.language


def actor(user: User | None, role: Role) -> Actor:
    """Somebody in Telegram, as the timeline names them."""
    if user is None:
        return Actor(role=role, name="?")
    return Actor(role=role, name=user.full_name, id=telegram_id(user.id))


def telegram_id(user_id: int) -> str:
    """Somebody in Telegram, as Actor.id has them."""
    return f"tg:{user_id}"


async def _answer(event: TelegramObject, refusal: Refused, desk: Desk, room: Chat | None) -> None:
    if isinstance(event, CallbackQuery):
        text = _refusal_text(refusal, desk, language_of(desk, room, event.from_user))
        await answer_press(event, desk, text, alert=True)
    elif isinstance(event, Message):
        await refuse(event, refusal, desk, room)


async def refuse(message: Message, refusal: Refused, desk: Desk, room: Chat | None) -> None:
    """Answers a message whose other part is kept, or all of which could not be done."""
    text = _refusal_text(refusal, desk, language_of(desk, room, message.from_user))
    await answer_message(message, desk, text, plain=True)


def _refusal_text(refusal: Refused, desk: Desk, language: str) -> str:
    return desk.texts.word(f"refused/{refusal.reason}", language, now=desk.now, **refusal.facts)


async def answer_press(query: CallbackQuery, desk: Desk, text: str, *, alert: bool = False) -> None:
    """Answers a pressed button with a line that fades, or with an `alert` to be closed; "" only stops its
    waiting, as for a party that is muted."""
    if query.message is not None and await desk.muted_in(query.message.chat.id):
        text, alert = "", False
    await desk.unit.outbox.add(leaving.toast(query.id, text, now=desk.now, alert=alert))


async def answer_message(
    message: Message | InaccessibleMessage,
    desk: Desk,
    text: str,
    *,
    keyboard: dict[str, Any] | None = None,
    plain: bool = False,
    discreet: bool = False,
    **row: Any,
) -> int:
    """Answers a message in its chat, also one too old to be read; the outbox row. `plain` text is escaped
    here; other text is Telegram HTML.

    `discreet`: in a group only its writer sees the answer, where the server can do that.
    A party that is muted for what the message is about is not answered.
    """
    row = await desk.muted_in(message.chat.id) | row
    answer = leaving.chat_text(
        message.chat.id,
        escape(text) if plain else text,
        kind="answer",
        now=desk.now,
        urgency=leaving.Urgency.PING,
        keyboard=keyboard,
        answers=message.message_id,
        thread=thread_of(message),
        **row,
    )
    writer = message.from_user if isinstance(message, Message) else None
    if discreet and writer is not None and message.chat.type != ChatType.PRIVATE:
        answer = leaving.only_for(answer, writer.id)
    return await desk.unit.outbox.add(answer)


def thread_of(message: Message | InaccessibleMessage) -> int | None:
    """The topic in which the message stands."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def escape(text: str) -> str:
    """Plain text as Telegram HTML (Bot API, "HTML style")."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
