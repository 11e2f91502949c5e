"""The story: one job through the relay and one that nobody takes, each step seen from outside."""

import re
from importlib.resources import files

import aiohttp

from sandbox.demo.narrator import Narrator, expect
from sandbox.demo.people import Cast
from sandbox.people import File, Mail, Message, Town

# The customer sees one supplier.
_SECRETS = ("Nord Elektro", "Ola", "ola_elektro", "Kassahjelpen", "Per Lie", "Brygg", "Eva", "Kvitt", "Lars")
_PINGS = 2  # before the deadline: at 40 and 75 % of the time, as data/stafett.toml has it
_SCORE = re.compile(r'https?://[^"\s]+/score/[^"\s]+/5')

_HTML = """<div dir="ltr"><p>Hei!</p><p>Kaffemaskinen bak disken står stille siden i morges: den lekker, og
displayet viser <b>feil 8</b>. Serienummer WMF-77120934. Det haster litt, vi åpner klokken ti.</p>
<p>Vi er i Markveien 12, 0554 Oslo. Bakdøra fra gården, kode 4471. Ring meg på 912 34 567. Kan noen
komme i morgen mellom 9 og 12?</p><p>Bildet viser displayet.</p>
<p>Hilsen Kari Nordmann<br>Kafé Solsikken</p></div>"""

_TEXT = """Hei!

Kaffemaskinen bak disken står stille siden i morges: den lekker, og displayet viser feil 8.
Serienummer WMF-77120934. Det haster litt, vi åpner klokken ti.

Vi er i Markveien 12, 0554 Oslo. Bakdøra fra gården, kode 4471. Ring meg på 912 34 567.
Kan noen komme i morgen mellom 9 og 12?

Bildet viser displayet.

Hilsen Kari Nordmann
Kafé Solsikken
"""


async def tell(narrator: Narrator, town: Town, cast: Cast) -> None:
    """All seven scenes. Raises StepFailed at the first step that is not seen to happen."""
    receipt = await _mail_becomes_a_ticket(narrator, cast)
    card = await _card_reaches_the_partner(narrator, cast)
    await _technician_works(narrator, cast, card)
    await _customer_answers(narrator, cast, receipt)
    await _nobody_takes_the_second(narrator, cast)
    await _handed_on(narrator, cast)
    await _desk_approves(narrator, cast)
    async with narrator.step("The customer never saw a partner's name"):
        for mail in cast.kari.inbox():
            leaked = [word for word in _SECRETS if word in f"{mail.subject} {mail.text} {mail.html}"]
            expect(not leaked, f"{mail.subject} names {leaked}")
        for message in cast.ivan.chat.messages():
            leaked = [word for word in _SECRETS if word in message.text]
            expect(not leaked, f"{message.text} names {leaked}")


async def _mail_becomes_a_ticket(narrator: Narrator, cast: Cast) -> Mail:
    narrator.scene("1 · A mail becomes a ticket")
    async with narrator.step("Kari mails that the coffee machine stands still, with a photo"):
        mail = await cast.kari.mails(
            "Kaffemaskinen lekker",
            _TEXT,
            html=_HTML,
            to="service@nordlys.example",
            attachments=[_photo("display.jpg")],
        )
        expect(mail.was_accepted, str(mail.accepted))
    async with narrator.step("She gets an acknowledgement in Norwegian, with the number and the times"):
        receipt = await cast.kari.received("#1001", "WMF 1500 S+")
        expect("Nordlys Service" in receipt.text, receipt.text)
    return receipt


async def _card_reaches_the_partner(narrator: Narrator, cast: Cast) -> Message:
    narrator.scene("2 · The card reaches the partner")
    async with narrator.step("The dispatchers see ticket #1001"):
        await cast.dispatch.saw("#1001", "WMF 1500 S+", "Kafé Solsikken")
    async with narrator.step("Brygg og Bønne is asked first, and has no time"):
        offered = await cast.brygg.saw("#1001", button="Kan ikke")
        await cast.eva.presses("Kan ikke", on=offered)
        await cast.eva.presses("Ikke tid", on=await cast.brygg.saw("#1001", button="Ikke tid"))
        await cast.dispatch.saw("#1001", "Brygg og Bønne", "Ikke tid")
    async with narrator.step("Nord Elektro is next: a rich card with all six parts and buttons"):
        card = await cast.nord_elektro.saw("#1001", button="Tar det")
        for part in ("WMF-77120934", "Markveien 12", "Serviceavtale", "Steng vann", "4471", "4 000 kr"):
            expect(part in card.text, f"the card lacks {part}:\n{card.text}")
        expect("<table>" in card.html, f"the card has no table:\n{card.html}")
    async with narrator.step("Kari's photo stands in it"):
        expect("<img " in card.html, f"the card lacks the photo:\n{card.html}")
    return card


async def _technician_works(narrator: Narrator, cast: Cast, card: Message) -> None:
    narrator.scene("3 · The technician works")
    ola, group = cast.ola, cast.nord_elektro
    async with narrator.step("Ola presses Accept; the card says so, and Kari hears that somebody comes"):
        await ola.presses("Tar det", on=card)
        await group.saw("Ola Hansen", after=card, button="På vei")
        await cast.kari.received("#1001", subject="#1001", text="tekniker")
    async with narrator.step("Ola presses On my way; Kari is told"):
        before = await cast.kari.town.moment()
        await ola.presses("På vei", on=card)
        await cast.kari.received("på vei", after=before)
    async with narrator.step("Ola answers the card in words: “fremme nå”"):
        await ola.writes("fremme nå", in_=group, reply_to=card)
        await group.saw("#1001", "fremme", after=card)
    async with narrator.step("Ola presses Done, and hears exactly what is missing"):
        answer = await ola.presses("Ferdig", on=card)
        expect("bilde før, bilde etter, temperatur" in str(answer), str(answer))
    async with narrator.step("Ola sends an album of two photos with the temperature in its caption"):
        await ola.sends_album(
            [_photo("pump.jpg"), _photo("gauge.jpg")],
            "Ny pumpe montert, 93 °C i gruppen",
            in_=group,
            reply_to=card,
        )
        await cast.dispatch.saw("Ny pumpe montert")
        await group.saw("☑ bilde før", "☑ bilde etter", "93 °C", after=card)
    async with narrator.step("Ola presses Done; the dispatchers are asked to approve"):
        await ola.presses("Ferdig", on=card)
        await cast.dispatch.saw("#1001", button="Godkjenn")


async def _customer_answers(narrator: Narrator, cast: Cast, receipt: Mail) -> None:
    narrator.scene("4 · The customer answers the mail")
    words = "Takk for at dere kom så fort! Kan dere også se på melkeskummeren?"
    async with narrator.step("Kari answers from Outlook, the whole thread quoted below"):
        reply = await cast.kari.replies_by_mail(receipt, words, client="outlook")
        expect(reply.was_accepted, str(reply.accepted))
    async with narrator.step("Only her new words reach the partner, as an answer to the card"):
        relayed = await cast.nord_elektro.saw(words)
        expect("Markveien" not in relayed.text, f"the quoted thread came along:\n{relayed.text}")
        expect(relayed.reply_to is not None, "it does not answer the card")


async def _nobody_takes_the_second(narrator: Narrator, cast: Cast) -> None:
    narrator.scene("5 · A second ticket that nobody takes")
    async with narrator.step("Иван writes to the bot that the till prints nothing"):
        await cast.ivan.writes(
            "Здравствуйте! Касса 2 не печатает чеки, серийный номер EV-00318844. Очередь стоит, приезжайте "
            "пожалуйста сегодня."
        )
        await cast.ivan.saw("1002")
    async with narrator.step("The card goes to Kassahjelpen, who stay silent"):
        card = await cast.kassahjelpen.saw("#1002", button="Tar det")
    async with narrator.step("The clock pings them at its steps"):
        await cast.kassahjelpen.saw("⏰", "#1002", after=card, within=20)
    async with narrator.step("At the breach the offer ends, and the dispatchers are told"):
        await cast.kassahjelpen.saw("#1002", "trukket tilbake", after=card, within=30)
        await cast.dispatch.saw("#1002", "Ikke besvart i tide", "Kassahjelpen", after=card)
        await cast.dispatch.saw("#1002", "Denne trenger dere", after=card)
    async with narrator.step("Each was said once, and the old card has no buttons left"):
        await cast.kassahjelpen.saw("Ikke besvart i tide", lambda message: not message.buttons)
        pings = [m for m in cast.kassahjelpen.messages() if "⏰" in m.text]
        expect(len(pings) == _PINGS, f"{len(pings)} pings instead of {_PINGS}")
        told = [m for m in cast.dispatch.messages() if "Ikke besvart i tide" in m.text and "#1002" in m.text]
        expect(len(told) == 1, f"the dispatchers were told {len(told)} times")


async def _handed_on(narrator: Narrator, cast: Cast) -> None:
    narrator.scene("6 · A chain: handed on to a subcontractor")
    async with narrator.step("Dina gives #1002 to Nord Elektro, and Ola accepts"):
        await cast.dina.writes("/handoff 1002 nord-elektro", in_=cast.dispatch)
        await cast.ola.presses("Tar det", on=await cast.nord_elektro.saw("#1002", button="Tar det"))
    async with narrator.step("Ola hands it on to Kvitt, who sees Nord Elektro and nobody above it"):
        await cast.ola.presses("Gi videre", on=await cast.nord_elektro.saw("#1002", button="Gi videre"))
        await cast.ola.presses("Kvitt", on=await cast.nord_elektro.saw("#1002", button="Kvitt"))
        card = await cast.kvitt.saw("#1002", "Fra Nord Elektro AS", button="Tar det")
        expect("Nordlys" not in card.text, f"the subcontractor's card names the desk:\n{card.text}")
    async with narrator.step("Lars is on his way; Иван hears that his technician is"):
        before = await cast.ivan.town.moment()
        await cast.lars.presses("Tar det", on=card)
        await cast.lars.presses("På vei", on=await cast.kvitt.saw("#1002", button="På vei"))
        await cast.ivan.saw("выехал", after=before)
    async with narrator.step("Lars's photo travels up, and comes to the desk from Nord Elektro"):
        await cast.lars.writes(
            "Nytt skrivehode på plass", photo=_photo("pump.jpg"), in_=cast.kvitt, reply_to=card
        )
        told = await cast.dispatch.saw("Nytt skrivehode på plass")
        expect("Lars" not in told.text, f"the desk hears the subcontractor's technician:\n{told.text}")


async def _desk_approves(narrator: Narrator, cast: Cast) -> None:
    narrator.scene("7 · The desk")
    dina, room = cast.dina, cast.dispatch
    async with narrator.step("Dina types /queue"):
        asked = await dina.writes("/queue", in_=room)
        await room.saw("#1001", "#1002", after=asked)
    async with narrator.step("Dina types /ticket 1001 and sees the whole story"):
        asked = await dina.writes("/ticket 1001", in_=room)
        await room.saw("Ny pumpe montert", "melkeskummeren", after=asked)
    async with narrator.step("Dina types /approve 1001; Kari is asked for one tap"):
        await dina.writes("/approve 1001", in_=room)
        asking = await cast.kari.received(lambda mail: _SCORE.search(mail.html or "") is not None)
    async with narrator.step("Kari taps five stars, and the desk sees it"):
        before = await room.town.moment()
        await _tap(asking)
        await room.saw("#1001", "😀", after=before, within=60)  # a group takes 20 messages a minute


async def _tap(mail: Mail) -> None:
    """What a browser does: opens the page behind the link, and sends its form."""
    link = _SCORE.search(mail.html or "")
    if link is None:
        raise AssertionError("the mail has no score link")
    async with aiohttp.ClientSession() as browser:
        async with browser.get(link[0]) as page:
            expect(page.status == 200, str(page.status))
            expect('method="post"' in await page.text(), "the page has nothing to press")
        async with browser.post(link[0]) as thanks:
            expect(thanks.status == 200, str(thanks.status))


def _photo(name: str) -> File:
    content = (files("sandbox.demo") / "data" / name).read_bytes()
    return File(name, content, "image/jpeg")
