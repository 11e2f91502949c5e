"""Mail addresses that our mail did not reach, until they write again or a dispatcher says so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from storage.repository import Repository
from storage.schema import mail_addresses
from storage.statements import insert_into

_SAID_AGAIN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """How mail to an address fares."""

    id: int
    address: str  # lower case
    status: str | None  # RFC 3463
    reason: str
    failed_at: datetime  # the last time
    unreachable_at: datetime | None  # since when nothing is tried; None: it may work now
    told_at: datetime | None


class MailAddresses(Repository):
    """Addresses are compared in lower case."""

    async def get(self, address: str) -> MailAddress | None:
        """None: nothing is known against it."""
        found = select(mail_addresses).where(mail_addresses.c.address == address.lower())
        row = (await self.connection.execute(found)).one_or_none()
        return None if row is None else _address(row)

    async def by_id(self, address_id: int) -> MailAddress | None:
        """None: there is none of that id."""
        found = select(mail_addresses).where(mail_addresses.c.id == address_id)
        row = (await self.connection.execute(found)).one_or_none()
        return None if row is None else _address(row)

    async def unreachable(self, address: str) -> MailAddress | None:
        """Why nothing is to be sent there; None: it is worth trying."""
        known = await self.get(address)
        return known if known is not None and known.unreachable_at is not None else None

    async def unreachable_among(self, addresses: Collection[str]) -> frozenset[str]:
        """Those of them, in lower case, to which nothing is to be sent: one question for all."""
        asked = {address.lower() for address in addresses}
        if not asked:
            return frozenset()
        found = select(mail_addresses.c.address).where(
            mail_addresses.c.address.in_(asked), mail_addresses.c.unreachable_at.is_not(None)
        )
        return frozenset((await self.connection.scalars(found)).all())

    async def all_unreachable(self, limit: int) -> list[MailAddress]:
        """The latest first."""
        found = (
            select(mail_addresses)
            .where(mail_addresses.c.unreachable_at.is_not(None))
            .order_by(mail_addresses.c.unreachable_at.desc(), mail_addresses.c.id.desc())
            .limit(limit)
        )
        return [_address(row) for row in await self.connection.execute(found)]

    async def failed(
        self, address: str, status: str | None, reason: str, now: datetime, *, for_good: bool
    ) -> MailAddress:
        """A mail did not reach it. `for_good`: no other will, so nothing more is tried."""
        new = insert_into(self.dialect, mail_addresses).values(
            address=address.lower(),
            status=status,
            reason=reason,
            failed_at=now,
            unreachable_at=now if for_good else None,
        )
        changed: dict[str, Any] = {"status": status, "reason": reason, "failed_at": now}
        if for_good:
            changed["unreachable_at"] = now
        kept = new.on_conflict_do_update(index_elements=["address"], set_=changed).returning(mail_addresses)
        return _address((await self.connection.execute(kept)).one())

    async def tell_now(self, known: MailAddress, now: datetime) -> bool:
        """Whether dispatchers are to hear of it now: once, and again when it has gone on for a day."""
        if known.told_at is not None and known.told_at > now - _SAID_AGAIN_AFTER:
            return False
        told = update(mail_addresses).where(mail_addresses.c.id == known.id).values(told_at=now)
        await self.connection.execute(told)
        return True

    async def works_again(self, address: str) -> bool:
        """It has written, or a dispatcher says so; whether it was unreachable until now."""
        cleared = await self.connection.execute(
            update(mail_addresses)
            .where(mail_addresses.c.address == address.lower(), mail_addresses.c.unreachable_at.is_not(None))
            .values(unreachable_at=None, told_at=None)
        )
        return cleared.rowcount > 0


def _address(row: Row[Any]) -> MailAddress:
    return MailAddress(**row._mapping)
