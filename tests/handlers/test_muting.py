"""A muted party is sent nothing of the ticket by any way, until it is told again; the desk knows all (I7)."""

from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.people import Chat, Person
from tests.world import DESK, Case, MailCase, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Since when a party is sent nothing about a case, and what it had before."""

    world: World
    case: Case
    since: int
    had: frozenset[tuple[int, int]]

    def messages(self, chat: Chat) -> list[str]:
        """What is new in the chat, but for what names another case."""
        new = [m for m in chat.messages() if m.from_bot and (m.chat_id, m.message_id) not in self.had]
        return [m.text for m in new if self.case.name in m.text or "#" not in m.text]

    def mails(self, person: Person) -> list[str]:
        """What has come to the mailbox about the case."""
        return [m.subject for m in person.inbox() if m.seq > self.since and self.case.name in m.subject]


async def commands(world: World, command: str) -> str:
    """What the desk reads next after a command of Dina's."""
    await world.settles()
    before = max(each.message_id for each in world.desk.messages())
    await world.dina.writes(f"/{command}", in_=world.desk)
    await world.settles()
    return next(each.text for each in world.desk.messages() if each.from_bot and each.message_id > before)


async def muted(world: World, case: Case, whom: str, *chats: Chat) -> Quiet:
    """The party hears nothing from now on; `chats`: beside the partners'."""
    await commands(world, f"mute {case.number} {whom}")
    had = ((m.chat_id, m.message_id) for chat in (world.nord, world.syd, *chats) for m in chat.messages())
    return Quiet(world, case, await world.town.moment(), frozenset(had))


async def withheld(world: World, case: Case) -> list[tuple[str, str]]:
    rows: list[dict[str, Any]] = (await world.exported(case.number))["deliveries"]
    return [(each["kind"], each["last_error"]) for each in rows if each["state"] == "withheld"]


async def through_its_end(world: World, case: MailCase) -> None:
    """All that a customer is told of a job, from the first yes to how we did."""
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.writes("på vei, er der kl. 14", reply_to=case.card)
    await world.ola.writes("venter på deler", reply_to=case.card)
    await world.ola.writes("ferdig", reply_to=case.card)
    await world.dina.writes(f"/approve {case.number}", in_=world.desk)


async def test_a_muted_customer_is_mailed_nothing_of_a_whole_job(world: World, kari: Person) -> None:
    case = await world.case(kari)
    quiet = await muted(world, case, "kunden")
    await through_its_end(world, case)
    await world.settles()
    await kari.replies_by_mail(case.receipt, "Den lekker igjen!")
    await kari.replies_by_mail(case.receipt, "Er det noe nytt?")
    kept = dict(await withheld(world, case))
    assert quiet.mails(kari) == []
    assert kept.keys() >= {"taken", "en_route", "delayed", "resolved", "reopened"}
    assert set(kept.values()) == {"muted"}


async def test_what_a_muted_customer_writes_is_taken_in(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await muted(world, case, "customer")
    await kari.replies_by_mail(case.receipt, "Nå lukter det svidd også.")
    assert await world.desk.saw(case.name, "svidd")
    assert await world.nord.saw(case.name, "svidd")


async def test_the_desk_reads_what_was_not_sent(world: World, kari: Person) -> None:
    case = await world.case(kari)
    said = await commands(world, f"mute {case.number} customer")
    assert "sendes ingenting om den til kunden" in said
    assert f"/unmute {case.number} customer" in said
    await world.ola.presses("Tar det", on=case.card)
    whole = await commands(world, f"ticket {case.number}")
    assert "🔇 Dempet: kunden" in whole
    assert "Ikke sendt til den dempede kunden · " in whole
    events = [(e["event"], e["audience"]) for e in (await world.exported(case.number))["entries"]]
    assert {audience for event, audience in ((e, tuple(a)) for e, a in events) if "mute" in str(event)} == {
        ("internal",)
    }


async def test_words_of_the_desk_to_a_muted_party_are_refused(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    await muted(world, case, "customer")
    quiet = await muted(world, case, "partner")
    refusal = await commands(world, f"reply {case.number} Vi kommer i morgen.")
    assert f"Kunden er dempet på {case.name}" in refusal
    refusal = await commands(world, f"tell {case.number} Ta med pakning.")
    assert f"/unmute {case.number} partner" in refusal
    assert (quiet.mails(kari), quiet.messages(world.nord)) == ([], [])


async def test_a_muted_partner_hears_nothing_and_its_card_stays_true(world: World, kari: Person) -> None:
    case = await world.accepted(kari)
    quiet = await muted(world, case, "partneren")
    await kari.replies_by_mail(case.receipt, "Bruk bakdøra.")
    await world.ola.writes("på vei", reply_to=case.card)
    await world.ola.writes("/log 2h", reply_to=case.card)
    await world.passes(hours=9)
    await world.settles()
    assert quiet.messages(world.nord) == []
    card = await world.nord.saw(case.name, button="Fremme")
    assert card.message_id == case.card.message_id


async def test_a_muted_partner_that_presses_sees_the_card_change_and_no_words(
    world: World, kari: Person
) -> None:
    case = await world.case(kari)
    quiet = await muted(world, case, "nord-elektro")
    toast = await world.ola.presses("Tar det", on=case.card)
    await world.nord.saw(case.name, button="På vei")
    assert (toast.text, quiet.messages(world.nord)) == ("", [])


async def test_a_partner_that_is_told_again_has_the_card_as_it_is_and_nothing_old(
    world: World, kari: Person
) -> None:
    case = await world.accepted(kari)
    quiet = await muted(world, case, "partner")
    await kari.replies_by_mail(case.receipt, "Bruk bakdøra.")
    await world.dina.writes(f"/unmute {case.number} partner", in_=world.desk)
    await world.settles()
    assert quiet.messages(world.nord) == []
    await kari.replies_by_mail(case.receipt, "Ring på hos naboen.")
    assert await world.nord.saw(case.name, "naboen", after=case.card)


async def test_what_a_muted_partner_must_know_is_the_desks_to_say(world: World, kari: Person) -> None:
    case = await world.done(kari)
    quiet = await muted(world, case, "partner")
    await world.dina.writes(f"/reject {case.number} Det drypper ennå", in_=world.desk)
    await world.desk.saw(f"🔇 {case.name}", "Nord Elektro AS er dempet", "ikke er godt nok")
    await world.dina.writes(f"/recall {case.number}", in_=world.desk)
    await world.desk.saw(f"🔇 {case.name}", "ikke er deres lenger")
    assert quiet.messages(world.nord) == []


async def test_a_muted_partner_is_offered_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await muted(world, case, "partner")
    await commands(world, f"recall {case.number}")
    refusal = await commands(world, f"handoff {case.number} nord-elektro")
    assert f"Nord Elektro AS er dempet på {case.name}" in refusal


async def test_a_muted_customer_in_a_chat_gets_no_answer(world: World, ivan: Person) -> None:
    case = await world.till_case(ivan)
    quiet = await muted(world, case, "customer", ivan.chat)
    await ivan.writes("Когда приедете?", reply_to=case.receipt)
    await ivan.writes("/status")
    await world.per.presses("Tar det", on=case.card)
    await world.per.writes("klart", reply_to=case.card)
    await world.dina.writes(f"/approve {case.number}", in_=world.desk)
    await world.settles()
    assert quiet.messages(ivan.chat) == []
    await commands(world, f"unmute {case.number} customer")
    await world.dina.writes(f"/reply {case.number} Готово", in_=world.desk)
    assert await ivan.saw("Готово")


async def test_lists_of_a_muted_party_leave_the_case_out_and_deny_nothing(world: World, ivan: Person) -> None:
    first = await world.till_case(ivan)
    joined = await ivan.saw(button="Новая заявка", after=await ivan.writes("Весы EV-00318844 не работают."))
    await ivan.presses("Новая заявка", on=joined)
    second = number_in((await ivan.saw("Приняли вашу заявку", after=joined)).text)
    quiet = await muted(world, first, "customer", ivan.chat)
    await commands(world, f"mute {first.number} partner")
    await ivan.writes("/status")
    assert first.name not in (await ivan.saw(f"#{second}", after=quiet.since)).text
    await world.per.writes("/jobs", in_=world.syd)
    assert first.name not in (await world.syd.saw(f"#{second}", button=f"#{second}")).text
    await commands(world, f"mute {second} customer")
    before = {each.message_id for each in ivan.chat.messages()}
    await ivan.writes("/status")
    await world.settles()
    assert [m.text for m in ivan.chat.messages() if m.from_bot and m.message_id not in before] == []


async def test_in_a_reply_no_number_is_needed_and_nonsense_is_answered(world: World, kari: Person) -> None:
    case = await world.case(kari)
    post = await world.desk.saw(case.name)
    await world.dina.writes("/mute alle", in_=world.desk, reply_to=post)
    await world.desk.saw("/mute N customer|partner", after=post)
    await world.dina.writes("/mute клиент", in_=world.desk, reply_to=post)
    await world.desk.saw("🔇", case.name)
    assert (await world.exported(case.number))["muted"] == ["customer"]


async def test_to_mute_twice_changes_nothing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await muted(world, case, "customer")
    assert "notert" in await commands(world, f"mute {case.number} customer")
    await commands(world, f"unmute {case.number} customer")
    assert "notert" in await commands(world, f"unmute {case.number} customer")


async def test_a_mute_goes_along_with_a_merge(world: World, kari: Person) -> None:
    case = await world.case(kari)
    heir = await world.case(kari, subject="Og kverna", text="Kverna til WMF-77120934 bråker.")
    await muted(world, case, "customer")
    await commands(world, f"recall {case.number}")
    await world.dina.writes(f"/merge {case.number} {heir.number}", in_=world.desk)
    assert (await world.exported(heir.number))["muted"] == ["customer"]
    await kari.mails(f"Hei igjen [{case.name}]", "Hører dere?", to=DESK)
    quiet = Quiet(world, heir, await world.town.moment(), frozenset())
    await world.ola.presses("Tar det", on=heir.card)
    await world.settles()
    assert quiet.mails(kari) == []


async def test_a_question_that_still_waits_is_asked_once_when_they_are_told_again(world: World) -> None:
    siri = await world.town.person("Siri Saks", email="siri@salong.example", language="nb")
    await siri.mails("Kaffemaskinen", "Kaffemaskinen SAECO-3001 lekker vann.", to=DESK)
    number = number_in((await siri.received("tekniker")).subject)
    said = await commands(world, f"mute {number} customer")
    assert "Den venter på svar fra kunden: spør på en annen måte." in said
    since = await world.town.moment()
    await world.passes(days=2)
    await world.desk.saw(f"⏳ #{number}", "Kunden har ikke svart")
    assert [mail.subject for mail in siri.inbox() if mail.seq > since] == []
    await commands(world, f"unmute {number} customer")
    assert ["fortsatt dette" in mail.text for mail in siri.inbox() if mail.seq > since] == [True]
