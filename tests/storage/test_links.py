"""Shared jobs and keys, on both databases."""

from dataclasses import replace

from storage.links import PRINCIPAL, Link, Trust, as_partner
from storage.store import Store
from tests.storage.world import NOW, ticket
from tickets.linked.copy import Desk, Job, Past
from tickets.states import Priority

NORDLYS = Desk(name="Nordlys", address="a@b.example", reply_to="a+1@b.example", language="nb", number="1001")
JOB = Job(
    subject="Lekker",
    problem="Maskinen lekker. Касса",
    priority=Priority.HIGH,
    window_start=NOW,
    history=(Past(number=7, at=NOW, subject="Før"),),
    typed=(("history", "ny maskin"),),
)
KEY = "3f2a 91c0 7be4 55d1 08aa 6c3e f914 2b70"


async def test_a_link_is_kept_as_it_is(store: Store) -> None:
    async with store.unit() as unit:
        opened = await unit.tickets.open(ticket())
        link = Link(
            id="x@y", ticket=opened.number, fingerprint=KEY, desk=NORDLYS, job=JOB, seq=3, heard=2**40
        )
        await unit.links.put(link)
        changed = replace(link, asked=("a" * 64,), seen=4, desk=replace(NORDLYS, number="1002"))
        await unit.links.put(changed)
        await unit.links.told("x@y", "digest")
        await unit.commit()
    async with store.glance() as unit:
        assert await unit.links.get("x@y") == replace(changed, told="digest")
        assert await unit.links.from_principal(opened.number) == replace(changed, told="digest")
        assert await unit.links.get("z@y") is None


async def test_a_ticket_may_be_shared_both_ways(store: Store) -> None:
    async with store.unit() as unit:
        opened = await unit.tickets.open(ticket())
        ours = Link(id="a@b", ticket=opened.number, fingerprint=KEY, desk=NORDLYS, handoff=1)
        theirs = Link(id="c@d", ticket=opened.number, fingerprint=KEY, desk=NORDLYS, job=JOB)
        await unit.links.put(ours)
        assert await unit.links.from_principal(opened.number) is None
        await unit.links.put(theirs)
        assert await unit.links.from_principal(opened.number) == theirs
        found = (await unit.links.of_tickets([opened.number, 9]))[opened.number]
        assert sorted(each.id for each in found) == ["a@b", "c@d"]


async def test_a_key_is_asked_about_once_and_its_mails_wait(store: Store) -> None:
    async with store.unit() as unit:
        first, new = await unit.links.asks(KEY, PRINCIPAL, "Nordlys", "a@b.example", 11, NOW)
        again, anew = await unit.links.asks(KEY, PRINCIPAL, "Nordlys", "a@b.example", 12, NOW)
        assert (new, anew, again.waiting, first.id) == (True, False, (11, 12), again.id)
        other, other_new = await unit.links.asks(KEY, as_partner("syd"), "Nordlys", "a@b.example", 13, NOW)
        assert (other_new, other.waiting, await unit.links.count_asked()) == (True, (13,), 2)


async def test_an_answer_holds_and_nothing_waits_after_it(store: Store) -> None:
    async with store.unit() as unit:
        asked, _ = await unit.links.asks(KEY, PRINCIPAL, "Nordlys", "a@b.example", 11, NOW)
        await unit.links.decide(asked.id, Trust.TRUSTED, "Stina")
        known = await unit.links.key(KEY, PRINCIPAL)
        assert known is not None
        assert (known.state, known.waiting, known.by) == (Trust.TRUSTED, (), "Stina")
        assert await unit.links.key(KEY, as_partner("syd")) is None


async def test_the_operator_names_a_key_before_or_after_it_was_met(store: Store) -> None:
    async with store.unit() as unit:
        before = await unit.links.name_key(KEY, PRINCIPAL, Trust.TRUSTED, "Nordlys", "op", NOW)
        await unit.links.asks("f", PRINCIPAL, "Vest", "v@w.example", 5, NOW)
        after = await unit.links.name_key("f", PRINCIPAL, Trust.REFUSED, "Vest", "op", NOW)
        assert (before, after) == ((), (5,))
        assert [key.state for key in await unit.links.keys()] == [Trust.TRUSTED, Trust.REFUSED]
