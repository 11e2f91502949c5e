"""Who is who in Telegram: chats with their parts, persons admitted, and invites that bind either."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from storage.migrate_chat import migrate_chat
from storage.repository import Repository
from storage.schema import chats, invites, people
from storage.statements import insert_into
from tickets.parties import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat that has a part in the work."""

    chat_id: int
    role: str  # dispatchers, partner, customer
    partner_id: str | None
    contact_id: str | None
    title: str | None
    language: str | None  # None: the desk's
    bound_at: datetime
    unreachable_at: datetime | None  # since when nothing can be sent there
    migrated_to: int | None  # the supergroup that it has become; nothing is sent here any more
    confirmed_at: datetime | None  # since when somebody has confirmed how we work; before that no job (S24)
    confirmed_by: int | None  # who has; None also where nobody was asked yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Telegram user admitted in one capacity."""

    user_id: int
    role: Role  # dispatcher, partner, customer
    partner_id: str | None
    contact_id: str | None
    name: str
    language: str | None
    admitted_by: str | None
    admitted_at: datetime


class People(Repository):
    """Invite, bind, admit."""

    async def invite(self, kind: str, target: str | None, now: datetime, valid: timedelta) -> str:
        """A new one-time code, 24 of A-Z a-z 0-9 _ - (a deep link takes 64). Only its hash is kept."""
        code = secrets.token_urlsafe(18)
        await self.connection.execute(
            insert(invites).values(
                code_hash=_hash(code), kind=kind, target=target, created_at=now, expires_at=now + valid
            )
        )
        return code

    async def use_invite(self, code: str, now: datetime, used_by: str) -> tuple[str, str | None] | None:
        """(kind, target) for the first who brings it in time; None for all others."""
        used = await self.connection.execute(
            update(invites)
            .where(
                invites.c.code_hash == _hash(code), invites.c.used_at.is_(None), invites.c.expires_at > now
            )
            .values(used_at=now, used_by=used_by)
            .returning(invites.c.kind, invites.c.target)
        )
        row = used.one_or_none()
        return None if row is None else (row.kind, row.target)

    async def bind_chat(
        self,
        chat_id: int,
        role: str,
        title: str | None = None,
        language: str | None = None,
        *,
        partner_id: str | None = None,
        contact_id: str | None = None,
        now: datetime,
    ) -> None:
        """Gives the chat its part, instead of any that it had."""
        row = {
            "chat_id": chat_id,
            "role": role,
            "partner_id": partner_id,
            "contact_id": contact_id,
            "title": title,
            "language": language,
            "bound_at": now,
            "unreachable_at": None,
            "migrated_to": None,
            "confirmed_at": None,
            "confirmed_by": None,
        }
        await self.overwrite(chats, [row])

    async def confirm_chat(self, chat_id: int, user_id: int | None, now: datetime) -> bool:
        """Jobs may come to that partner's chat from now on. False: they did already."""
        confirmed = await self.connection.execute(
            update(chats)
            .where(chats.c.chat_id == chat_id, chats.c.confirmed_at.is_(None))
            .values(confirmed_at=now, confirmed_by=user_id)
        )
        return bool(confirmed.rowcount)

    async def unbind_chat(self, chat_id: int) -> None:
        """From now on it is a stranger's chat."""
        await self.connection.execute(delete(chats).where(chats.c.chat_id == chat_id))

    async def chat(self, chat_id: int) -> Chat | None:
        """None: it has no part."""
        found = await self.connection.execute(select(chats).where(chats.c.chat_id == chat_id))
        return _chat_or_none(found.one_or_none())

    async def chats_of_partner(self, partner_id: str) -> list[Chat]:
        """Oldest binding first; those that have become another chat are left out."""
        found = (
            select(chats)
            .where(chats.c.partner_id == partner_id, chats.c.role == "partner", chats.c.migrated_to.is_(None))
            .order_by(chats.c.bound_at, chats.c.chat_id)
        )
        return [Chat(**row._mapping) for row in await self.connection.execute(found)]

    async def reachable_partner_chats(self) -> dict[str, int | None]:
        """The chat of each partner that has one that can be written to: the oldest confirmed binding.

        None: there is one, where nobody has confirmed yet how we work.
        """
        found = (
            select(chats.c.partner_id, chats.c.chat_id, chats.c.confirmed_at)
            .where(chats.c.role == "partner", chats.c.migrated_to.is_(None), chats.c.unreachable_at.is_(None))
            .order_by(chats.c.bound_at.desc(), chats.c.chat_id.desc())
        )
        reached: dict[str, int | None] = {}
        for row in await self.connection.execute(found):
            if row.confirmed_at is not None:
                reached[row.partner_id] = row.chat_id
            else:
                reached.setdefault(row.partner_id, None)
        return reached

    async def dispatchers_chat(self) -> Chat | None:
        """The one bound last; None: none yet."""
        return await self._latest(chats.c.role == "dispatchers")

    async def contact_chat(self, contact_id: str) -> Chat | None:
        """Where that person of a customer's talks to us; None: not in Telegram."""
        return await self._latest(chats.c.contact_id == contact_id)

    async def migrate_chat(self, old: int, new: int) -> None:
        """Everything of the group `old` is the supergroup `new`'s: its part, handoffs, tickets, what is to be
        sent. Doing it again changes nothing."""
        await migrate_chat(self.connection, old, new)

    async def set_unreachable(self, chat_id: int, at: datetime | None) -> None:
        """Since when nothing can be sent there; None: it can be again."""
        await self.connection.execute(
            update(chats).where(chats.c.chat_id == chat_id).values(unreachable_at=at)
        )

    async def admit(
        self,
        user_id: int,
        role: Role,
        name: str,
        *,
        partner_id: str | None = None,
        contact_id: str | None = None,
        language: str | None = None,
        admitted_by: str | None = None,
        now: datetime,
    ) -> None:
        """Lets that user act in that role (of that partner). Again: with these facts from now on."""
        row = {
            "user_id": user_id,
            "role": role,
            "partner_id": partner_id or "",
            "contact_id": contact_id,
            "name": name,
            "language": language,
            "admitted_by": admitted_by,
            "admitted_at": now,
        }
        same = ["user_id", "role", "partner_id"]
        admitted = insert_into(self.dialect, people).values(**row)
        changed = {key: value for key, value in row.items() if key not in same}
        await self.connection.execute(admitted.on_conflict_do_update(index_elements=same, set_=changed))

    async def dismiss(self, user_id: int, role: Role, partner_id: str | None = None) -> None:
        """That user acts in that role (of that partner) no more."""
        await self.connection.execute(
            delete(people).where(*_who(role, partner_id), people.c.user_id == user_id)
        )

    async def admitted(self, role: Role, partner_id: str | None = None) -> list[Person]:
        """All who act in that role (of that partner), the longest known first."""
        found = select(people).where(*_who(role, partner_id)).order_by(people.c.admitted_at, people.c.user_id)
        return [_person(row) for row in await self.connection.execute(found)]

    async def person(self, user_id: int, role: Role, partner_id: str | None = None) -> Person | None:
        """That user in that role (of that partner); None: not admitted."""
        found = select(people).where(*_who(role, partner_id), people.c.user_id == user_id)
        row = (await self.connection.execute(found)).one_or_none()
        return None if row is None else _person(row)

    async def _latest(self, condition: Any) -> Chat | None:
        found = (
            select(chats)
            .where(condition, chats.c.migrated_to.is_(None))
            .order_by(chats.c.bound_at.desc(), chats.c.chat_id)
            .limit(1)
        )
        return _chat_or_none((await self.connection.execute(found)).one_or_none())


def _who(role: Role, partner_id: str | None) -> tuple[ColumnElement[bool], ...]:
    return people.c.role == role, people.c.partner_id == (partner_id or "")


def _person(row: Row[Any]) -> Person:
    return Person(
        user_id=row.user_id,
        role=Role(row.role),
        partner_id=row.partner_id or None,
        contact_id=row.contact_id,
        name=row.name,
        language=row.language,
        admitted_by=row.admitted_by,
        admitted_at=row.admitted_at,
    )


def _chat_or_none(row: Row[Any] | None) -> Chat | None:
    return None if row is None else Chat(**row._mapping)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
