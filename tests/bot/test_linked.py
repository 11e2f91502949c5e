"""Two Stafetts share a job: each desk works as it always does, and neither types what the other knows."""

from datetime import timedelta

import pytest

from sandbox.people import picture
from tests.two_desks import Case, TwoDesks

pytestmark = pytest.mark.asyncio(loop_scope="module")

THEIRS = ("Syd Kyl", "sydkyl", "Per Lindqvist", "Stina", "Lisa", "#200")


async def given_to_per(desks: TwoDesks) -> tuple[int, int, Case]:
    """The hotel's job is with Per, who has it from Stina, who has it from Dina: both numbers, the case."""
    case = await desks.asks()
    theirs = await desks.theirs(case.number)
    await desks.syd_kyl.types(f"/handoff {theirs} per")
    await desks.pers.saw(f"#{theirs}", button="Tar det")
    return case.number, theirs, case


async def presses(desks: TwoDesks, label: str, theirs: int) -> None:
    """Per, on the card as it is now."""
    await desks.settles()
    await desks.per.presses(label, on=await desks.pers.saw(f"#{theirs}", button=label))
    await desks.settles()


async def brings_all(desks: TwoDesks, theirs: int) -> None:
    """Per's photos, reading, ticks and signature: what Nordlys demands, and words that are Stina's alone."""
    card = await desks.pers.saw(f"#{theirs}", button="Klart")
    for words, size in (("före", 31), ("efter", 32)):
        await desks.per.writes(words, photo=picture(size, size), reply_to=card)
    for words in ("84 °C", "1, 2 ok", "Signerat av Hanna Dahl", "Kunden klagar på priset"):
        await desks.per.writes(words, reply_to=card)
    await desks.settles()


async def entries(desks: TwoDesks, number: int) -> list[dict[str, object]]:
    await desks.settles()
    return list((await desks.nordlys.exported(number))["entries"])


async def test_the_whole_relay(desks: TwoDesks) -> None:
    number, theirs, case = await given_to_per(desks)
    await presses(desks, "Tar det", theirs)
    await case.hanna.received(f"#{number}", "tekniker")
    await presses(desks, "1 tim", theirs)
    await case.hanna.received(f"#{number}", "ventet")
    await presses(desks, "Framme", theirs)
    assert await desks.state(number) == "on_site"
    await brings_all(desks, theirs)
    await presses(desks, "Klart", theirs)
    assert await desks.state(number) == "on_site"  # it is for Stina to say that Per's work is good
    await desks.syd_kyl.types(f"/approve {theirs}")
    await desks.nordlys.desk.saw(f"#{number}", "84 °C, Hanna Dahl", button="Godkjenn")
    assert (await desks.nordlys.exported(number))["state"] == "waiting"
    await desks.nordlys.types(f"/reject {number} Bilde av typeskiltet mangler")
    await desks.settles()
    await desks.syd_kyl.desk.saw(f"#{theirs}", "Bilde av typeskiltet mangler")
    await desks.syd_kyl.desk.saw(f"#{theirs}", "Nordlys Service säger", f"/reject {theirs}")
    await desks.syd_kyl.types(f"/reject {theirs} Foto på typskylten saknas")
    await desks.pers.saw("Foto på typskylten saknas", button="Klart")
    await desks.per.writes(
        "typskylt", photo=picture(33, 33), reply_to=await desks.pers.saw(f"#{theirs}", button="Klart")
    )
    await presses(desks, "Klart", theirs)
    await desks.syd_kyl.types(f"/approve {theirs}")
    assert await desks.state(number) == "done"
    await desks.nordlys.types(f"/approve {number}")
    await case.hanna.received(f"#{number}", "nå skal det virke igjen")
    await desks.settles()
    ours, shared = await desks.nordlys.exported(number), await desks.syd_kyl.exported(theirs)
    assert (ours["state"], shared["state"]) == ("resolved", "closed")
    photos = {
        file["sha256"]
        for entry in ours["entries"]
        if entry["author"]["role"] == "partner"
        for file in entry["attachments"]
    }
    assert len(photos) == 3
    assert not any("klagar" in entry["text"] for entry in ours["entries"])
    heard = [message.text for message in desks.pers.messages() if message.from_bot]
    assert [text for text in heard if "Nordlys" in text or f"#{number}" in text] == []
    raws = [(await mail.raw()).decode("utf-8", "replace") + mail.text for mail in case.hanna.inbox()]
    assert [word for word in THEIRS for raw in raws if word in raw] == []


async def test_the_linked_ticket_is_filled_from_the_card(desks: TwoDesks) -> None:
    number = (await desks.asks(files=[picture(50, 50)])).number
    theirs = await desks.theirs(number)
    ticket = await desks.syd_kyl.exported(theirs)
    facts = ticket["facts"]
    assert (facts["serial"], facts["site_address"], facts["access"]) == (
        "HB-5501",
        "Strandgata 5",
        "Varemottaket",
    )
    assert (facts["contact_name"], facts["contact_phone"]) == ("Hanna Dahl", "+4790112233")
    assert (ticket["requester"]["name"], facts["reference"]) == ("Nordlys Service", str(number))
    (photo,) = ticket["entries"][0]["attachments"]
    assert ticket["problem"] == desks.hot
    await desks.syd_kyl.types(f"/handoff {theirs} per")
    card = await desks.pers.saw(
        f"#{theirs}", "Hobart AMX", "HB-5501", "Rens filteret", "3 000 kr", "Kjøkkenet", "Hotell Fjord"
    )
    assert ("Nordlys" in card.text, str(number) in card.text) == (False, False)
    assert (photo["kind"], "<img" in card.html) == ("photo", True)


async def test_each_finds_the_job_by_the_others_number(desks: TwoDesks) -> None:
    number = (await desks.asks()).number
    theirs = await desks.theirs(number)
    await desks.nordlys.desk.saw(f"#{number}", "Syd Kyl AB", str(theirs))
    await desks.nordlys.desk.saw(f"#{number}", after=await desks.nordlys.types(f"/find {theirs}"))
    await desks.syd_kyl.desk.saw(f"#{theirs}", after=await desks.syd_kyl.types(f"/find {number}"))
    links = (await desks.nordlys.exported(number))["links"]
    assert [(each["desk"]["name"], each["desk"]["number"]) for each in links] == [("Syd Kyl AB", str(theirs))]


async def test_the_desk_says_yes_with_a_button(desks: TwoDesks) -> None:
    number = (await desks.asks()).number
    theirs = await desks.theirs(number)
    post = await desks.syd_kyl.desk.saw(f"#{theirs}", "Nordlys Service", button="Tar det")
    await desks.syd_kyl.dispatcher.presses("Tar det", on=post)
    assert await desks.state(number) == "accepted"
    assert "Tar det" not in (await desks.syd_kyl.desk.saw(f"#{theirs}", "Jobb från Nordlys")).buttons


async def test_the_desk_says_no_and_why_and_the_next_is_asked(desks: TwoDesks) -> None:
    number = (await desks.asks()).number
    theirs = await desks.theirs(number)
    await desks.syd_kyl.types(f"/decline {theirs} Ingen har tid i veckan")
    assert await desks.state(number) == "declined"
    handoff = (await desks.nordlys.exported(number))["handoffs"][0]
    assert handoff["note"] == "Ingen har tid i veckan"
    assert (await desks.syd_kyl.exported(theirs))["state"] == "closed"


async def test_what_it_waits_for_is_told_with_the_day(desks: TwoDesks) -> None:
    number, theirs, _ = await given_to_per(desks)
    await presses(desks, "Tar det", theirs)
    card = await desks.pers.saw(f"#{theirs}", button="Väntar")
    await desks.per.writes("väntar på delar till torsdag", reply_to=card)
    assert await desks.state(number) == "waiting"
    ticket = await desks.nordlys.exported(number)
    told = (await desks.syd_kyl.exported(theirs))["handoffs"][0]["parts_on"]
    assert (ticket["wait_reason"], ticket["handoffs"][0]["parts_on"]) == ("parts", told)
    assert told is not None


async def test_words_and_files_go_both_ways_and_notes_stay(desks: TwoDesks) -> None:
    number, theirs, case = await given_to_per(desks)
    await presses(desks, "Tar det", theirs)
    await case.hanna.replies_by_mail(case.receipt, "Vi stenger klokken 15.", attachments=[picture(41, 41)])
    await desks.nordlys.types(f"/tell {number} Ring før dere kommer")
    await desks.nordlys.types(f"/note {number} Kunden er vanskelig")
    await desks.pers.saw(f"#{theirs}", "Vi stenger klokken 15.")
    await desks.pers.saw(f"#{theirs}", "Ring før dere kommer")
    await desks.syd_kyl.types(f"/reply {theirs} Per kommer vid två")
    await desks.syd_kyl.types(f"/note {theirs} Hemligt hos oss")
    await desks.nordlys.desk.saw(f"#{number}", "Per kommer vid två")
    await desks.settles()
    heard = [entry["text"] for entry in (await desks.syd_kyl.exported(theirs))["entries"]]
    assert [text for text in heard if "vanskelig" in text] == []
    assert [entry for entry in await entries(desks, number) if "Hemligt" in str(entry["text"])] == []
    assert (heard.count("Vi stenger klokken 15."), heard.count("Ring før dere kommer")) == (1, 1)


async def test_a_changed_card_changes_the_job(desks: TwoDesks) -> None:
    number, theirs, _ = await given_to_per(desks)
    await desks.nordlys.types(f"/priority {number} critical")
    await desks.syd_kyl.desk.saw(f"#{theirs}", "Jobbet ändrades", "Nordlys Service")
    await desks.settles()
    assert (await desks.syd_kyl.exported(theirs))["priority"] == "critical"


async def test_a_reminder_reaches_the_other_desk(desks: TwoDesks) -> None:
    number = (await desks.asks()).number
    theirs = await desks.theirs(number)
    desks.nordlys.clock.ahead += timedelta(hours=2, minutes=1)  # half of the time to answer
    assert desks.nordlys.application is not None
    desks.nordlys.application.bells.everyone()
    await desks.syd_kyl.desk.saw(f"#{theirs}", "Påmint", "Nordlys Service")


async def test_a_job_that_is_taken_back_ends_here_and_with_whoever_has_it(desks: TwoDesks) -> None:
    number, theirs, _ = await given_to_per(desks)
    await presses(desks, "Tar det", theirs)
    await desks.nordlys.types(f"/recall {number} Kunden fikk den i gang selv")
    await desks.syd_kyl.desk.saw(f"#{theirs}", "Nordlys Service", "Kunden fikk den i gang selv")
    await desks.settles()
    ended = await desks.syd_kyl.exported(theirs)
    assert (ended["state"], ended["handoffs"][0]["state"]) == ("closed", "recalled")


async def test_a_chain_may_go_on_over_there_and_even_come_back(desks: TwoDesks) -> None:
    """Syd Kyl hands its job on to a partner by mail of its own, who is Nordlys: three tickets of one job."""
    first = (await desks.asks()).number
    middle = await desks.theirs(first)
    await desks.syd_kyl.types(f"/handoff {middle} nordlys")
    await desks.settles()
    asked = await desks.nordlys.desk.saw("Syd Kyl AB", "vil gi oss oppdrag", button="Stol på dem")
    await desks.nordlys.dispatcher.presses("Stol på dem", on=asked)
    await desks.settles()
    (last,) = [
        each["number"] for each in await desks.nordlys.all() if each["facts"]["reference"] == str(middle)
    ]
    await desks.nordlys.types(f"/accept {last}")
    await desks.settles()
    asked = await desks.syd_kyl.desk.saw("Nordlys i Oslo", "deras svar", button="Lita på dem")
    await desks.syd_kyl.dispatcher.presses("Lita på dem", on=asked)
    assert await desks.state(first) == "accepted"
    await desks.nordlys.types(f"/reply {last} Vi er der klokka to")
    await desks.settles()
    await desks.syd_kyl.desk.saw(f"#{middle}", "Nordlys i Oslo", "Vi er der klokka to")
    assert not any("klokka to" in entry["text"] for entry in (await desks.nordlys.exported(first))["entries"])


async def test_done_without_what_was_demanded_comes_back(desks: TwoDesks) -> None:
    number, theirs, _ = await given_to_per(desks)
    await presses(desks, "Tar det", theirs)
    await desks.syd_kyl.types(f"/done {theirs} Hann inte")
    await desks.syd_kyl.types(f"/approve {theirs}")
    await desks.settles()
    await desks.nordlys.desk.saw(f"#{number}", "Dokumentasjon mangler", "Syd Kyl AB")
    assert await desks.state(number) == "accepted"
    assert (await desks.syd_kyl.exported(theirs))["state"] == "reopened"


async def test_once_the_story_is_told_no_mail_goes_back_and_forth(desks: TwoDesks) -> None:
    number, theirs, _ = await given_to_per(desks)
    await presses(desks, "Tar det", theirs)
    await desks.settles()
    passed = len(desks.exchange.letters)
    await desks.syd_kyl.types(f"/note {theirs} Bara för oss")
    await desks.nordlys.types(f"/note {number} Bare for oss")
    await desks.per.writes("Kommer hem sent", reply_to=await desks.pers.saw(f"#{theirs}", button="Klart"))
    for _ in range(3):
        for firm in (desks.nordlys, desks.syd_kyl):
            firm.clock.ahead += firm.tick * 100
            assert firm.application is not None
            firm.application.bells.everyone()
        await desks.settles()
    assert len(desks.exchange.letters) == passed


async def test_what_the_work_costs_comes_to_our_account_and_under_our_cap(desks: TwoDesks) -> None:
    number, theirs, _ = await given_to_per(desks)
    await presses(desks, "Tar det", theirs)
    card = await desks.pers.saw(f"#{theirs}", button="Framme")
    await desks.per.writes("/log 2h", reply_to=card)
    await desks.per.writes("/cost 350 kr taxi", reply_to=card)
    await desks.settles()
    account = (await desks.nordlys.exported(number))["account"]
    assert account["sums"] == ["2 h", "350 kr"]
    work = (await desks.nordlys.exported(number))["handoffs"][-1]["work"]
    assert {line["by"] for line in work} == {"Syd Kyl AB"}
    await desks.per.writes("/cost 2900 kr pump", reply_to=card)
    await desks.settles()
    assert (await desks.nordlys.exported(number))["account"]["sums"] == [
        "2 h",
        "350 kr",
    ]  # Stina is asked first
    await desks.syd_kyl.types(f"/spend {theirs} yes")
    await desks.settles()
    await desks.nordlys.desk.saw(f"#{number}", "3 250 kr", button="Fortsett")
    await desks.syd_kyl.desk.saw(f"#{theirs}", "Kostnaden väntar på deras ja", "Nordlys Service")
    await presses(desks, "Framme", theirs)
    await brings_all(desks, theirs)
    await presses(desks, "Klart", theirs)
    await desks.syd_kyl.types(f"/approve {theirs}")
    assert await desks.state(number) == "waiting"
    await desks.nordlys.types(f"/spend {number} yes")
    assert await desks.state(number) == "done"
    await desks.syd_kyl.desk.saw(f"#{theirs}", "Kostnad godkänd", "Nordlys Service")
