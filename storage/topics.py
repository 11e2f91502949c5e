"""Which topic of a forum group is which ticket's (T15): ids cannot be asked for later, so they are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, select, update

from storage.repository import Repository
from storage.schema import topics
from storage.statements import insert_into


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A ticket's own topic in one chat."""

    chat_id: int
    ticket: int
    name: str
    thread: int | None  # Telegram's message_thread_id; None: not made yet
    open: bool  # as Telegram has it
    making_since: datetime | None  # Telegram was asked to make it, and nobody has heard the answer


class Topics(Repository):
    """One a chat and ticket."""

    async def want(self, chat_id: int, ticket: int, name: str) -> None:
        """The ticket shall have one there, made under that name; one that is there stays as it is."""
        row = {"chat_id": chat_id, "ticket": ticket, "name": name, "open": True}
        wanted = insert_into(self.dialect, topics).values(**row)
        kept = case((topics.c.thread.is_(None), name), else_=topics.c.name)
        await self.connection.execute(
            wanted.on_conflict_do_update(index_elements=["chat_id", "ticket"], set_={"name": kept})
        )

    async def of(self, chat_id: int, ticket: int) -> Topic | None:
        """None: the ticket goes without one there."""
        found = await self.connection.execute(select(topics).where(*_is(chat_id, ticket)))
        return _topic_or_none(found.one_or_none())

    async def at(self, chat_id: int, thread: int) -> Topic | None:
        """Whose that thread is; None: nobody's, such as one that people have made."""
        found = await self.connection.execute(
            select(topics).where(topics.c.chat_id == chat_id, topics.c.thread == thread)
        )
        return _topic_or_none(found.one_or_none())

    async def of_ticket(self, ticket: int) -> list[Topic]:
        """In all chats."""
        found = await self.connection.execute(select(topics).where(topics.c.ticket == ticket))
        return [Topic(**row._mapping) for row in found]

    async def making(self, chat_id: int, ticket: int, since: datetime | None) -> None:
        """Telegram is asked to make it; None: it was not made."""
        await self._change(_is(chat_id, ticket), making_since=since)

    async def made(self, chat_id: int, ticket: int, thread: int) -> None:
        """It is there."""
        await self._change(_is(chat_id, ticket), thread=thread, open=True, making_since=None)

    async def adopt(self, chat_id: int, name: str, thread: int) -> None:
        """Telegram tells of a topic that we have made: also when the answer to that never came."""
        waiting = (
            topics.c.chat_id == chat_id,
            topics.c.name == name,
            topics.c.thread.is_(None),
            topics.c.making_since.is_not(None),
        )
        await self._change(waiting, thread=thread, open=True, making_since=None)

    async def lost(self, chat_id: int, ticket: int, thread: int) -> bool:
        """It is there no more, and may be made anew. False: somebody has seen to that."""
        gone = (*_is(chat_id, ticket), topics.c.thread == thread)
        return await self._change(gone, thread=None, open=True, making_since=None)

    async def set_open(self, chat_id: int, thread: int, is_open: bool) -> None:
        """As it is in Telegram from now on."""
        await self._change((topics.c.chat_id == chat_id, topics.c.thread == thread), open=is_open)

    async def named(self, chat_id: int, ticket: int, name: str) -> None:
        """So it is called in Telegram from now on."""
        await self._change(_is(chat_id, ticket), name=name)

    async def forget(self, chat_id: int, ticket: int | None = None) -> None:
        """The ticket goes without one from now on; None: every ticket there."""
        gone = (topics.c.chat_id == chat_id,) if ticket is None else _is(chat_id, ticket)
        await self.connection.execute(delete(topics).where(*gone))

    async def _change(self, which: tuple[Any, ...], **values: Any) -> bool:
        changed = await self.connection.execute(update(topics).where(*which).values(**values))
        return bool(changed.rowcount)


def _is(chat_id: int, ticket: int) -> tuple[Any, ...]:
    return topics.c.chat_id == chat_id, topics.c.ticket == ticket


def _topic_or_none(row: Row[Any] | None) -> Topic | None:
    return None if row is None else Topic(**row._mapping)
