"""Who may act in a chat: people, known by their user id, never mere membership (T23). One tap lets one in."""

from datetime import timedelta

from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from handlers.buttons import Admit, button, keyboard
from handlers.context import answer_message, answer_press, language_of
from handlers.desk import Desk
from storage.people import Chat
from tickets.outcome import Refused
from tickets.parties import Role

_ASK_AGAIN = timedelta(hours=12)

_ROLES = {"partner": Role.PARTNER, "dispatchers": Role.DISPATCHER}


async def is_known(user_id: int, desk: Desk, room: Chat) -> bool:
    """Whether somebody has let this person in here."""
    role = _ROLES.get(room.role)
    if role is None:
        return False
    return await desk.unit.people.person(user_id, role, room.partner_id) is not None


async def knows(query: CallbackQuery, desk: Desk, room: Chat) -> bool:
    """Whether whoever pressed may act here; else they hear so, and a colleague can let them in."""
    if await is_known(query.from_user.id, desk, room):
        return True
    text = desk.texts.word("refused/stranger", language_of(desk, room))
    await answer_press(query, desk, text, alert=True)
    if query.message is not None:
        await _ask(query.message, query.from_user.id, query.from_user.full_name, desk, room)
    return False


async def ask(message: Message, desk: Desk, room: Chat) -> None:
    """Asks those who are known here to let the writer in; once in a while, not at every word."""
    if message.from_user is not None:
        await _ask(message, message.from_user.id, message.from_user.full_name, desk, room)


async def admit(user_id: int, name: str, by: str, desk: Desk, room: Chat) -> None:
    """Lets a person act in this chat."""
    role = _ROLES.get(room.role)
    if role is not None:
        await desk.unit.people.admit(
            user_id, role, name, partner_id=room.partner_id, admitted_by=by, now=desk.now
        )


async def presses(query: CallbackQuery, callback_data: Admit, desk: Desk, room: Chat) -> None:
    """Somebody known lets a new colleague in."""
    if not await is_known(query.from_user.id, desk, room):
        raise Refused("stranger")  # whoever knocks cannot open the door
    name = await desk.unit.facts.get(_name_key(room.chat_id, callback_data.user_id)) or "?"
    await admit(callback_data.user_id, name, query.from_user.full_name, desk, room)
    language = language_of(desk, room)
    text = desk.texts.word("toast/admitted", language, name=name)
    await answer_press(query, desk, text)
    if query.message is not None:
        await answer_message(query.message, desk, text, plain=True)


async def _ask(
    message: Message | InaccessibleMessage, user_id: int, name: str, desk: Desk, room: Chat
) -> None:
    asked = f"asked:{room.chat_id}:{user_id}"
    last = await desk.unit.facts.get(asked)
    if last is not None and float(last) > (desk.now - _ASK_AGAIN).timestamp():
        return
    await desk.unit.facts.put(asked, str(desk.now.timestamp()))
    await desk.unit.facts.put(_name_key(room.chat_id, user_id), name)
    language = language_of(desk, room)
    html = desk.texts.chat(_ASKS[room.role], language, name=name, title=room.title or "", now=desk.now)
    let_in = button(desk.texts.word("button/admit", language), Admit(user_id=user_id))
    await answer_message(message, desk, html, keyboard=keyboard([[let_in]]))


_ASKS = {"partner": "partner/stranger", "dispatchers": "dispatchers/stranger_in_chat"}


def _name_key(chat_id: int, user_id: int) -> str:
    return f"name:{chat_id}:{user_id}"
