"""A customer's mail becomes a ticket, or joins one; the customer and the partner hear what they should."""

import re

import pytest

from sandbox.people import Person, picture
from tests.running import registered
from tests.world import DESK, LEAKS, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURE = picture()


async def test_a_mail_becomes_a_ticket_with_what_the_register_knows(world: World, kari: Person) -> None:
    case = await world.case(kari)
    ticket = await world.exported(case.number)
    known = {name: ticket[name] for name in ("customer_id", "site_id", "asset_id", "contract_id", "category")}
    assert list(known.values()) == ["solsikken", "solsikken-gl", "K-2041", "solsikken-24", "coffee"]
    assert (ticket["requester"]["address"], ticket["facts"]["serial"]) == (kari.email, "WMF-77120934")


async def test_the_receipt_is_norwegian_and_names_the_number_and_the_times(
    world: World, kari: Person
) -> None:
    case = await world.case(kari)
    receipt = case.receipt
    assert f"Vi har fått saken din: {case.name}" in receipt.text
    assert re.search(r"senest \w+\. \d+\. \w+", receipt.text)


async def test_the_card_has_all_six_parts(world: World, kari: Person) -> None:
    card = (await world.case(kari)).card.text
    said = (
        "WMF-77120934",
        "Markveien 12",
        "Nøkkelboks 4471",
        "Steng vannet",
        "Originale pakninger",
        "4 000 kr",
    )
    heads = ("Maskin og sted", "Kontakt og adgang", "Frister og avtale", "Sjekkliste", "Tidligere jobber")
    assert [words for words in (*said, *heads, "Deler og kostnad") if words not in card] == []


async def test_the_photo_comes_to_the_desk_as_it_was_sent(world: World, kari: Person) -> None:
    before = await world.town.moment()
    await kari.mails("Lekker", LEAKS, to=DESK, attachments=[PICTURE])
    photo = await world.desk.saw(lambda message: message.photo is not None, after=before)
    assert photo.photo is not None
    assert await photo.photo.download() == PICTURE


async def test_a_reply_joins_with_only_its_new_words(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await kari.replies_by_mail(case.receipt, "Koden er endret til 5512.", client="outlook")
    relayed = await world.nord.saw("Koden er endret til 5512.")
    assert "WMF-77120934" not in relayed.text
    assert relayed.reply_to == case.card.message_id


@pytest.mark.parametrize("client", ["gmail", "apple", "plain"])
async def test_replies_of_every_mail_program_join(world: World, kari: Person, client: str) -> None:
    case = await world.case(kari)
    await kari.replies_by_mail(case.receipt, f"Fra {client}", client=client)  # type: ignore[arg-type]
    assert (await world.nord.saw(f"Fra {client}")).reply_to == case.card.message_id


async def test_the_number_in_the_subject_joins_for_whoever_takes_part(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await kari.mails(f"Sak {case.name}", "Vi stenger klokken 15.", to=DESK)
    relayed = await world.nord.saw("Vi stenger klokken 15.")
    assert relayed.reply_to == case.card.message_id


async def test_a_contact_without_a_language_is_answered_in_the_customers(world: World) -> None:
    contacts = "id,customer_id,name,email\nolga,vesna,Olga,olga@vesna.example\n"
    await registered(world.settings, world.folder, {"contacts": contacts})
    olga = await world.town.person("Olga", email="olga@vesna.example")
    await olga.mails("Till", "Hello, the till prints nothing at all today.", to=DESK)
    assert "Приняли вашу заявку" in (await olga.received("#")).text
