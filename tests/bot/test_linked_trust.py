"""Whose signed copies are believed: nobody's before a dispatcher's yes, and never one that does not fit."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from bot.errors import Refused
from mail.linked.seal import MEDIA_TYPE, Sealer, new_seed, unseal
from mail.linked.wire import read, written
from tests.two_desks import SYD_KYL, Letter, TwoDesks
from tickets.linked.copy import Job

pytestmark = pytest.mark.asyncio(loop_scope="module")


def with_copy(letter: Letter, change: Callable[[bytes], bytes], message_id: str) -> Letter:
    """The same mail with another copy beside it, as somebody on the way would send it."""
    mail = message_from_bytes(letter.raw, policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    (part,) = [part for part in mail.walk() if part.get_content_type() == MEDIA_TYPE]
    content = change(part.get_content())
    part.set_content(content, maintype="application", subtype="vnd.stafett.handoff+json")
    mail.replace_header("Message-ID", f"<{message_id}@nordlys.example>")
    return Letter(letter.sender, letter.to, mail.as_bytes())


def signed_anew(seed: str, **changes: Any) -> Callable[[bytes], bytes]:
    """The copy as somebody else signs it, with these fields changed."""

    def change(raw: bytes) -> bytes:
        copy = replace(read(unseal(raw).payload), **changes)
        return Sealer(seed).seal(written(copy)).encode()

    return change


def one_letter_changed(raw: bytes) -> bytes:
    """The payload says something else than was signed."""
    sealed = json.loads(raw)
    payload = sealed["payload"]
    words = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).replace(b"varm", b"kald")
    sealed["payload"] = base64.urlsafe_b64encode(words).decode().rstrip("=")
    return json.dumps(sealed).encode()


async def cards(desks: TwoDesks) -> list[Letter]:
    """The latest mail with a card that Nordlys has sent to Syd Kyl."""
    await desks.settles()
    return [letter for letter in desks.exchange.letters if letter.to == SYD_KYL]


async def test_a_key_that_nobody_has_spoken_for_is_asked_about_once(strangers: TwoDesks) -> None:
    desks = strangers
    await desks.asks()
    asked = await desks.syd_kyl.desk.saw("Nordlys Service", "service@nordlys.example", button="Lita på dem")
    fingerprint = await desks.nordlys.fingerprint()
    assert fingerprint in asked.text
    ordinary = await desks.syd_kyl.exported(2001)
    assert (ordinary["links"], "blir ikke varm" in ordinary["problem"]) == ([], True)
    await desks.asks()
    questions = [each for each in desks.syd_kyl.desk.messages() if "Lita på dem" in str(each.buttons)]
    assert (len(questions), await desks.syd_kyl.numbers()) == (1, [2001, 2002])


async def test_after_the_yes_what_has_waited_is_shared_and_nothing_is_doubled(strangers: TwoDesks) -> None:
    desks = strangers
    first, second = (await desks.asks()).number, (await desks.asks()).number
    await desks.nordlys.types(f"/tell {first} Ring før dere kommer")
    await desks.settles()
    asked = await desks.syd_kyl.desk.saw("Nordlys Service", button="Lita på dem")
    await desks.syd_kyl.dispatcher.presses("Lita på dem", on=asked)
    await desks.settles()
    shared = [await desks.syd_kyl.exported(number) for number in await desks.syd_kyl.numbers()]
    assert [each["facts"]["reference"] for each in shared] == [str(first), str(second)]
    assert all(len(each["links"]) == 1 for each in shared)
    said = [entry["text"] for entry in shared[0]["entries"]]
    assert len([text for text in said if "Ring før dere kommer" in text]) == 1
    asked = await desks.nordlys.desk.saw("Syd Kyl AB", button="Stol på dem")
    await desks.nordlys.dispatcher.presses("Stol på dem", on=asked)
    await desks.syd_kyl.types("/accept 2001")
    assert await desks.state(first) == "accepted"


async def test_after_a_no_it_is_mail_as_ever(strangers: TwoDesks) -> None:
    desks = strangers
    await desks.asks()
    asked = await desks.syd_kyl.desk.saw("Nordlys Service", button="Nej")
    await desks.syd_kyl.dispatcher.presses("Nej", on=asked)
    again = await desks.syd_kyl.dispatcher.presses("Nej", on=asked)
    assert "redan" in again.text
    number = (await desks.asks()).number
    await desks.settles()
    ticket = await desks.syd_kyl.exported(2002)
    assert (ticket["links"], "blir ikke varm" in ticket["problem"]) == ([], True)
    questions = [each for each in desks.syd_kyl.desk.messages() if "Lita på dem" in str(each.buttons)]
    assert (len(questions), await desks.state(number)) == (1, "offered")


async def test_the_operator_can_answer_beforehand(strangers: TwoDesks) -> None:
    desks = strangers
    await desks.syd_kyl.trusts(await desks.nordlys.fingerprint(), "principal")
    await desks.nordlys.trusts(await desks.syd_kyl.fingerprint(), "syd-kyl")
    number = (await desks.asks()).number
    theirs = await desks.theirs(number)
    await desks.syd_kyl.types(f"/accept {theirs}")
    assert await desks.state(number) == "accepted"
    assert [each for each in desks.syd_kyl.desk.messages() if "Lita på dem" in str(each.buttons)] == []


async def test_a_yes_can_be_taken_back(strangers: TwoDesks) -> None:
    desks = strangers
    fingerprint = await desks.nordlys.fingerprint()
    await desks.syd_kyl.trusts(fingerprint, "principal")
    shared = await desks.theirs((await desks.asks()).number)
    await desks.syd_kyl.trusts(fingerprint, "principal", refuse=True)
    await desks.asks()
    tickets = {ticket["number"]: len(ticket["links"]) for ticket in await desks.syd_kyl.all()}
    assert tickets == {shared: 1, shared + 1: 0}


async def test_the_operator_is_told_what_is_no_fingerprint_and_no_partner(desks: TwoDesks) -> None:
    with pytest.raises(Refused, match="is no fingerprint"):
        await desks.syd_kyl.trusts("3f2a", "principal")
    with pytest.raises(Refused, match="principal"):
        await desks.syd_kyl.trusts("0" * 32, "principle")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (one_letter_changed, "Signaturen"),
        (lambda raw: b"{}", "går inte att förstå"),
        (lambda raw: b"\xff\x00 no json", "går inte att förstå"),
    ],
)
async def test_a_copy_that_does_not_fit_is_a_mail_that_people_read(
    desks: TwoDesks, change: Callable[[bytes], bytes], told: str
) -> None:
    theirs = await desks.theirs((await desks.asks()).number)
    before = await desks.syd_kyl.exported(theirs)
    moment = await desks.syd_kyl.town.moment()
    changed = with_copy((await cards(desks))[-1], change, f"changed.{theirs}")
    await desks.exchange.carries(changed)
    await desks.settles()
    await desks.syd_kyl.desk.saw(told, "service@nordlys.example", f"#{theirs}", after=moment)
    after = await desks.syd_kyl.exported(theirs)
    (words,) = [entry for entry in after["entries"] if entry not in before["entries"]]
    assert (words["proof"], "Strandgata 5" in words["text"]) == ("their_number", True)
    assert after["links"] == before["links"]


async def test_a_copy_for_somebody_else_is_nothing(desks: TwoDesks) -> None:
    await desks.asks()
    card = (await cards(desks))[-1]
    moment = await desks.syd_kyl.town.moment()
    seed = await desks.nordlys.seed()
    forwarded = with_copy(card, signed_anew(seed, to="andre@annan.example", link="9-ma-x@y"), "forwarded")
    await desks.exchange.carries(forwarded)
    await desks.settles()
    await desks.syd_kyl.desk.saw("signerat för någon annan", after=moment)
    links = [link["id"] for ticket in await desks.syd_kyl.all() for link in ticket["links"]]
    assert "9-ma-x@y" not in links


async def test_another_key_cannot_speak_for_a_job_that_is_shared(desks: TwoDesks) -> None:
    """Not even one that is trusted: another principal's, for one."""
    theirs = await desks.theirs((await desks.asks()).number)
    card = (await cards(desks))[-1]
    before = await desks.syd_kyl.exported(theirs)
    seed = new_seed()
    await desks.syd_kyl.trusts(Sealer(seed).fingerprint, "principal")
    moment = await desks.syd_kyl.town.moment()
    job = Job(subject="Noe annet", problem="Noe helt annet.")
    await desks.exchange.carries(with_copy(card, signed_anew(seed, seq=10**6, job=job), "forged"))
    await desks.settles()
    await desks.syd_kyl.desk.saw("en annan nyckel", "service@nordlys.example", after=moment)
    after = await desks.syd_kyl.exported(theirs)
    assert (after["subject"], after["problem"]) == (before["subject"], before["problem"])
    assert after["links"] == before["links"]


async def test_a_partner_speaks_for_its_own_jobs_only(desks: TwoDesks) -> None:
    """Nord Elektro has the coffee machine, in a chat: Syd Kyl's key moves nothing there."""
    hanna = await desks.nordlys.town.person("Kari", email="kari1@solsikken.example", language="nb")
    await hanna.mails("Kaffe", "Kaffemaskinen WMF-77120934 lekker vann.", to="service@nordlys.example")
    await hanna.received("Vi har fått saken din")
    number = (await desks.asks()).number
    theirs = await desks.theirs(number)
    await desks.syd_kyl.types(f"/accept {theirs}")
    await desks.settles()
    answer = [letter for letter in desks.exchange.letters if letter.to != SYD_KYL][-1]
    seed = await desks.syd_kyl.seed()
    other = with_copy(answer, signed_anew(seed, link="1001-ma-aaaaaaaaaaaaa@nordlys.example"), "other")
    states = [each["handoffs"] for each in await desks.nordlys.all()]
    await desks.exchange.carries(other)
    await desks.settles()
    assert [each["handoffs"] for each in await desks.nordlys.all()] == states


async def test_a_newer_version_is_told_and_not_guessed_at(desks: TwoDesks) -> None:
    await desks.asks()
    card = (await cards(desks))[-1]
    seed = await desks.nordlys.seed()
    moment = await desks.syd_kyl.town.moment()
    await desks.exchange.carries(with_copy(card, signed_anew(seed, version=2), "newer"))
    await desks.settles()
    await desks.syd_kyl.desk.saw("nyare Stafett", "service@nordlys.example", after=moment)
