"""Whatever a ticket holds, it is read back as it was saved. On both databases, by hypothesis."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from storage.store import Store
from tickets.parties import Channel
from tickets.states import HandoffState, Priority, TargetKind, TicketState, WaitReason
from tickets.ticket import Facts, Handoff, Requester, Target, Ticket

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

text = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
ident = some.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=32)
moment = some.integers(-(10**15), 5 * 10**15).map(lambda micros: EPOCH + timedelta(microseconds=micros))
span = some.integers(-10_000_000, 10_000_000).map(lambda seconds: timedelta(seconds=seconds))
big = some.integers(-(2**52), 2**52)


def maybe(strategy: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    return some.none() | strategy


requesters = some.builds(
    Requester,
    name=maybe(text),
    channel=some.sampled_from(Channel),
    address=text,
    language=some.sampled_from(["nb", "sv", "da", "ru", "en"]),
    chat_id=maybe(big),
)
told = some.builds(
    Facts,
    **{each.name: maybe(moment if each.name.startswith("window_") else text) for each in fields(Facts)},
)
handoffs = some.builds(
    Handoff,
    seq=some.integers(1, 30),
    partner_id=ident,
    state=some.sampled_from(HandoffState),
    offered_at=moment,
    reason=text,
    chat_id=maybe(big),
    email=maybe(ident),
    **{name: maybe(moment) for name in ("expires_at", "accepted_at", "en_route_at", "on_site_at", "done_at")},
    ended_at=maybe(moment),
    technician=maybe(text),
    note=maybe(text),
    resumes_as=maybe(some.sampled_from(HandoffState)),
    resumes_with=maybe(text),
    resumes_wait=maybe(some.sampled_from(WaitReason)),
    rating=maybe(some.integers(1, 5)),
    rating_note=maybe(text),
    parent=maybe(some.integers(1, 30)),
    card_delivery=maybe(some.integers(1, 2**40)),
)
targets = some.builds(
    Target,
    kind=some.sampled_from(TargetKind),
    handoff=maybe(some.integers(1, 30)),
    sla=ident,
    started_at=moment,
    due_at=moment,
    total=span,
    since=moment,
    left=span,
    step=some.integers(0, 9),
    met_at=maybe(moment),
    breached_at=maybe(moment),
    paused_at=maybe(moment),
)
tickets = some.builds(
    Ticket,
    number=some.just(0),
    state=some.sampled_from(TicketState),
    requester=requesters,
    subject=text,
    problem=text,
    priority=some.sampled_from(Priority),
    opened_at=moment,
    sla=ident,
    wait_reason=maybe(some.sampled_from(WaitReason)),
    category=maybe(ident),
    **{f"{name}_id": maybe(ident) for name in ("customer", "contact", "site", "asset", "contract")},
    facts=told,
    filled=some.lists(some.tuples(ident, text), max_size=3).map(tuple),
    owner=maybe(text),
    owner_id=maybe(ident),
    resolved_at=maybe(moment),
    closed_at=maybe(moment),
    csat=maybe(some.integers(1, 5)),
    merged_into=maybe(some.integers(1001, 9999)),
    look_at=maybe(moment),
    post_delivery=maybe(some.integers(1, 2**40)),
    handoffs=some.lists(handoffs, max_size=3, unique_by=lambda each: each.seq).map(
        lambda each: tuple(sorted(each, key=lambda handoff: handoff.seq))
    ),
    targets=some.lists(targets, max_size=4, unique_by=lambda each: (each.handoff, each.kind)).map(
        lambda each: tuple(sorted(each, key=lambda target: (target.handoff or 0, target.kind)))
    ),
    version=some.just(0),
)

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(new=tickets)
async def test_an_opened_ticket_is_read_back(store: Store, new: Ticket) -> None:
    async with store.unit() as unit:
        kept = await unit.tickets.open(new)
        await unit.commit()
    async with store.glance() as unit:
        assert await unit.tickets.get(kept.number) == kept
    assert replace(kept, number=0, version=0) == new


@few
@given(before=tickets, after=tickets)
async def test_a_changed_ticket_is_read_back(store: Store, before: Ticket, after: Ticket) -> None:
    async with store.unit() as unit:
        kept = await unit.tickets.open(before)
        known = {each.seq: each for each in kept.handoffs} | {each.seq: each for each in after.handoffs}
        baton = tuple(known[seq] for seq in sorted(known))
        saved = await unit.tickets.save(
            replace(after, number=kept.number, version=kept.version, handoffs=baton)
        )
        await unit.commit()
    async with store.glance() as unit:
        assert await unit.tickets.get(kept.number) == saved
