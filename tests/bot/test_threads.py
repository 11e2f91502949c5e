"""Which ticket a mail belongs to, by proof: what joins, what waits for the desk, what is a new ticket."""

import pytest

from handlers.signing import MARK
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


async def test_two_mails_with_an_ancestor_that_we_never_saw_are_one_ticket(
    world: World, kari: Person
) -> None:
    root = {"References": f"<root.{kari.email}> <side@solsikken.example>"}
    before = await world.town.moment()
    await kari.mails("Lekker", LEAKS, to=DESK, headers=root)
    number = number_in((await kari.received(after=before)).subject)
    root = {"References": f"<root.{kari.email}> <other@solsikken.example>"}
    await kari.mails("Helt annet emne", "Nå drypper det også.", to=DESK, headers=root)
    entries = (await world.exported(number))["entries"]
    assert [e["proof"] for e in entries if "drypper" in e["text"]] == ["ancestor"]


async def test_a_strangers_common_ancestor_only_names_the_relative(world: World, kari: Person) -> None:
    root = {"References": f"<deep.{kari.email}>"}
    before = await world.town.moment()
    await kari.mails("Lekker", LEAKS, to=DESK, headers=root)
    number = number_in((await kari.received(after=before)).subject)
    await world.boris.mails("Om lekkasjen", "Jeg vet noe om den.", to=DESK, headers=root)
    assert await world.desk.saw("Jeg vet noe om den.", f"Hører kanskje til #{number}")


async def test_our_address_in_the_quote_joins_where_ids_were_rewritten(world: World, kari: Person) -> None:
    case = await world.case(kari)
    to = world.application.house.addresses.reply_address(case.number)
    text = (
        f"Kom bakfra.\n\nDen 5. nov. 2026 kl. 09.12 skrev Nordlys Service <{to}>:\n> Vi har fått saken din."
    )
    rewritten = {"In-Reply-To": "<rewritten@provider.example>"}
    await kari.mails("Re: noe annet", text, to=DESK, headers=rewritten)
    entries = (await world.exported(case.number))["entries"]
    assert [e["proof"] for e in entries if "bakfra" in e["text"]] == ["mark"]


async def test_our_own_mail_come_back_under_another_id_is_nothing_new(world: World, kari: Person) -> None:
    case = await world.case(kari)
    tickets = await world.tickets()
    mark = world.application.house.addresses.mark(case.number)[MARK]
    raw = f"From: {DESK}\nTo: {DESK}\nMessage-ID: <new@provider.example>\n{MARK}: {mark}\n\nVi har fått den."
    await world.town.raw_mail(raw.encode(), sender="", to=DESK)
    assert await world.tickets() == tickets
    assert "Vi har fått den." not in str((await world.exported(case.number))["entries"])


async def test_an_answer_that_carries_our_header_joins(world: World, kari: Person) -> None:
    case = await world.case(kari)
    mark = world.application.house.addresses.mark(case.number)
    await kari.mails("Nytt emne", "Systemet vårt kopierer alt.", to=DESK, headers=mark)
    entries = (await world.exported(case.number))["entries"]
    assert [e["proof"] for e in entries if "kopierer" in e["text"]] == ["mark"]


async def test_a_bounce_finds_its_ticket_by_the_header_it_encloses(world: World, kari: Person) -> None:
    case = await world.case(kari)
    mark = world.application.house.addresses.mark(case.number)[MARK]
    report = (
        f"From: MAILER-DAEMON@solsikken.example\nTo: {DESK}\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {kari.email}\nAction: failed\nStatus: 5.1.1\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <rewritten@provider.example>\n"
        f"{MARK}: {mark}\n\n--b--\n"
    )
    await world.town.raw_mail(report.encode(), sender="", to=DESK)
    entries = (await world.exported(case.number))["entries"]
    assert "bounced" in [entry["event"] for entry in entries]


@pytest.mark.parametrize("prefix", ["VS", "FWD", "WG", "VB"])
async def test_our_mail_passed_on_is_a_new_ticket_that_names_the_other(
    world: World, kari: Person, prefix: str
) -> None:
    case = await world.case(kari)
    before = await world.town.moment()
    passed_on = (
        f"Kan dere ta ny maskin også? {prefix}\n\n-------- Videresendt melding --------\n"
        f"Fra: Nordlys Service <{DESK}>\nSendt: torsdag 5. november 2026 09:12\n"
        f"Til: {kari.email}\nEmne: {case.receipt.subject}\n\nVi har fått saken din.\n"
    )
    headers = {"References": case.receipt.message_id, "In-Reply-To": case.receipt.message_id}
    await kari.mails(f"{prefix}: {case.receipt.subject}", passed_on, to=DESK, headers=headers)
    post = await world.desk.saw("ny maskin", f"Hører kanskje til {case.name}", after=before)
    assert number_in(post.text) != case.number


async def test_two_systems_that_exchange_five_mails_make_one_ticket(world: World) -> None:
    system = await world.town.person("Coop Servicedesk", email="desk@coop.example")
    before, tickets = await world.town.moment(), await world.tickets()
    for turn in range(5):  # it strips our number, our address and what it answers
        await system.mails("[INC0004711] Kaffemaskinen lekker", f"Oppdatering {turn} fra butikken.", to=DESK)
        await world.desk.saw(f"Oppdatering {turn} fra butikken.", after=before)
    assert await world.tickets() == tickets + 1


async def test_another_houses_same_number_is_another_ticket(world: World) -> None:
    tickets = await world.tickets()
    for house in ("rema", "kiwi"):
        system = await world.town.person(house, email=f"desk@{house}.example")
        await system.mails("[INC0055512] Kassa", f"Kassa hos {house} er død.", to=DESK)
    assert await world.tickets() == tickets + 2


async def test_only_a_command_makes_somebody_else_the_customer(world: World, kari: Person) -> None:
    before = await world.town.moment()
    lars = await world.town.person("Lars Vik", email=f"lars.of.{kari.email}")
    await kari.mails("Lekker", LEAKS, to=DESK, cc=[lars.email])
    receipt = await kari.received(after=before)
    number = number_in(receipt.subject)
    await lars.replies_by_mail(receipt, "Jeg har nøkkelen.")
    assert (await world.exported(number))["requester"]["address"] == kari.email
    await world.dina.writes(f"/requester {number} {lars.email}", in_=world.desk)
    await world.dina.writes(f"/reply {number} Vi kommer i dag.", in_=world.desk)
    assert "Vi kommer i dag." in (await lars.received("Vi kommer")).text
    assert (await world.exported(number))["requester"]["address"] == lars.email
    await kari.replies_by_mail(receipt, "Jeg er her også.")
    assert "Jeg er her også." in str((await world.exported(number))["entries"])


async def test_a_requester_must_be_a_mail_address(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.dina.writes(f"/requester {case.number} Lars", in_=world.desk)
    await world.desk.saw("/requester N EMAIL")
    assert (await world.exported(case.number))["requester"]["address"] == kari.email


async def test_a_quote_without_a_mark_is_known_by_what_was_sent(world: World, kari: Person) -> None:
    case = await world.case(kari)
    said = "Teknikeren vår kommer i morgen mellom klokka ti og tolv og ringer deg en halv time før."
    await world.dina.writes(f"/reply {case.number} {said}", in_=world.desk)
    mail = await kari.received("Teknikeren vår")
    bare = {"In-Reply-To": mail.message_id}
    await kari.mails("Kaffemaskinen", f"Det passer fint.\n\n{said}", to=DESK, headers=bare)
    relayed = await world.nord.saw("Det passer fint.")
    assert "halv time" not in relayed.text


async def test_their_systems_acknowledgement_tells_its_number(world: World, kari: Person) -> None:
    case = await world.case(kari)
    ack = {"In-Reply-To": case.receipt.message_id, "Auto-Submitted": "auto-replied"}
    system = await world.town.person("Helpdesk", email="noreply@helpdesk.solsikken.example")
    await system.mails("[INC0071001] Vi har mottatt saken", "Automatisk svar.", to=DESK, headers=ack)
    tickets = await world.tickets()
    await system.mails("[INC0071001] Oppdatert", "Butikken stenger klokka fem.", to=DESK)
    entries = (await world.exported(case.number))["entries"]
    assert [e["proof"] for e in entries if "stenger" in e["text"]] == ["their_number"]
    assert await world.tickets() == tickets
    asked = await world.dina.writes("/find INC0071001", in_=world.desk)
    await world.desk.saw(case.name, after=asked)


async def test_a_colleague_who_waits_to_be_let_in_waits_in_the_thread(world: World, kari: Person) -> None:
    case = await world.case(kari)
    tickets = await world.tickets()
    lars = await world.town.person("Lars Vik", email=f"lars{case.number}@solsikken.example")
    await lars.replies_by_mail(case.receipt, "Saken vår er her.", subject="[INC0071002] Kaffe")
    await lars.mails("[INC0071002] Mer", "Nøkkelen ligger i kassa.", to=DESK)
    await world.settles()
    assert not [message for message in world.nord.messages() if "i kassa" in message.text]
    news = await world.desk.saw(case.name, "i kassa", button="Slipp inn")
    await world.dina.presses("Slipp inn", on=news)
    for words in ("Saken vår er her.", "Nøkkelen ligger i kassa."):
        await world.nord.saw(words)
    assert await world.tickets() == tickets


async def test_an_order_that_covers_many_jobs_only_names_the_relative(world: World, kari: Person) -> None:
    before = await world.town.moment()
    await kari.mails("Lekker", f"{LEAKS} Vår ref: 4500881200", to=DESK)
    number = number_in((await kari.received(after=before)).subject)
    await kari.mails("Kverna", "Kverna på samme maskin er treg. Vår ref: 4500881200", to=DESK)
    assert await world.desk.saw("Kverna på samme maskin", f"Hører kanskje til #{number}")
