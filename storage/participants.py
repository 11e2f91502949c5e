"""Who takes part in a ticket beside its requester, and whether the desk has agreed to it (I6)."""

from sqlalchemy import func, or_, select, update

from storage.repository import Repository
from storage.schema import participants
from storage.statements import insert_into


class Participants(Repository):
    """Addresses are mail addresses in lower case, or ``tg:<user id>``."""

    async def participants(self, number: int) -> dict[str, bool]:
        """Address: whether confirmed."""
        found = await self.connection.execute(
            select(participants.c.address, participants.c.confirmed).where(participants.c.ticket == number)
        )
        return {row.address: row.confirmed for row in found}

    async def add_participant(self, number: int, address: str, name: str | None, confirmed: bool) -> None:
        """Who has been confirmed stays so, and keeps a name that was known."""
        new = insert_into(self.dialect, participants).values(
            ticket=number, address=address.lower(), name=name, confirmed=confirmed
        )
        await self.connection.execute(
            new.on_conflict_do_update(
                index_elements=["ticket", "address"],
                set_={
                    "confirmed": or_(participants.c.confirmed, new.excluded.confirmed),
                    "name": func.coalesce(new.excluded.name, participants.c.name),
                },
            )
        )

    async def wrote(self, number: int, address: str, *, machine: bool) -> None:
        """Whether what that participant has just written, a machine wrote."""
        await self.connection.execute(
            update(participants)
            .where(participants.c.ticket == number, participants.c.address == address.lower())
            .values(machine=machine)
        )

    async def is_machine(self, number: int, address: str) -> bool:
        """Whether a machine wrote what came from that address last."""
        asked = select(participants.c.machine).where(
            participants.c.ticket == number, participants.c.address == address.lower()
        )
        return bool(await self.connection.scalar(asked))
