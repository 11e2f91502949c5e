"""The queue and the other lists, on both databases."""

from datetime import timedelta

from storage.store import Store
from tests.storage.world import NORD_CHAT, NOW, fill_register, handoff, opened, target, words
from tickets.parties import Channel
from tickets.states import HandoffState, TargetKind, TicketState
from tickets.ticket import Facts, Requester, Ticket

HOUR = timedelta(hours=1)


def numbers(found: list[Ticket]) -> list[int]:
    return [each.number for each in found]


async def test_the_queue_is_ordered_by_the_nearest_promise_that_runs(store: Store) -> None:
    await opened(store)
    await opened(
        store, targets=(target(due_at=NOW + 2 * HOUR), target(TargetKind.ACCEPT, met_at=NOW, due_at=NOW))
    )
    await opened(
        store, targets=(target(due_at=NOW + HOUR), target(TargetKind.ON_SITE, due_at=NOW + 9 * HOUR))
    )
    await opened(store, targets=(target(due_at=NOW, paused_at=NOW),))
    await opened(store, state=TicketState.CLOSED, targets=(target(due_at=NOW),))
    async with store.glance() as unit:
        assert numbers(await unit.tickets.queue(10)) == [1003, 1002, 1001, 1004]
        assert numbers(await unit.tickets.queue(2, offset=1)) == [1002, 1001]


async def test_listed_tickets_are_whole(store: Store) -> None:
    kept = await opened(store, handoffs=(handoff(),), targets=(target(),))
    async with store.glance() as unit:
        assert await unit.tickets.queue(1) == [kept]


async def test_a_requesters_tickets_newest_first(store: Store) -> None:
    ola = Requester(name="Ola", channel=Channel.TELEGRAM, address="555", language="nb", chat_id=555)
    await opened(store)
    await opened(store, requester=ola)
    await opened(store, state=TicketState.CLOSED)
    await opened(store, state=TicketState.REOPENED)
    async with store.glance() as unit:
        assert numbers(await unit.tickets.of_requester("kari@holmvik.example")) == [1004, 1001]
        every = await unit.tickets.of_requester("kari@holmvik.example", open_only=False)
        assert numbers(every) == [1004, 1003, 1001]
        assert numbers(await unit.tickets.of_requester("555")) == [1002]


async def test_a_partner_has_what_it_holds_now(store: Store) -> None:
    await opened(store, handoffs=(handoff(),))
    await opened(store, handoffs=(handoff(state=HandoffState.DECLINED),))
    await opened(store, handoffs=(handoff(partner_id="sør"), handoff(2, chat_id=-800)))
    async with store.glance() as unit:
        assert numbers(await unit.tickets.of_partner("nord-elektro")) == [1001, 1003]
        assert numbers(await unit.tickets.of_chat(NORD_CHAT)) == [1001, 1003]
        assert numbers(await unit.tickets.of_chat(-800)) == [1003]


async def test_history_finds_a_machine_by_id_or_any_spelling_of_its_serial(store: Store) -> None:
    await fill_register(store)
    await opened(store, asset_id="F-3304")
    await opened(store, facts=Facts(serial="118.4407"))
    await opened(store, facts=Facts(serial="118-4408"))
    async with store.glance() as unit:
        assert numbers(await unit.tickets.history("118-4407")) == [1002, 1001]
        assert numbers(await unit.tickets.history("F-3304")) == [1001]


async def test_find_takes_all_words_in_any_letters(store: Store) -> None:
    await fill_register(store)
    await opened(store, customer_id="holmvik", facts=Facts(reference="PO 77%"))
    await opened(store, subject="КОФЕМАШИНА не работает", facts=Facts(serial="C051-82246"))
    async with store.glance() as unit:
        find = unit.tickets.find
        assert numbers(await find("kaffemaskinen HOLMVIK")) == [1001]
        assert numbers(await find("кофемашина")) == [1002]
        assert numbers(await find("c05182246")) == [1002]
        assert numbers(await find("#1002")) == [1002]
        assert numbers(await find("77%")) == [1001]
        assert numbers(await find("holmvik кофемашина")) == []
        assert numbers(await find("5_7")) == []
        assert numbers(await find("  ")) == []


async def test_find_survives_a_number_beyond_any_ticket(store: Store) -> None:
    async with store.glance() as unit:
        assert await unit.tickets.find("99999999999999999999") == []


async def test_pages_go_through_all_tickets(store: Store) -> None:
    for state in (TicketState.NEW, TicketState.CLOSED, TicketState.NEW):
        await opened(store, state=state)
    async with store.glance() as unit:
        assert numbers(await unit.tickets.page(0, 2)) == [1001, 1002]
        assert numbers(await unit.tickets.page(1002, 2)) == [1003]
        assert await unit.tickets.page(1003, 2) == []


async def test_a_page_since_a_moment_has_what_was_opened_or_heard_of_then(store: Store) -> None:
    await opened(store)
    await opened(store, opened_at=NOW + HOUR)
    await opened(store)
    async with store.unit() as unit:
        await unit.tickets.add_entries(1003, [words("Fortsatt", at=NOW + 2 * HOUR), words("Hei")])
        assert numbers(await unit.tickets.page(0, 9, since=NOW + HOUR)) == [1002, 1003]
        assert numbers(await unit.tickets.page(0, 9, since=NOW + 2 * HOUR)) == [1003]


async def test_open_tickets_are_counted(store: Store) -> None:
    await opened(store)
    await opened(store, state=TicketState.CLOSED)
    async with store.glance() as unit:
        assert await unit.tickets.count_open() == 1
