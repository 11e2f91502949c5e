"""Which ticket a mail belongs to, by proof: what joins, what waits for the desk, what is a new ticket."""

import pytest

from sandbox.people import Person
from tests.world import DESK, LEAKS, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_new_person_in_the_thread_is_shown_to_the_desk_alone(world: World, kari: Person) -> None:
    case = await world.case(kari)
    lars = await world.town.person("Lars Vik", email="lars@solsikken.example")
    await lars.replies_by_mail(case.receipt, "Nøkkelen ligger hos meg.")
    await world.desk.saw("Lars Vik", "Nøkkelen ligger hos meg.", "ikke med i saken")
    await world.settles()
    assert not [message for message in world.nord.messages() if "Nøkkelen" in message.text]
    assert not lars.inbox()


async def test_a_new_person_who_is_let_in_takes_part(world: World, kari: Person) -> None:
    case = await world.case(kari)
    lars = await world.town.person("Lars Vik", email=f"lars{case.number}@solsikken.example")
    await lars.replies_by_mail(case.receipt, "Nøkkelen ligger hos meg.")
    news = await world.desk.saw(case.name, "Nøkkelen ligger", button="Slipp inn")
    assert (await world.dina.presses("Slipp inn", on=news)).text == "Lars Vik er med."
    assert (await world.nord.saw("Nøkkelen ligger hos meg.")).reply_to == case.card.message_id
    await lars.replies_by_mail(case.receipt, "Ring på bakdøra.")
    await world.nord.saw("Ring på bakdøra.")
    assert (await world.dina.presses("Slipp inn", on=news)).text == "Det er allerede notert."


async def test_a_strangers_ticket_number_opens_a_ticket_of_its_own(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    await world.boris.mails(f"Angår {case.name}", "Vi har samme problem.", to=DESK)
    post = await world.desk.saw("Vi har samme problem.", f"Hører kanskje til {case.name}", after=before)
    assert number_in(post.text) != case.number
    assert "Vi har samme problem." not in str((await world.exported(case.number))["entries"])


async def test_the_same_mail_again_is_one_entry(world: World, kari: Person) -> None:
    case = await world.case(kari)
    raw = f"From: {kari.email}\nTo: {DESK}\nSubject: {case.name}\nMessage-ID: <two@ways>\n\nKom bakfra."
    for way in ("", "Received: from relay.example\n"):
        await world.town.raw_mail((way + raw).encode(), sender=kari.email, to=DESK)
    entries = (await world.exported(case.number))["entries"]
    assert [entry["text"] for entry in entries].count("Kom bakfra.") == 1


async def test_a_copy_that_a_list_has_signed_is_no_second_entry(world: World, kari: Person) -> None:
    case = await world.case(kari)
    mail = f"From: {kari.email}\nTo: {DESK}\nSubject: {case.name}\nMessage-ID: <signed@list>\n\nKom bakfra."
    for footer in ("", "\n\n-- \nSendt via Solsikkens liste"):
        await world.town.raw_mail((mail + footer).encode(), sender=kari.email, to=DESK)
    entries = (await world.exported(case.number))["entries"]
    assert [entry["text"] for entry in entries].count("Kom bakfra.") == 1


async def test_one_message_id_for_two_mails_loses_neither(world: World, kari: Person) -> None:
    case = await world.case(kari)
    for words in ("Første ord.", "Andre ord."):
        raw = f"From: {kari.email}\nTo: {DESK}\nSubject: {case.name}\nMessage-ID: <same@id>\n\n{words}"
        await world.town.raw_mail(raw.encode(), sender=kari.email, to=DESK)
    said = [entry["text"] for entry in (await world.exported(case.number))["entries"]]
    assert {"Første ord.", "Andre ord."} <= set(said)


async def test_whoever_wants_answers_elsewhere_still_takes_part(world: World, kari: Person) -> None:
    before = await world.town.moment()
    to = {"Reply-To": "drift@solsikken.example"}
    await kari.mails("Lekker", LEAKS, to=DESK, headers=to)
    number = number_in((await world.desk.saw("WMF", after=before)).text)
    await kari.mails(f"Sak #{number}", "Det haster nå.", to=DESK, headers=to)
    assert "Det haster nå." in str((await world.exported(number))["entries"])


async def test_a_reply_to_alone_makes_nobody_a_participant(world: World, kari: Person) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    forged = {"Reply-To": kari.email}
    await world.boris.mails(f"Sak #{case.number}", "Slipp meg inn.", to=DESK, headers=forged)
    await world.desk.saw("Slipp meg inn.", after=before)
    assert "Slipp meg inn." not in str((await world.exported(case.number))["entries"])


async def test_words_for_a_merged_ticket_go_where_it_went(world: World, kari: Person) -> None:
    first, second = (
        await world.case(kari),
        await world.case(kari, "Kaffemaskinen WMF-77120934 lekker enda mer."),
    )
    await world.dina.writes(f"/recall {second.number}", in_=world.desk)
    await world.dina.writes(f"/merge {second.number} {first.number}", in_=world.desk)
    await world.desk.saw(f"#{second.number}", "Slått sammen.")
    await kari.replies_by_mail(second.receipt, "Gjelder begge.")
    assert (await world.nord.saw("Gjelder begge.")).reply_to == first.card.message_id
