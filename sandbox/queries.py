"""Pressed buttons waiting for the bot's answer (Bot API "CallbackQuery", "answerCallbackQuery")."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import bad_request
from sandbox.model import Json

LIFE_SECONDS = 30
"""How long an answer is taken; Telegram names no number, its users report about this."""

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Query:
    id: str
    person_id: int
    chat_id: int
    asked_at: float
    answer: "asyncio.Future[Json]" = field(default_factory=asyncio.Future)


class Queries:
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._open: dict[str, Query] = {}
        self._ids = itertools.count(7_300_000_000_000_000_001)

    def ask(self, person_id: int, chat_id: int) -> Query:
        query = Query(str(next(self._ids)), person_id, chat_id, self._now())
        self._open[query.id] = query
        return query

    def find(self, query_id: str) -> Query:
        """The open query; raises Telegram's 400 for one that is unknown or too old."""
        query = self._open.get(query_id)
        if query is None or self._now() - query.asked_at > LIFE_SECONDS:
            raise bad_request(TOO_OLD)
        return query

    def answer(self, query_id: str, answer: Json) -> Query:
        """A second answer is taken and changes nothing, as with Telegram."""
        query = self.find(query_id)
        if not query.answer.done():
            query.answer.set_result(answer)
        return query
