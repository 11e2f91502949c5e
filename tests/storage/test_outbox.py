"""The outbox on both databases: order, claims, retries, collapsing."""

import asyncio
from datetime import timedelta
from typing import Any

from storage.deliveries import Delivery
from storage.store import Store
from tests.storage.world import LEASE, NORD_CHAT, NOW, delivery, opened
from tickets.parties import Audience

MINUTE = timedelta(minutes=1)


async def added(store: Store, **changes: Any) -> int:
    async with store.unit() as unit:
        new = await unit.outbox.add(delivery(**changes))
        await unit.commit()
        return new


async def due(store: Store, at: int = 0, *, limit: int = 10, skip_lanes: tuple[str, ...] = ()) -> list[int]:
    async with store.glance() as unit:
        found = await unit.outbox.due("telegram", NOW + at * MINUTE, limit, skip_lanes=skip_lanes)
        return [each.id for each in found]


async def claim(store: Store, delivery_id: int, at: int = 0) -> Delivery | None:
    async with store.unit() as unit:
        taken = await unit.outbox.claim(delivery_id, NOW + at * MINUTE, LEASE)
        await unit.commit()
        return taken


async def sent(store: Store, delivery_id: int, *keys: str) -> None:
    async with store.unit() as unit:
        await unit.outbox.sent(delivery_id, NOW, list(keys))
        await unit.commit()


async def retried(store: Store, delivery_id: int, at: int = 5, error: str = "Bad Gateway") -> None:
    async with store.unit() as unit:
        await unit.outbox.retry(delivery_id, NOW + at * MINUTE, error)
        await unit.commit()


async def read(store: Store, delivery_id: int) -> Delivery:
    async with store.glance() as unit:
        found = await unit.outbox.get(delivery_id)
    assert found is not None
    return found


async def test_what_is_added_is_read_back(store: Store) -> None:
    number = (await opened(store)).number
    new = delivery(
        ticket=number, handoff=1, audience=Audience.PARTNER, party="partner:nord", expires_at=NOW + MINUTE
    )
    async with store.unit() as unit:
        kept = await unit.outbox.get(await unit.outbox.add(new))
    assert kept is not None
    assert (kept.channel, kept.lane, kept.kind, kept.urgency, kept.payload) == (
        "telegram",
        f"tg:{NORD_CHAT}",
        "card",
        2,
        {"method": "sendMessage", "args": {"chat_id": NORD_CHAT, "text": "Kort"}},
    )
    assert (kept.state, kept.ticket, kept.audience) == ("pending", number, Audience.PARTNER)
    assert (kept.next_attempt_at, kept.expires_at) == (NOW, NOW + MINUTE)


async def test_of_a_lane_only_the_first_is_due(store: Store) -> None:
    first = await added(store)
    await added(store)
    elsewhere = await added(store, lane="tg:-800")
    assert await due(store) == [first, elsewhere]


async def test_the_urgent_go_first_within_and_across_lanes(store: Store) -> None:
    await added(store)
    ping = await added(store, urgency=0)
    reply = await added(store, urgency=1, lane="tg:-800")
    assert await due(store) == [ping, reply]
    assert await due(store, limit=1) == [ping]


async def test_channels_and_skipped_lanes_are_left_out(store: Store) -> None:
    first = await added(store)
    await added(store, lane="tg:-800")
    await added(store, channel="mail", lane="mail:kari@holmvik.example")
    assert await due(store, skip_lanes=("tg:-800",)) == [first]


async def test_nothing_of_a_lane_is_due_while_one_is_being_sent(store: Store) -> None:
    first = await added(store)
    await added(store, urgency=0, lane=f"tg:{NORD_CHAT}")
    assert await claim(store, first)
    assert await due(store) == []


async def test_two_claimers_never_get_the_same(store: Store) -> None:
    first = await added(store)
    answers = await asyncio.gather(*(claim(store, first) for _ in range(5)))
    assert [each.id for each in answers if each is not None] == [first]
    assert (await read(store, first)).attempts == 1


async def test_a_lease_that_ran_out_makes_it_due_again(store: Store) -> None:
    first = await added(store)
    await claim(store, first)
    assert await due(store, at=1) == []
    assert await due(store, at=3) == [first]
    assert await claim(store, first, at=3)
    assert (await read(store, first)).attempts == 2


async def test_sent_frees_the_lane_and_proves_replies(store: Store) -> None:
    number = (await opened(store)).number
    card = await added(store, ticket=number, handoff=1, audience=Audience.PARTNER, party="partner:nord")
    text = await added(store)
    await claim(store, card)
    await sent(store, card, "tg:-700:41", "tg:-700:42")
    assert await due(store) == [text]
    async with store.glance() as unit:
        known = await unit.messages.find(["tg:-700:42", "tg:-700:43"])
    assert list(known) == ["tg:-700:42"]
    ref = known["tg:-700:42"]
    assert (ref.ticket, ref.handoff, ref.audience, ref.ours) == (number, 1, Audience.PARTNER, True)
    assert (await read(store, card)).sent_as == ("tg:-700:41", "tg:-700:42")


async def test_what_belongs_to_no_ticket_proves_nothing(store: Store) -> None:
    help_text = await added(store)
    await sent(store, help_text, "tg:-700:41")
    async with store.glance() as unit:
        assert await unit.messages.find(["tg:-700:41"]) == {}


async def test_a_retry_holds_back_those_behind_it_but_not_the_urgent(store: Store) -> None:
    first = await added(store)
    await added(store)
    await claim(store, first)
    await retried(store, first)
    assert await due(store) == []
    ping = await added(store, urgency=0)
    assert await due(store) == [ping]
    await sent(store, ping)
    assert await due(store, at=5) == [first]
    assert (await read(store, first)).last_error == "Bad Gateway"


async def test_held_are_the_lanes_that_were_told_to_wait(store: Store) -> None:
    first = await added(store)
    other = await added(store, lane="tg:-800")
    for each, error in ((first, "429, 300 s"), (other, "Bad Gateway")):
        await claim(store, each)
        await retried(store, each, at=5, error=error)
    async with store.glance() as unit:
        assert await unit.outbox.held("429", NOW) == {f"tg:{NORD_CHAT}": NOW + 5 * MINUTE}
        assert await unit.outbox.held("429", NOW + 5 * MINUTE) == {}


async def test_what_is_scheduled_for_later_holds_back_nobody(store: Store) -> None:
    morning = await added(store, urgency=0, not_before=NOW + MINUTE)
    first = await added(store)
    assert await due(store) == [first]
    assert await due(store, at=1) == [morning]
    assert not await claim(store, morning)


async def test_a_reply_waits_for_what_it_answers(store: Store) -> None:
    card = await added(store)
    relay = await added(store, urgency=0, reply_to=card)
    assert await due(store) == [card]
    await claim(store, card)
    await sent(store, card, "tg:-700:41")
    assert await due(store) == [relay]


async def test_an_edit_waits_in_another_lane_too(store: Store) -> None:
    card = await added(store)
    edit = await added(store, lane="tg:-800", edits=card)
    assert await due(store) == [card]
    await sent(store, card, "tg:-700:41")
    assert await due(store) == [edit]


async def test_a_reply_to_what_was_given_up_waits_no_more(store: Store) -> None:
    card = await added(store)
    relay = await added(store, reply_to=card)
    await claim(store, card)
    async with store.unit() as unit:
        await unit.outbox.fail(card, "Forbidden: bot was blocked by the user", NOW)
        await unit.commit()
    assert await due(store) == [relay]
    failed = await read(store, card)
    assert (failed.state, failed.ended_at, failed.next_attempt_at) == ("failed", NOW, None)


async def test_expired_is_never_sent(store: Store) -> None:
    ping = await added(store, expires_at=NOW)
    async with store.unit() as unit:
        await unit.outbox.expire(ping, NOW)
        await unit.commit()
    assert await due(store) == []
    assert not await claim(store, ping)
    assert (await read(store, ping)).state == "expired"


async def test_a_newer_state_takes_the_place_of_one_not_yet_sent(store: Store) -> None:
    old = await added(store, collapse_key="card:1001:1", payload={"text": "offered"})
    await added(store)
    new = await added(store, collapse_key="card:1001:1", payload={"text": "accepted"})
    assert new == old
    assert await due(store) == [old]
    assert (await read(store, old)).payload == {"text": "accepted"}


async def test_what_is_claimed_is_the_newest_state(store: Store) -> None:
    card = await added(store, collapse_key="card:1001:1", payload={"text": "offered"})
    assert await due(store) == [card]
    await added(store, collapse_key="card:1001:1", payload={"text": "accepted"})
    taken = await claim(store, card)
    assert taken is not None
    assert (taken.payload, taken.state, taken.attempts) == ({"text": "accepted"}, "sending", 1)


async def test_what_is_being_sent_is_not_replaced(store: Store) -> None:
    old = await added(store, collapse_key="card:1001:1", payload={"text": "offered"})
    await claim(store, old)
    new = await added(store, collapse_key="card:1001:1", payload={"text": "accepted"})
    assert new != old
    assert (await read(store, old)).payload == {"text": "offered"}


async def test_a_failed_one_gives_way_to_the_newer(store: Store) -> None:
    old = await added(store, collapse_key="card:1001:1")
    await claim(store, old)
    new = await added(store, collapse_key="card:1001:1")
    await retried(store, old)
    assert (await read(store, old)).state == "superseded"
    assert await due(store) == [new]


async def test_a_retry_that_collapses_keeps_waiting_its_time(store: Store) -> None:
    old = await added(store, collapse_key="digest")
    await claim(store, old)
    await retried(store, old, at=5)
    await added(store, collapse_key="digest", not_before=NOW + MINUTE, payload={"text": "more"})
    assert await due(store, at=4) == []
    assert await due(store, at=5) == [old]


async def test_a_postponed_digest_moves_on_with_its_last_item(store: Store) -> None:
    digest = await added(store, collapse_key="digest", not_before=NOW + MINUTE)
    await added(store, collapse_key="digest", not_before=NOW + 2 * MINUTE)
    assert await due(store, at=1) == []
    assert await due(store, at=2) == [digest]


async def test_release_frees_what_a_dead_process_was_sending(store: Store) -> None:
    first = await added(store)
    await claim(store, first)
    async with store.unit() as unit:
        await unit.outbox.release_leases()
        await unit.commit()
    assert await due(store) == [first]


async def test_counts_tell_how_the_outbox_stands(store: Store) -> None:
    await added(store)
    await added(store, created_at=NOW - MINUTE)
    gone = await added(store, lane="tg:-800")
    done = await added(store, lane="tg:-900", created_at=NOW - 9 * MINUTE)
    await sent(store, done)
    async with store.unit() as unit:
        await unit.outbox.fail(gone, "chat not found", NOW)
        counts = await unit.outbox.counts()
    assert counts == {"pending": 2, "failed": 1, "oldest_pending_at": NOW - MINUTE}


async def test_a_tickets_deliveries_are_listed(store: Store) -> None:
    number = (await opened(store)).number
    ids = [await added(store, ticket=number), await added(store, ticket=number)]
    await added(store)
    async with store.glance() as unit:
        by_ticket = await unit.outbox.of_tickets([number, 4711])
        assert [each.id for each in by_ticket[number]] == ids
        assert by_ticket[4711] == []
        assert await unit.outbox.get(4711) is None


async def test_a_burst_into_one_chat_leaves_in_its_order(store: Store) -> None:
    ids = [await added(store) for _ in range(5)]
    left = []
    while ready := await due(store):
        assert await claim(store, ready[0])
        await sent(store, ready[0])
        left += ready
    assert left == ids


async def test_whether_a_collapsing_row_still_waits_is_known(store: Store) -> None:
    album = await added(store, collapse_key="album:1")
    async with store.unit() as unit:
        assert await unit.outbox.waiting("album:1")
        assert not await unit.outbox.waiting("album:2")
        await unit.outbox.claim(album, NOW, LEASE)
        assert not await unit.outbox.waiting("album:1")
