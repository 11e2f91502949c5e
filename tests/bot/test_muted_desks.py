"""Two desks share a job, and one of them mutes the other: nothing crosses, one mail makes up for it (I7)."""

import pytest

from tests.two_desks import TwoDesks

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def given_to_per(desks: TwoDesks) -> tuple[int, int]:
    """Both numbers of the hotel's job, which Syd Kyl have given to Per."""
    case = await desks.asks()
    theirs = await desks.theirs(case.number)
    await desks.syd_kyl.types(f"/handoff {theirs} per")
    await desks.settles()
    return case.number, theirs


async def presses(desks: TwoDesks, label: str, theirs: int) -> None:
    await desks.per.presses(label, on=await desks.pers.saw(f"#{theirs}", button=label))
    await desks.settles()


async def test_a_desk_that_mutes_whoever_gave_it_the_job_tells_nothing(desks: TwoDesks) -> None:
    number, theirs = await given_to_per(desks)
    await desks.syd_kyl.types(f"/mute {theirs} customer")
    await desks.settles()
    before = len(desks.exchange.letters)
    await presses(desks, "Tar det", theirs)
    await presses(desks, "På väg", theirs)
    assert (len(desks.exchange.letters), await desks.state(number)) == (before, "offered")
    kept = [
        e["kind"] for e in (await desks.syd_kyl.exported(theirs))["deliveries"] if e["state"] == "withheld"
    ]
    assert kept == ["taken", "en_route"]  # where it stands is not tried again and again
    await desks.syd_kyl.types(f"/unmute {theirs} customer")
    assert await desks.state(number) == "en_route"
    assert len(desks.exchange.letters) == before + 1


async def test_a_desk_that_mutes_whom_it_gave_the_job_tells_nothing_and_hears_all(desks: TwoDesks) -> None:
    number, theirs = await given_to_per(desks)
    await desks.nordlys.types(f"/mute {number} partner")
    await desks.settles()
    before = len(desks.exchange.letters)
    await desks.nordlys.types(f"/card {number} contact Spør etter Mona")
    await desks.settles()
    assert len(desks.exchange.letters) == before
    await presses(desks, "Tar det", theirs)
    assert await desks.state(number) == "accepted"
