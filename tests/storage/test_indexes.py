"""What is asked often is looked up by index on both databases: EXPLAIN of what is really asked."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text

from storage.schema import (
    ancestors,
    arrivals,
    attachments,
    auto_answers,
    breakers,
    deliveries,
    entries,
    handoffs,
    mail_addresses,
    mail_traffic,
    messages,
    their_numbers,
    tickets,
)
from storage.store import Store
from storage.ticket_rows import handoff_values, ticket_values
from storage.traffic import Passing
from storage.unit import Unit
from tests.storage.world import LEASE, NORD_CHAT, NOW, delivery, handoff, ticket
from tickets.parties import Audience
from tickets.states import HandoffState, TicketState

MANY = 4000
FEW = 20  # that are not yet done
LARGE = {
    "arrivals",
    "deliveries",
    "tickets",
    "handoffs",
    "entries",
    "attachments",
    "messages",
    "ancestors",
    "their_numbers",
    "auto_answers",
    "mail_addresses",
    "mail_traffic",
    "breakers",
}

Ask = Callable[[Unit], Awaitable[Any]]

ASKED: dict[str, Ask] = {
    "arrivals.claim": lambda unit: unit.arrivals.claim(NOW, LEASE),
    "arrivals.quarantined": lambda unit: unit.arrivals.quarantined(20),
    "arrivals.release_leases": lambda unit: unit.arrivals.release_leases(),
    "arrivals.counts": lambda unit: unit.arrivals.counts(),
    "outbox.due": lambda unit: unit.outbox.due("telegram", NOW, 30, skip_lanes=["tg:1", "tg:2"]),
    "outbox.claim": lambda unit: unit.outbox.claim(1, NOW, LEASE),
    "outbox.add": lambda unit: unit.outbox.add(delivery(collapse_key="card:1001:1")),
    "outbox.retry": lambda unit: unit.outbox.retry(1, NOW, "Bad Gateway"),
    "outbox.held": lambda unit: unit.outbox.held("429", NOW),
    "outbox.of_tickets": lambda unit: unit.outbox.of_tickets([1001, 1002]),
    "outbox.release_leases": lambda unit: unit.outbox.release_leases(),
    "outbox.counts": lambda unit: unit.outbox.counts(),
    "tickets.due": lambda unit: unit.tickets.due(NOW),
    "tickets.queue": lambda unit: unit.tickets.queue(25),
    "tickets.get": lambda unit: unit.tickets.get(1001),
    "tickets.of_requester": lambda unit: unit.tickets.of_requester("kari@holmvik.example"),
    "tickets.of_partner": lambda unit: unit.tickets.of_partner("nord-elektro"),
    "tickets.unacknowledged": lambda unit: unit.tickets.unacknowledged(20),
    "tickets.load_of": lambda unit: unit.tickets.load_of(
        ["nord-elektro", "sor-kulde"], NOW - timedelta(days=3)
    ),
    "tickets.of_chat": lambda unit: unit.tickets.of_chat(NORD_CHAT),
    "tickets.history": lambda unit: unit.tickets.history("118-4407"),
    "tickets.past_jobs": lambda unit: unit.tickets.past_jobs("F-3304", "c1", before=1500),
    "tickets.entries": lambda unit: unit.tickets.entries(1001),
    "tickets.entry_by_source": lambda unit: unit.tickets.entry_by_source("<m7>"),
    "tickets.attachments_to_fetch": lambda unit: unit.tickets.attachments_to_fetch(NOW, 10),
    "messages.thread": lambda unit: unit.messages.thread(1500, Audience.CUSTOMER),
    "messages.find": lambda unit: unit.messages.find(["<m7>", "<m8>"]),
    "messages.related": lambda unit: unit.messages.related("<m7>", ["<m8>", "<m9>"]),
    "messages.sent_texts": lambda unit: unit.messages.sent_texts(1001, 8),
    "their_numbers.find": lambda unit: unit.their_numbers.find("coop.example", ["INC-7", "INC-8"]),
    "their_numbers.of": lambda unit: unit.their_numbers.of(1500, "coop.example"),
    "tickets.existing": lambda unit: unit.tickets.existing([1001, 7]),
    "auto_answers.given": lambda unit: unit.auto_answers.given("kari@holmvik.example", NOW),
    "mail_addresses.unreachable": lambda unit: unit.mail_addresses.unreachable("7@x.example"),
    "mail_addresses.all_unreachable": lambda unit: unit.mail_addresses.all_unreachable(20),
    "mail_addresses.works_again": lambda unit: unit.mail_addresses.works_again("7@x.example"),
    "traffic.note": lambda unit: unit.traffic.note(Passing.RECEIVED, "7@x.example", "x", 7, NOW),
    "traffic.count by ticket": lambda unit: unit.traffic.count(Passing.RECEIVED, "ticket:7", NOW),
    "traffic.count by sender": lambda unit: unit.traffic.count(Passing.RECEIVED, "sender:7@x", NOW),
    "traffic.count by domain": lambda unit: unit.traffic.count(Passing.RECEIVED, "domain:x7", NOW),
    "traffic.open": lambda unit: unit.traffic.open(["ticket:7", "sender:7@x"], NOW, LEASE),
    "outbox.withhold_lane": lambda unit: unit.outbox.withhold_lane("mail:7@x.example", "machine", NOW),
    "outbox.hush": lambda unit: unit.outbox.hush(1001, ["customer"], NOW),
    "tickets.is_machine": lambda unit: unit.tickets.is_machine(1001, "kari@holmvik.example"),
    "people.migrate_chat": lambda unit: unit.people.migrate_chat(NORD_CHAT, -1),
}


@pytest.fixture
async def full_store(store: Store) -> Store:
    """Thousands of everything, of which a handful is not done."""
    async with store.unit() as unit:
        await _fill(unit)
        await unit.commit()
    if not store.is_sqlite:  # in whose life nobody does it either
        async with store.unit() as unit:
            await unit.connection.execute(text("ANALYZE"))
            await unit.commit()
    return store


async def test_nothing_that_is_asked_often_scans_a_large_table(full_store: Store) -> None:
    scans = {}
    for name, ask in ASKED.items():
        async with full_store.unit() as unit:
            with _heard(full_store) as statements:
                await ask(unit)
            await unit.connection.rollback()
            assert statements, name
            for statement, parameters in statements:
                found = [scan for scan in await _scans(unit, statement, parameters) if scan[0] in LARGE]
                if found:
                    scans[name] = (found, statement)
    assert scans == {}


async def test_a_scan_would_be_noticed(full_store: Store) -> None:
    async with full_store.unit() as unit:
        with _heard(full_store) as statements:
            await unit.tickets.find("kaffemaskinen")
        searched = next(each for each in statements if "FROM tickets" in each[0])
        assert "tickets" in [table for table, _ in await _scans(unit, *searched)]


@contextmanager
def _heard(store: Store) -> Iterator[list[tuple[str, Any]]]:
    heard: list[tuple[str, Any]] = []

    def listen(_: Any, __: Any, statement: str, parameters: Any, ___: Any, executemany: bool) -> None:
        if not executemany and re.match("SELECT|UPDATE|DELETE", statement):
            heard.append((statement, parameters))

    event.listen(store._writer.sync_engine, "before_cursor_execute", listen)
    yield heard
    event.remove(store._writer.sync_engine, "before_cursor_execute", listen)


async def _scans(unit: Unit, statement: str, parameters: Any) -> list[tuple[str, str]]:
    """(table, how) of every table that is read from end to end, but for partial indexes."""
    if unit.connection.dialect.name == "sqlite":
        plan = await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row.detail for row in plan if row.detail.startswith("SCAN ")]
        return [(_table(step.split()[1]), step) for step in steps if "USING" not in step]
    plan = await unit.connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    found = plan.scalar_one()
    tree = json.loads(found) if isinstance(found, str) else found
    return list(_sequential(tree[0]["Plan"]))


def _sequential(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"], "Seq Scan"
    for child in node.get("Plans", ()):
        yield from _sequential(child)


def _table(alias: str) -> str:
    return "arrivals" if alias == "earlier" else re.sub(r"_\d+$", "", alias).replace("later", "deliveries")


async def _fill(unit: Unit) -> None:
    add = unit.connection.execute
    numbers = range(1001, 1001 + MANY)
    await add(insert(arrivals), [_arrival(n) for n in numbers])
    await add(insert(tickets), [_ticket(n) for n in numbers])
    await add(insert(handoffs), [_handoff(n) for n in numbers])
    await add(insert(entries), [_entry(n) for n in numbers])
    await add(insert(attachments), [_attachment(n) for n in numbers])
    await add(insert(deliveries), [_delivery(n) for n in numbers])
    await add(insert(messages), [_message(n) for n in numbers])
    await add(insert(ancestors), [{"key": f"<a{n}>", "ticket": n} for n in numbers])
    await add(insert(their_numbers), [_their_number(n) for n in numbers])
    await add(insert(mail_addresses), [_address(n) for n in numbers])
    await add(insert(mail_traffic), [_traffic(n) for n in numbers])
    await add(insert(breakers), [_breaker(n) for n in numbers])
    await add(insert(auto_answers), [{"address": f"{n}@x.example", "at": NOW} for n in numbers])


def _is_open(n: int) -> bool:
    return n % (MANY // FEW) == 0


def _arrival(n: int) -> dict[str, Any]:
    return {
        "channel": "mail",
        "key": f"<m{n}>",
        "lane": f"mail:{n % 7}",
        "envelope": {},
        "received_at": NOW,
        "state": "pending" if _is_open(n) else "quarantined" if n % 500 == 1 else "done",
        "next_attempt_at": NOW if _is_open(n) else None,
    }


def _ticket(n: int) -> dict[str, Any]:
    values = ticket_values(ticket(number=n, asset_id=f"F-{n % 900}", look_at=NOW if _is_open(n) else None))
    state = TicketState.NEW if _is_open(n) else TicketState.CLOSED
    return {**values, "state": state, "requester_address": f"{n % 900}@x.example", "serial_key": f"S{n}"}


def _handoff(n: int) -> dict[str, Any]:
    state = HandoffState.OFFERED if _is_open(n) else HandoffState.APPROVED
    return handoff_values(n, handoff(state=state, partner_id=f"partner-{n % 40}", chat_id=-(n % 40)))


def _entry(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "ticket": n,
        "kind": "message",
        "for_customer": True,
        "for_partner": False,
        "author_role": "customer",
        "author_name": "Kari",
        "text": "Hei",
        "source": f"<m{n}>",
        "at": NOW,
    }


def _attachment(n: int) -> dict[str, Any]:
    return {
        "entry": n,
        "filename": "IMG_1.jpg",
        "content_type": "image/jpeg",
        "size": 1,
        "kind": "photo",
        "fetch_at": NOW + timedelta(minutes=1) if _is_open(n) else None,
    }


def _delivery(n: int) -> dict[str, Any]:
    return {
        "channel": "telegram",
        "lane": f"tg:{n % 40}",
        "kind": "card",
        "urgency": n % 3,
        "payload": {},
        "state": "pending" if _is_open(n) else "failed" if n % 500 == 1 else "sent",
        "ticket": n,
        "collapse_key": f"card:{n}:1",
        "created_at": NOW,
        "next_attempt_at": NOW if _is_open(n) else None,
    }


def _their_number(n: int) -> dict[str, Any]:
    return {"party": "coop.example", "key": f"INC{n}", "ticket": n, "number": f"INC-{n}", "at": NOW}


def _address(n: int) -> dict[str, Any]:
    since = NOW if _is_open(n) else None
    return {"address": f"{n}@x.example", "reason": "?", "failed_at": NOW, "unreachable_at": since}


def _traffic(n: int) -> dict[str, Any]:
    return {"kind": "received", "address": f"{n}@x.example", "domain": f"x{n}", "ticket": n, "at": NOW}


def _breaker(n: int) -> dict[str, Any]:
    return {"target": f"ticket:{n}", "why": "received", "tripped_at": NOW, "last_at": NOW}


def _message(n: int) -> dict[str, Any]:
    return {"key": f"<m{n}>", "ticket": n, "audience": "customer", "ours": False}
