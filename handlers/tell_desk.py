"""Telling the dispatchers' chat what is no news of a ticket: a text of theirs, in the chat's language."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers import leaving
from handlers.house import House
from storage.unit import Unit


async def tell_desk(
    unit: Unit,
    house: House,
    name: str,
    now: datetime,
    facts: dict[str, Any],
    *,
    keyboard: Callable[[str], dict[str, Any]] | None = None,
    **row: Any,
) -> bool:
    """Whether there is a chat to tell it to. `name`: of the template, and the delivery's kind; `keyboard`
    is made in the chat's language; `row` goes on to `leaving.chat_text`.
    """
    chat = await unit.people.dispatchers_chat()
    if chat is None:
        return False
    language = chat.language or house.policy.language
    html = house.texts.chat(f"dispatchers/{name}", language, **facts, now=now)
    pressed = keyboard(language) if keyboard else None
    await unit.outbox.add(leaving.chat_text(chat.chat_id, html, kind=name, now=now, keyboard=pressed, **row))
    return True
