"""Salong Saks has not told how one gets in: asked in their channel and language, they answer, and it goes."""

import pytest

from tests.world import DESK, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_mail_is_asked_by_mail_and_its_answer_sends_the_card(world: World) -> None:
    siri = await world.town.person("Siri Saks", email="siri@salong.example", language="nb")
    await siri.mails("Kaffemaskinen SAECO-3001", "Den lekker under dråpebrettet.", to=DESK)
    asked = await siri.received("Hvordan kommer man inn?")
    number = number_in(asked.subject)
    assert "Så snart vi vet det, sender vi noen" in asked.text
    await world.desk.saw(f"#{number}", "Jeg har spurt kunden")
    assert not [message for message in world.nord.messages() if f"#{number}" in message.text]
    await siri.replies_by_mail(asked, "Nøkkel i blomsterkassen, den grønne døra.")
    card = await world.nord.saw(f"#{number}", button="Tar det")
    assert "Nøkkel i blomsterkassen, den grønne døra." in card.text


async def test_a_chat_is_asked_in_the_chat_in_its_language(world: World) -> None:
    olga = await world.town.person("Ольга Сакс", email="olga@salong.example", language="ru")
    await world.binds(olga, "olga@salong.example")
    await olga.writes("Кофемашина SAECO-3001 не греет воду")
    await olga.saw("Как попасть внутрь?")
    await olga.writes("Код на двери 4471")
    card = await world.nord.saw("Код на двери 4471", button="Tar det")
    ticket = await world.exported(number_in(card.text))
    assert (ticket["state"], ticket["asked"]) == ("handed_off", [])


async def test_an_answer_that_does_not_help_is_the_desks(world: World) -> None:
    siri = await world.town.person("Siri Saks", email="siri@salong.example", language="nb")
    before = await world.town.moment()
    await siri.mails("Kaffemaskinen SAECO-3001", "Se vedlegg", to=DESK)
    asked = await siri.received("Hva er galt", after=before)
    await siri.replies_by_mail(asked, "1. Hei")
    assert await world.desk.saw(
        f"#{number_in(asked.subject)}", "Det mangler", lambda told: "Jeg har spurt kunden" not in told.text
    )


async def test_a_picture_and_a_greeting_state_no_problem(world: World) -> None:
    siri = await world.town.person("Siri Saks", email="siri@salong.example", language="nb")
    before = await world.town.moment()
    await siri.mails("SAECO-3001", "Hei, se vedlagt bilde. Mvh Siri", to=DESK)
    asked = await siri.received("Hva er galt", after=before)
    assert (await world.exported(number_in(asked.subject)))["handoffs"] == []


async def test_who_tells_nothing_is_asked_what_it_is_about(world: World) -> None:
    """No route can go by "see the attachment", and the answer names the machine among other things."""
    siri = await world.town.person("Siri Saks", email="siri@salong.example", language="nb")
    before = await world.town.moment()
    await siri.mails("Hjelp", "Se vedlagt", to=DESK)
    asked = await siri.received("Hva er galt", "Hvilken maskin", after=before)
    number = number_in(asked.subject)
    await world.desk.saw(f"#{number}", "Jeg har spurt kunden")
    await siri.replies_by_mail(
        asked, "Kaffemaskinen SAECO-3001 på pauserommet lekker. Inngang fra gata, ring på."
    )
    await world.desk.saw(f"#{number}", lambda told: "Ingen rute" not in told.text, after=asked)
    ticket = await world.exported(number)
    assert (ticket["category"], "lekker" in ticket["problem"]) == ("coffee", True)


async def test_a_part_that_is_typed_does_not_say_again_that_no_route_fits(world: World) -> None:
    liv = await world.town.person("Liv Berg", email="liv@bakeri.example", language="nb")
    await liv.mails("Ovnen", "Steinovnen blir ikke varm.", to=DESK)
    needs = await world.desk.saw("Ingen rute passer")
    number = number_in(needs.text)
    for part in ("history", "terms", "parts"):
        await world.dina.writes(f"/card {number} {part} none", in_=world.desk)
    await world.settles()
    told = [each for each in world.desk.messages() if f"#{number}" in each.text and "Ingen rute" in each.text]
    assert [each.message_id for each in told] == [needs.message_id]
