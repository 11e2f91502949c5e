"""Addresses that mail did not reach, mail counted, breakers and reports, on both databases."""

from datetime import timedelta

from storage.deliveries import Report
from storage.store import Store
from storage.traffic import Passing
from tests.storage.world import NOW, delivery, ticket
from tickets.parties import Audience

KARI = "kari@solsikken.example"
HOUR = timedelta(hours=1)


async def test_an_address_is_unreachable_until_it_works_again(store: Store) -> None:
    async with store.unit() as unit:
        await unit.mail_addresses.failed("Kari@Solsikken.example", "5.1.1", "unknown", NOW, for_good=True)
        blocked = await unit.mail_addresses.unreachable(KARI)
        assert blocked is not None
        assert (blocked.status, blocked.reason) == ("5.1.1", "unknown")
        assert await unit.mail_addresses.works_again(KARI)
        assert await unit.mail_addresses.unreachable(KARI) is None


async def test_a_full_box_blocks_nothing_and_unblocks_nothing(store: Store) -> None:
    async with store.unit() as unit:
        await unit.mail_addresses.failed(KARI, "5.2.2", "full", NOW, for_good=False)
        assert await unit.mail_addresses.unreachable(KARI) is None
        await unit.mail_addresses.failed(KARI, "5.1.1", "unknown", NOW, for_good=True)
        await unit.mail_addresses.failed(KARI, "5.2.2", "full", NOW, for_good=False)
        assert await unit.mail_addresses.unreachable(KARI) is not None


async def test_dispatchers_hear_of_an_address_once_a_day(store: Store) -> None:
    async with store.unit() as unit:
        known = await unit.mail_addresses.failed(KARI, None, "?", NOW, for_good=True)
        assert await unit.mail_addresses.tell_now(known, NOW)
        known = await unit.mail_addresses.failed(KARI, None, "?", NOW + HOUR, for_good=True)
        assert not await unit.mail_addresses.tell_now(known, NOW + HOUR)
        assert await unit.mail_addresses.tell_now(known, NOW + 25 * HOUR)


async def test_unreachable_addresses_are_listed_latest_first(store: Store) -> None:
    async with store.unit() as unit:
        await unit.mail_addresses.failed(KARI, None, "?", NOW, for_good=True)
        await unit.mail_addresses.failed("per@x.example", None, "?", NOW + HOUR, for_good=True)
        await unit.mail_addresses.failed("fine@x.example", None, "?", NOW, for_good=False)
        listed = await unit.mail_addresses.all_unreachable(10)
    assert [each.address for each in listed] == ["per@x.example", KARI]


async def test_traffic_counts_by_ticket_sender_and_domain(store: Store) -> None:
    async with store.unit() as unit:
        for number, at in ((1001, NOW - 2 * HOUR), (1001, NOW), (1002, NOW)):
            await unit.traffic.note(Passing.RECEIVED, KARI, "solsikken.example", number, at)
        await unit.traffic.note(Passing.ANSWERED, KARI, None, 1001, NOW)
        counts = [
            await unit.traffic.count(Passing.RECEIVED, target, NOW - HOUR)
            for target in ("ticket:1001", f"sender:{KARI}", "domain:solsikken.example", "ticket:7")
        ]
    assert counts == [1, 2, 2, 0]


async def test_a_breaker_trips_once_and_closes_after_silence(store: Store) -> None:
    async with store.unit() as unit:
        first = await unit.traffic.trip("sender:a@b", Passing.RECEIVED, NOW, HOUR)
        assert first is not None
        assert await unit.traffic.trip("sender:a@b", Passing.RECEIVED, NOW, HOUR) is None
        assert await unit.traffic.hold(first.id, NOW + HOUR / 2) == 1
        assert await unit.traffic.open(["sender:a@b"], NOW + HOUR, HOUR)
        assert not await unit.traffic.open(["sender:a@b"], NOW + 2 * HOUR, HOUR)
        again = await unit.traffic.trip("sender:a@b", Passing.ANSWERED, NOW + 2 * HOUR, HOUR)
    assert again is not None
    assert (again.id, again.held, again.why) == (first.id, 0, Passing.ANSWERED)


async def test_a_release_forgives_what_came_before(store: Store) -> None:
    async with store.unit() as unit:
        tripped = await unit.traffic.trip("domain:b", Passing.RECEIVED, NOW, HOUR)
        assert tripped is not None
        assert await unit.traffic.release(tripped.id, NOW + HOUR / 2, HOUR)
        assert await unit.traffic.release(tripped.id, NOW + HOUR / 2, HOUR) is None
        assert await unit.traffic.all_open(NOW + HOUR / 2, HOUR, 10) == []
        assert await unit.traffic.counts_from("domain:b", NOW + HOUR, HOUR) == NOW + HOUR / 2


async def test_the_surest_report_about_a_mail_stays(store: Store) -> None:
    async with store.unit() as unit:
        sent = await unit.outbox.add(delivery())
        told = [
            await unit.outbox.report(sent, report, NOW, report.value)
            for report in (Report.DELAYED, Report.READ, Report.DELETED, Report.READ, Report.BOUNCED)
        ]
        kept = await unit.outbox.get(sent)
    assert told == [True, True, False, False, True]
    assert kept is not None
    assert (kept.report, kept.report_reason) == (Report.BOUNCED, "bounced")


async def test_what_is_withheld_is_kept_with_its_reason_and_never_due(store: Store) -> None:
    async with store.unit() as unit:
        number = await unit.outbox.withhold(delivery(), "machine")
        kept = await unit.outbox.get(number)
        due = await unit.outbox.due("telegram", NOW + HOUR, 10)
    assert kept is not None
    assert (kept.state, kept.last_error, due) == ("withheld", "machine", [])


async def test_a_sent_message_knows_its_delivery(store: Store) -> None:
    async with store.unit() as unit:
        opened = await unit.tickets.open(ticket())
        sent = await unit.outbox.add(delivery(ticket=opened.number, audience=Audience.CUSTOMER))
        await unit.outbox.sent(sent, NOW, ["<a@b>"])
        found = await unit.messages.find(["<a@b>"])
    assert found["<a@b>"].delivery == sent
