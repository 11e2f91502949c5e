"""Jobs that another Stafett shares with us, and whose signed copies we believe."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, func, select, update

from storage.repository import Repository
from storage.schema import link_keys, links
from storage.statements import insert_new
from tickets.linked.copy import Desk, Job

_DESK: TypeAdapter[Desk] = TypeAdapter(Desk)
_JOB: TypeAdapter[Job] = TypeAdapter(Job)
_MOST_WAITING = 50  # mails of one key that wait for an answer

PRINCIPAL = "principal"  # as what a key is believed: it may hand us jobs


class Trust(StrEnum):
    """What a dispatcher says of a key."""

    ASKED = "asked"  # nothing yet
    TRUSTED = "trusted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One shared job, and how far each side has heard the other."""

    id: str
    ticket: int
    fingerprint: str
    desk: Desk  # the other side's
    handoff: int | None = None  # ours that they do; None: they have handed us the ticket
    job: Job | None = None
    seq: int = 0  # of the newest copy that was taken in
    heard: int = 0  # their latest item that we have
    seen: int = 0  # our latest item that they have
    told: str | None = None  # what they were last told, digested
    asked: tuple[str, ...] = ()  # files that did not come, and that we have asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkKey:
    """A key that has signed a copy, or that the operator has named."""

    id: int
    fingerprint: str
    role: str  # PRINCIPAL, or by `as_partner`
    state: Trust
    name: str
    address: str
    waiting: tuple[int, ...]
    by: str | None


def as_partner(partner_id: str) -> str:
    """The role of a key that answers for this partner."""
    return f"partner:{partner_id}"


class Links(Repository):
    """By the principal's name for a job, by our ticket, and keys by fingerprint and role."""

    async def get(self, link_id: str) -> Link | None:
        """None: no such job is shared."""
        row = (await self.connection.execute(select(links).where(links.c.id == link_id))).one_or_none()
        return _link(row) if row else None

    async def from_principal(self, ticket: int) -> Link | None:
        """By whom the ticket was handed to us; None: nobody's Stafett."""
        found = select(links).where(links.c.ticket == ticket, links.c.handoff.is_(None))
        row = (await self.connection.execute(found.limit(1))).one_or_none()
        return _link(row) if row else None

    async def of_tickets(self, tickets: Sequence[int]) -> dict[int, list[Link]]:
        """By ticket, both ways."""
        found = select(links).where(links.c.ticket.in_(tickets)).order_by(links.c.ticket, links.c.handoff)
        by_ticket: dict[int, list[Link]] = {number: [] for number in tickets}
        for row in await self.connection.execute(found):
            by_ticket[row.ticket].append(_link(row))
        return by_ticket

    async def put(self, link: Link) -> None:
        """As it is now."""
        await self.overwrite(
            links,
            [
                {
                    **{name: getattr(link, name) for name in ("id", "ticket", "handoff", "fingerprint")},
                    **{name: getattr(link, name) for name in ("seq", "heard", "seen", "told")},
                    "desk": asdict(link.desk),
                    "job": _JOB.dump_python(link.job, mode="json") if link.job else None,
                    "asked": list(link.asked),
                }
            ],
        )

    async def told(self, link_id: str, digest: str) -> None:
        """What the other side has been told by now."""
        await self.connection.execute(update(links).where(links.c.id == link_id).values(told=digest))

    async def key(self, fingerprint: str, role: str) -> LinkKey | None:
        """None: nothing is known of that key in that role."""
        found = select(link_keys).where(link_keys.c.fingerprint == fingerprint, link_keys.c.role == role)
        row = (await self.connection.execute(found.with_for_update())).one_or_none()
        return _key(row) if row else None

    async def key_by_id(self, key_id: int) -> LinkKey | None:
        """None: there is none of that id."""
        found = select(link_keys).where(link_keys.c.id == key_id).with_for_update()
        row = (await self.connection.execute(found)).one_or_none()
        return _key(row) if row else None

    async def keys(self) -> list[LinkKey]:
        """All of them, the oldest first."""
        return [
            _key(row) for row in await self.connection.execute(select(link_keys).order_by(link_keys.c.id))
        ]

    async def asks(
        self, fingerprint: str, role: str, name: str, address: str, arrival: int, now: datetime
    ) -> tuple[LinkKey, bool]:
        """A key nobody has answered for, with one more mail that waits; whether it is new here."""
        new = {"fingerprint": fingerprint, "role": role, "state": Trust.ASKED, "waiting": []}
        made = await self.connection.execute(
            insert_new(self.dialect, link_keys), [new | {"name": name, "address": address, "at": now}]
        )
        known = await self.key(fingerprint, role)
        if known is None:
            raise LookupError(fingerprint)
        waiting = tuple(dict.fromkeys((*known.waiting, arrival)))[-_MOST_WAITING:]
        await self._change(known.id, waiting=list(waiting))
        return replace(known, waiting=waiting), made.rowcount == 1

    async def count_asked(self) -> int:
        """The keys for which nobody has spoken."""
        found = select(func.count()).select_from(link_keys).where(link_keys.c.state == Trust.ASKED)
        return int(await self.connection.scalar(found) or 0)

    async def decide(self, key_id: int, state: Trust, by: str) -> None:
        """What a dispatcher says of it; nothing waits any longer."""
        await self._change(key_id, state=state, by_name=by, waiting=[])

    async def name_key(
        self, fingerprint: str, role: str, state: Trust, name: str, by: str, now: datetime
    ) -> Sequence[int]:
        """What the operator says of a key, met or not; the arrivals that have waited for it."""
        known = await self.key(fingerprint, role)
        if known is not None:
            await self.decide(known.id, state, by)
            return known.waiting
        new = {"fingerprint": fingerprint, "role": role, "state": state, "waiting": [], "by_name": by}
        await self.connection.execute(
            insert_new(self.dialect, link_keys), [new | {"name": name, "address": "", "at": now}]
        )
        return ()

    async def _change(self, key_id: int, **values: Any) -> None:
        await self.connection.execute(update(link_keys).where(link_keys.c.id == key_id).values(**values))


def _link(row: Row[Any]) -> Link:
    return Link(
        id=row.id,
        ticket=row.ticket,
        handoff=row.handoff,
        fingerprint=row.fingerprint,
        desk=_DESK.validate_python(row.desk),
        job=_JOB.validate_python(row.job) if row.job is not None else None,
        seq=row.seq,
        heard=row.heard,
        seen=row.seen,
        told=row.told,
        asked=tuple(row.asked),
    )


def _key(row: Row[Any]) -> LinkKey:
    return LinkKey(
        id=row.id,
        fingerprint=row.fingerprint,
        role=row.role,
        state=Trust(row.state),
        name=row.name,
        address=row.address,
        waiting=tuple(row.waiting),
        by=row.by_name,
    )
