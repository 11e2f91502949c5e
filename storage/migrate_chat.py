"""A group that has become a supergroup has a new chat id (Bot API: Message.migrate_to_chat_id)."""

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import OPEN, WAITING, chats, deliveries, handoffs, tickets, topics
from storage.statements import insert_new


async def migrate_chat(connection: AsyncConnection, old: int, new: int) -> None:
    """Moves the chat's part, its handoffs and tickets, and what waits to be sent there."""
    await _bind(connection, old, new)
    await _move_tickets(connection, old, new)
    await _move_deliveries(connection, old, new)
    # Threads are messages of the old chat: each ticket gets its topic anew, where the new one has topics.
    again = {"chat_id": new, "thread": None, "open": True, "making_since": None}
    there = select(topics.c.ticket).where(topics.c.chat_id == new)
    await connection.execute(
        update(topics).where(topics.c.chat_id == old, topics.c.ticket.not_in(there)).values(again)
    )


async def _bind(connection: AsyncConnection, old: int, new: int) -> None:
    found = await connection.execute(
        select(chats).where(chats.c.chat_id == old, chats.c.migrated_to.is_(None))
    )
    row = found.one_or_none()
    if row is None:
        return
    if row.role == "dispatchers":
        # Messages of the old chat can be neither edited nor answered in the new one: posts are made anew.
        posted = update(tickets).where(tickets.c.post_delivery.is_not(None), tickets.c.state.in_(OPEN))
        await connection.execute(posted.values(post_delivery=None, version=tickets.c.version + 1))
    await connection.execute(update(chats).where(chats.c.chat_id == old).values(migrated_to=new))
    bound = {**row._mapping, "chat_id": new, "unreachable_at": None}
    # The new one may have been bound by hand.
    await connection.execute(insert_new(connection.dialect.name, chats), bound)


async def _move_tickets(connection: AsyncConnection, old: int, new: int) -> None:
    # The version counts this change too: whoever decides from what they read before must read again.
    changed = {"version": tickets.c.version + 1}
    handed_off = select(handoffs.c.ticket).where(handoffs.c.chat_id == old)
    await connection.execute(update(tickets).where(tickets.c.number.in_(handed_off)).values(changed))
    await connection.execute(update(handoffs).where(handoffs.c.chat_id == old).values(chat_id=new))
    address = case((tickets.c.requester_address == str(old), str(new)), else_=tickets.c.requester_address)
    await connection.execute(
        update(tickets)
        .where(tickets.c.requester_chat_id == old)
        .values({**changed, "requester_chat_id": new, "requester_address": address})
    )


async def _move_deliveries(connection: AsyncConnection, old: int, new: int) -> None:
    found = await connection.execute(
        select(deliveries.c.id, deliveries.c.payload).where(deliveries.c.lane == f"tg:{old}", WAITING)
    )
    for row in found.all():
        payload = dict(row.payload)
        if payload.get("args", {}).get("chat_id") == old:
            payload["args"] = {**payload["args"], "chat_id": new}
        await connection.execute(
            update(deliveries).where(deliveries.c.id == row.id).values(lane=f"tg:{new}", payload=payload)
        )
