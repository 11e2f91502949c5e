"""Evidence as a technician and a dispatcher meet it: what is missing is said exactly, by word and button."""

import pytest
import pytest_asyncio

from sandbox.people import Person, picture
from tests.world import DESK, Case, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def case(world: World) -> Case:
    """The hotel's dishwasher, which Ola has arrived at."""
    hanna = await world.town.person("Hanna Dahl", email="hanna@hotell.example", language="nb")
    before = await world.town.moment()
    await hanna.mails("Oppvaskmaskinen HB-5501", "Den vasker ikke rent.", to=DESK)
    number = number_in((await hanna.received(lambda mail: "Vi har" in mail.text, after=before)).subject)
    card = await world.nord.saw(f"#{number}", button="Tar det")
    await world.ola.presses("Tar det", on=card)
    await world.ola.presses("Fremme", on=await world.nord.saw(f"#{number}", button="Fremme"))
    return Case(number, await world.nord.saw(f"#{number}", button="Ferdig", after=card))


async def state_of(world: World, case: Case) -> str:
    return str((await world.exported(case.number))["handoffs"][-1]["state"])


async def proofs(world: World, case: Case) -> list[dict[str, str]]:
    return list((await world.exported(case.number))["handoffs"][-1]["evidence"])


async def test_the_card_lists_what_it_takes(world: World, case: Case) -> None:
    lines = ("☐ bilde før", "☐ Rens filteret", "☐ temperature (°C)", "☐ navnet på den som signerte")
    assert all(line in case.card.text for line in lines)


async def test_done_by_a_button_says_what_is_missing(world: World, case: Case) -> None:
    toast = await world.ola.presses("Ferdig", on=case.card)
    assert "Mangler: bilde før, bilde etter, Steng vannet" in str(toast)
    assert await state_of(world, case) == "on_site"


async def test_done_in_words_says_what_is_missing_and_done_again_is_done(world: World, case: Case) -> None:
    await world.ola.writes("Ferdig", in_=world.nord, reply_to=case.card)
    missing = await world.nord.saw(case.name, "• bilde etter", "• navnet på den som signerte")
    await world.ola.writes("før", photo=picture(), in_=world.nord, reply_to=missing)
    await world.ola.writes("etter", photo=picture(64, 48), in_=world.nord, reply_to=missing)
    await world.ola.writes("sjekkliste ok", in_=world.nord, reply_to=missing)
    await world.ola.writes("85 °C", in_=world.nord, reply_to=missing)
    await world.ola.writes("signert Hanna Dahl", in_=world.nord, reply_to=missing)
    await world.nord.saw(case.name, "☑ navnet på den som signerte: Hanna Dahl")
    await world.ola.writes("Ferdig", in_=world.nord, reply_to=case.card)
    await world.desk.saw(case.name, button="Godkjenn")
    assert await state_of(world, case) == "done"


async def test_a_photo_sent_as_a_file_is_a_photo(world: World, case: Case) -> None:
    await world.ola.writes("bilde før", document=picture(), in_=world.nord, reply_to=case.card)
    await world.nord.saw(case.name, "☑ bilde før", "☐ bilde etter")
    assert len(await proofs(world, case)) == 1


async def test_a_second_photo_of_afterwards_is_none_of_before(world: World, case: Case) -> None:
    await world.ola.writes("etter", photo=picture(), in_=world.nord, reply_to=case.card)
    await world.ola.writes("etter", photo=picture(64, 48), in_=world.nord, reply_to=case.card)
    assert [proof["key"] for proof in await proofs(world, case)] == ["photo:after"]


async def test_a_reading_is_seen_however_it_is_written(world: World, case: Case) -> None:
    for written in ("85 °С", "84 градуса", "83 C", "Temperatur – 82 ℃"):
        await world.ola.writes(written, in_=world.nord, reply_to=case.card)
        value = f"{written.removeprefix('Temperatur – ')[:2]} °C"
        assert [proof["value"] for proof in await proofs(world, case)] == [value]


async def test_the_checklist_is_ticked_with_a_thumb(world: World, case: Case) -> None:
    await world.ola.presses("Sjekkliste", on=case.card)
    await world.ola.presses("Steng vannet", on=await world.nord.saw(case.name, button="⬜ Steng vannet"))
    ticked = await world.nord.saw(case.name, button="✅ Steng vannet")
    await world.ola.presses("Tilbake", on=ticked)
    card = await world.nord.saw(case.name, "☑ Steng vannet", "☐ Rens filteret", button="Ferdig")
    assert card.message_id == case.card.message_id


async def test_a_reading_beyond_its_limits_is_said_at_once(world: World, case: Case) -> None:
    await world.ola.writes("Målte 60 °C", in_=world.nord, reply_to=case.card)
    assert await world.nord.saw(case.name, "60 °C", "utenfor grensene")


async def test_a_dispatcher_lets_it_pass_with_a_reason(world: World, case: Case) -> None:
    await world.dina.writes(f"/done {case.number}", in_=world.desk)
    await world.desk.saw("Skriv en grunn")
    await world.dina.writes(f"/done {case.number} Kamera knust", in_=world.desk)
    await world.desk.saw(case.name, button="Godkjenn")
    ticket = await world.exported(case.number)
    deviation = next(entry for entry in ticket["entries"] if entry["event"] == "deviation")
    assert deviation["text"].startswith("Kamera knust (")
    assert deviation["audience"] == ["internal"]


async def test_the_approver_sees_evidence_limits_work_and_sums(world: World, case: Case) -> None:
    await world.ola.writes("før", photo=picture(), in_=world.nord, reply_to=case.card)
    await world.ola.writes("etter", photo=picture(64, 48), in_=world.nord, reply_to=case.card)
    said = (
        "sjekkliste ok",
        "99 °C",
        "signert Hanna Dahl",
        "/log 2h",
        "/log 30 min reise",
        "/cost 350 kr taxi",
    )
    for words in (*said, "Ferdig"):
        await world.ola.writes(words, in_=world.nord, reply_to=case.card)
    asked = await world.desk.saw(case.name, "Er alt som det skal?", button="Godkjenn")
    assert "✅ bilde før, bilde etter, navnet på den som signerte: Hanna Dahl, sjekkliste 2/2" in asked.text
    assert "⚠️ temperature (°C): 99 °C (grenser 82 til 90)" in asked.text
    assert "2,5 t + 350 kr" in asked.text
    account = (await world.exported(case.number))["account"]
    assert (account["sums"], account["unticked"]) == (["2.5 h", "350 kr"], [])
    assert [each["key"] for each in account["evidence"] if each["outside"]] == ["reading:temperature"]
    await world.dina.writes(f"/ticket {case.number}", in_=world.desk)
    await world.desk.saw(case.name, "Arbeidet så langt", "• taxi, 350 kr", "99 °C")


async def test_side_tasks_that_nobody_ticked_show_at_closing(world: World, kari: Person) -> None:
    case = await world.case(kari)
    await world.ola.presses("Tar det", on=case.card)
    await world.ola.writes("1 ok", in_=world.nord, reply_to=case.card)
    await world.nord.saw(case.name, "☑ Steng vannet", "☐ Bilde før og etter")
    await world.ola.writes("Ferdig", in_=world.nord, reply_to=case.card)
    asked = await world.desk.saw(case.name, "sjekkliste 1/2", button="Godkjenn")
    assert "Ikke krysset av: Bilde før og etter" in asked.text
