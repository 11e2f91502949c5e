"""What we know of ourselves, which message belongs where, and automatic answers, on both databases."""

import asyncio
from datetime import timedelta

from storage.copies import Seen
from storage.store import Store
from tests.storage.world import NOW, opened
from tickets.parties import Audience

HOUR = timedelta(hours=1)


async def test_a_fact_is_replaced(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.facts.get("offset") is None
        await unit.facts.put("offset", "7")
        await unit.facts.put("offset", "8")
        assert await unit.facts.get("offset") == "8"


async def test_a_secret_is_made_once_even_by_two_at_a_time(store: Store) -> None:
    async def ensure(value: str) -> str:
        async with store.unit() as unit:
            kept = await unit.facts.ensure("secret", lambda: value)
            await unit.commit()
            return kept

    assert len(set(await asyncio.gather(*(ensure(str(number)) for number in range(6))))) == 1


async def test_a_message_belongs_to_the_first_ticket_that_claims_it(store: Store) -> None:
    first, second = (await opened(store)).number, (await opened(store)).number
    async with store.unit() as unit:
        for number in (first, second):
            await unit.messages.remember("<m1@holmvik.example>", number, None, None, Audience.CUSTOMER, False)
        known = await unit.messages.find(["<m1@holmvik.example>", "<m2@holmvik.example>"])
    assert {key: ref.ticket for key, ref in known.items()} == {"<m1@holmvik.example>": first}


async def test_message_ids_of_any_length_are_told_apart(store: Store) -> None:
    number = (await opened(store)).number
    long = "<" + "x" * 990
    async with store.unit() as unit:
        await unit.messages.remember(long + "1>", number, 1, None, Audience.PARTNER, True)
        known = await unit.messages.find([long + "1>", long + "2>"])
    assert list(known) == [long + "1>"]


async def test_asking_for_no_message_finds_none(store: Store) -> None:
    async with store.glance() as unit:
        assert await unit.messages.find([]) == {}


async def test_automatic_answers_are_counted_since_a_moment(store: Store) -> None:
    async with store.unit() as unit:
        await unit.auto_answers.note("kari@holmvik.example", NOW)
        await unit.auto_answers.note("kari@holmvik.example", NOW + HOUR)
        await unit.auto_answers.note("ola@holmvik.example", NOW)
        assert await unit.auto_answers.given("kari@holmvik.example", NOW) == 2
        assert await unit.auto_answers.given("kari@holmvik.example", NOW + HOUR) == 1


async def test_a_thread_ends_with_the_last_mail_of_theirs(store: Store) -> None:
    number = (await opened(store)).number
    async with store.unit() as unit:
        remember = unit.messages.remember
        await remember("<theirs-2@x>", number, None, 12, Audience.CUSTOMER, False)
        await remember("<ours@x>", number, None, None, Audience.CUSTOMER, True)
        await remember("<theirs-1@x>", number, None, 10, Audience.CUSTOMER, False)
        await remember("<early@x>", number, None, None, Audience.CUSTOMER, False)
        await remember("<partner@x>", number, 1, 11, Audience.PARTNER, False)
        await remember("tg:5:6", number, None, 13, Audience.CUSTOMER, False)
        thread = await unit.messages.thread(number, Audience.CUSTOMER)
    assert thread == ["<ours@x>", "<early@x>", "<theirs-1@x>", "<theirs-2@x>"]


async def test_two_mails_with_an_ancestor_that_nobody_has_seen_are_of_one_ticket(store: Store) -> None:
    number = (await opened(store)).number
    async with store.unit() as unit:
        await unit.messages.mention(["<root@kafe.example>", "<root@kafe.example>"], number)
        await unit.messages.mention(["<root@kafe.example>"], number)
        assert await unit.messages.related(None, ["<x@kafe.example>", "<root@kafe.example>"]) == [number]
        assert await unit.messages.related("<root@kafe.example>", []) == [number]
        assert await unit.messages.related(None, []) == []


async def test_a_number_of_theirs_leads_to_the_ticket_from_their_house_only(store: Store) -> None:
    number = (await opened(store)).number
    async with store.unit() as unit:
        await unit.their_numbers.learn(number, "coop.example", ["INC-0012345"], NOW)
        await unit.their_numbers.learn(number, "coop.example", ["inc 0012345", "PO 7"], NOW + HOUR)
        assert await unit.their_numbers.find("coop.example", ["INC0012345"]) == [number]
        assert await unit.their_numbers.find("rema.example", ["INC0012345"]) == []
        assert await unit.their_numbers.of(number, "coop.example") == ["INC-0012345", "PO 7"]


async def test_of_two_copies_decided_at_once_the_second_sees_the_first(store: Store) -> None:
    async def decide(source: str) -> list[Seen]:
        async with store.unit() as unit:
            before = await unit.copies.claim(["id", "content"])
            await unit.copies.add(["id", "content"], Seen(source, "digest"), before)
            await unit.commit()
            return before

    met = await asyncio.gather(*(decide(f"mail:{way}") for way in ("to", "cc", "list")))
    assert sorted(len(before) for before in met) == [0, 1, 2]
