"""Questions that a person was asked about an offer: they are taken away when the offer ends without them."""

import json
from datetime import datetime, timedelta

from handlers.leaving import Urgency, chat_lane
from storage.deliveries import NewDelivery
from storage.facts import FactsKept
from storage.unit import Unit

_Asked = list[tuple[int, int, int | None]]  # chat, person, and the outbox row of the question, if it can go

_WAITS = timedelta(minutes=30)  # after which words are just words again


async def remember(
    facts: FactsKept, number: int, seq: int, chat_id: int, user_id: int, row: int | None, now: datetime
) -> None:
    """That this person was asked why, by the message of that outbox row; None: by one that stays."""
    await facts.put(_of_person(chat_id, user_id), f"{number}:{seq}:{now.timestamp()}")
    others = [each for each in await _asked(facts, number, seq) if each[:2] != (chat_id, user_id)]
    await facts.put(_of_job(number, seq), json.dumps([*others, (chat_id, user_id, row)]))


async def awaited(facts: FactsKept, chat_id: int, user_id: int, now: datetime) -> tuple[int, int] | None:
    """The job for which this person's next words are the reason of a no; None: they are just words."""
    known = await facts.get(_of_person(chat_id, user_id))
    if not known:
        return None
    number, seq, at = known.split(":")
    return None if now.timestamp() - float(at) > _WAITS.total_seconds() else (int(number), int(seq))


async def answered(facts: FactsKept, number: int, seq: int, chat_id: int, user_id: int) -> None:
    """This person has said why: their question stays where it is."""
    await facts.put(_of_person(chat_id, user_id), "")
    asked = await _asked(facts, number, seq)
    others = [each for each in asked if each[:2] != (chat_id, user_id)]
    if others != asked:
        await facts.put(_of_job(number, seq), json.dumps(others) if others else "")


async def withdraw(unit: Unit, number: int, seq: int, now: datetime) -> None:
    """Nobody's next words are a reason any more, and what asked for them is gone from the chat.

    A message with a forced reply cannot be edited (Bot API, editMessageText), so it is deleted.
    """
    asked = await _asked(unit.facts, number, seq)
    if not asked:
        return
    await unit.facts.put(_of_job(number, seq), "")
    for chat_id, user_id, row in asked:
        waiting = await unit.facts.get(_of_person(chat_id, user_id)) or ""
        if waiting.startswith(f"{number}:{seq}:"):
            await unit.facts.put(_of_person(chat_id, user_id), "")
        if row is not None:
            await unit.outbox.add(_deletion(row, chat_id, number, seq, now))


def _deletion(row: int, chat_id: int, number: int, seq: int, now: datetime) -> NewDelivery:
    return NewDelivery(
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


async def _asked(facts: FactsKept, number: int, seq: int) -> _Asked:
    return [(each[0], each[1], each[2]) for each in json.loads(await facts.get(_of_job(number, seq)) or "[]")]


def _of_job(number: int, seq: int) -> str:
    return f"asked_why:{number}:{seq}"


def _of_person(chat_id: int, user_id: int) -> str:
    return f"declining:{chat_id}:{user_id}"
