"""Questions that a person was asked about an offer: they are taken away when the offer ends without them."""

import json
from datetime import datetime

from handlers.leaving import Urgency, chat_lane
from storage.deliveries import NewDelivery
from storage.facts import FactsKept
from storage.unit import Unit

_Asked = list[list[int]]  # chat, person, and the outbox row of the question


def waits_for(chat_id: int, user_id: int) -> str:
    """The name of the fact that says for which job a person's next words are the reason of a no."""
    return f"declining:{chat_id}:{user_id}"


async def remember(facts: FactsKept, number: int, seq: int, chat_id: int, user_id: int, row: int) -> None:
    """That this person was asked why, by the message of that outbox row."""
    others = [each for each in await _asked(facts, number, seq) if each[:2] != [chat_id, user_id]]
    await facts.put(_name(number, seq), json.dumps([*others, [chat_id, user_id, row]]))


async def answered(facts: FactsKept, number: int, seq: int, chat_id: int, user_id: int) -> None:
    """This person has said why: their question stays where it is."""
    asked = await _asked(facts, number, seq)
    others = [each for each in asked if each[:2] != [chat_id, user_id]]
    if others != asked:
        await facts.put(_name(number, seq), json.dumps(others) if others else "")


async def withdraw(unit: Unit, number: int, seq: int, now: datetime) -> None:
    """Nobody's next words are a reason any more, and what asked for them is gone from the chat.

    A message with a forced reply cannot be edited (Bot API, editMessageText), so it is deleted.
    """
    asked = await _asked(unit.facts, number, seq)
    if not asked:
        return
    await unit.facts.put(_name(number, seq), "")
    for chat_id, user_id, row in asked:
        waiting = await unit.facts.get(waits_for(chat_id, user_id)) or ""
        if waiting.startswith(f"{number}:{seq}:"):
            await unit.facts.put(waits_for(chat_id, user_id), "")
        await unit.outbox.add(
            NewDelivery(
                channel="telegram",
                lane=chat_lane(chat_id),
                kind="withdrawn",
                urgency=Urgency.EDIT,
                payload={"method": "deleteMessage", "args": {"chat_id": chat_id}},
                created_at=now,
                edits=row,
                ticket=number,
                handoff=seq,
            )
        )


async def _asked(facts: FactsKept, number: int, seq: int) -> _Asked:
    found: _Asked = json.loads(await facts.get(_name(number, seq)) or "[]")
    return found


def _name(number: int, seq: int) -> str:
    return f"asked_why:{number}:{seq}"
