"""A chat that becomes somebody else's hears no more of the jobs it had (S20)."""

import pytest

from tests.world import DESK, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_job_leaves_the_chat_that_is_another_partners_and_goes_on_in_the_new_one(
    world: World,
) -> None:
    kari = await world.kari()
    await kari.mails("Lekker", "Kaffemaskinen WMF-77120934 lekker.", to=DESK)
    receipt = await kari.received("#1")
    number = f"#{number_in(receipt.subject)}"
    await world.ola.presses("Tar det", on=await world.nord.saw(number, button="Tar det"))
    await world.ola.follows(await world.invited("partner", "syd-kyl"), into=world.nord)
    await world.nord.saw("Välkommen, Syd Kyl AB!")

    before = await world.town.moment()
    await kari.replies_by_mail(receipt, "Koden er 9999 nå.")
    await world.nord.did_not_see("9999", until=world.desk.saw("9999", after=before))

    now = await world.town.group("Nord for godt", [world.ola], with_bot=False)
    await world.ola.follows(await world.invited("partner", "nord-elektro"), into=now)
    await now.saw("Velkommen, Nord Elektro AS!")
    await world.ola.walks_through(now)
    await kari.replies_by_mail(receipt, "Det renner fortsatt.")
    card = await now.saw(number, button="På vei")
    assert (await now.saw("Det renner fortsatt.")).reply_to == card.message_id
