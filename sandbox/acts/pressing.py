"""People press buttons under messages and wait for the bot's answer."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.acts.writing import Writing, write
from sandbox.errors import Refused
from sandbox.model import Json, Message, Person
from sandbox.wire import message_json, person_user

if TYPE_CHECKING:
    from sandbox.world import World

ANSWER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Aim:
    """Which button: by its label (whole, or a part that fits one button only), its data, or its place."""

    text: str | None = None
    data: str | None = None
    row: int | None = None
    col: int = 0


async def press(
    world: "World", person: Person, message: Message, aim: Aim, wait: float = ANSWER_SECONDS
) -> Json:
    """``{"answer": {...} | None}``; None after ``wait`` seconds: in the app the button spins on."""
    chat = world.chats[message.chat_id]
    if person.id not in chat.members:
        raise Refused(f"{person.name} is not in this chat")
    if message.only_for not in {None, person.id}:
        raise Refused(f"{person.name} can't see this message")
    button = find_button(message, aim)
    if "callback_data" in button:
        return await _ask_bot(world, person, message, button["callback_data"], wait)
    if "url" in button:
        return {"answer": None, "url": button["url"]}
    if message.markup and "keyboard" in message.markup:
        write(world, person, chat, _typed(button, person))
        return {"answer": None}
    raise Refused(f"the sandbox can't press {button['text']!r}: it is no callback, link or keyboard button")


def find_button(message: Message, aim: Aim) -> Json:
    """Raises Refused naming the buttons that there are."""
    markup = message.markup or {}
    rows: list[list[Json]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    buttons = [button for row in rows for button in row]
    if aim.row is not None:
        if aim.row < len(rows) and aim.col < len(rows[aim.row]):
            return rows[aim.row][aim.col]
    elif aim.data is not None:
        buttons = [button for button in buttons if button.get("callback_data") == aim.data]
        if buttons:
            return buttons[0]
    else:
        wanted = aim.text or ""
        exact = [button for button in buttons if button["text"] == wanted]
        close = exact or [button for button in buttons if wanted.lower() in button["text"].lower()]
        if len(close) == 1 or exact:
            return close[0]
    labels = ", ".join(button["text"] for row in rows for button in row) or "none at all"
    raise Refused(
        f"no single button fits {aim.text or aim.data or (aim.row, aim.col)!r}; there are: {labels}", 404
    )


async def _ask_bot(world: "World", person: Person, message: Message, data: str, wait: float) -> Json:
    query = world.queries.ask(person.id, message.chat_id)
    world.updates.push(
        "callback_query",
        {
            "id": query.id,
            "from": person_user(person),
            "message": message_json(world, message),
            "chat_instance": str(abs(message.chat_id)),
            "data": data,
        },
    )
    try:
        return {"answer": await asyncio.wait_for(asyncio.shield(query.answer), wait)}
    except TimeoutError:
        return {"answer": None, "error": f"the bot did not answer within {wait:g} s; the button still spins"}


def _typed(button: Json, person: Person) -> Writing:
    if button.get("request_location"):
        return Writing(location={"latitude": 59.9139, "longitude": 10.7522})
    if button.get("request_contact"):
        return Writing(contact={"phone_number": "+4790012345", "first_name": person.name.partition(" ")[0]})
    return Writing(text=button["text"])
