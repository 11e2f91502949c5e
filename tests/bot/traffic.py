"""People who keep writing whatever happens to the application, and what they were told has arrived.

Everybody goes on when they see the effect of what they did: so they never sleep, and never flood. Each thing
that is said bears a mark, a word that nobody else uses.
"""

import asyncio
import hashlib
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from random import Random

from sandbox.people import Chat, File, Mail, Message, Person, Town, picture
from tests.bot.installation import Installation

DESK = "service@nordlys.example"
_PATIENCE = 120.0  # seconds somebody waits for an effect: a few lives may pass
_NUMBER = re.compile(r"#(\d+)")
_LETTERS = "bdfghklmnprstv"


@dataclass(slots=True)
class Ledger:
    """What was acknowledged: a 250 for a mail, a place in Telegram's queue for the rest."""

    said: dict[str, list[str]] = field(default_factory=dict)
    """Mark → the SHA-256 of each file that came with it."""
    steps: Counter[tuple[int, str]] = field(default_factory=Counter)
    """(ticket, event) of each button that was pressed."""
    pictures: dict[str, bytes] = field(default_factory=dict)

    def mark(self, kind: str) -> str:
        """A word for something that is about to be said, of letters only: numbers mean things to Stafett."""
        number, word = len(self.said), ""
        for _ in range(4):
            number, place = divmod(number, len(_LETTERS))
            word += _LETTERS[place] + "aeiou"[place % 5]
        mark = f"{kind}{word}"
        self.said[mark] = []
        return mark

    def photo(self, mark: str) -> File:
        """A photo that goes with it, unlike all others."""
        place = len(self.pictures)
        content = picture(48, 36, top=(place % 256, place // 256, 90))
        sha256 = hashlib.sha256(content).hexdigest()
        self.pictures[sha256] = content
        self.said[mark].append(sha256)
        return File(f"bilde-{place}.png", content, "image/png")


@dataclass(slots=True)
class Traffic:
    """The town at work. `go_on` until `close`."""

    town: Town
    ledger: Ledger
    random: Random
    kari: Person
    ivan: Person
    ola: Person
    dina: Person
    nord: Chat
    desk: Chat
    newcomers: Sequence[Person]
    strangers: Sequence[Person]
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def gathers(cls, town: Town, stafett: Installation, random: Random) -> "Traffic":
        """Who there is; nobody is bound yet."""
        kari = await town.person("Kari Nordmann", email="kari@solsikken.example", language="nb")
        ivan = await town.person("Иван Петров", email="ivan@vesna.example", language="ru")
        ola = await town.person("Ola Hansen", language="nb")
        dina = await town.person("Dina Berg", language="nb")
        nord = await town.group("Nord Elektro", [ola], with_bot=False)
        desk = await town.group("Nordlys vakt", [dina], with_bot=False)
        newcomers = [await town.person(name, language="en") for name in ("Ann Lee", "Bo Ek", "Cy Day")]
        strangers = [
            await town.person(name, email=f"{name.split()[0].lower()}@nowhere.example", language="en")
            for name in ("Dan Roe", "Eve Poe", "Flo Coe")
        ]
        await dina.follows(await stafett.invited("dispatchers"), into=desk)
        await ola.follows(await stafett.invited("partner", "nord-elektro"), into=nord)
        await ivan.follows(await stafett.invited("customer", "ivan@vesna.example"))
        for newcomer in newcomers:
            await newcomer.starts()
        return cls(town, Ledger(), random, kari, ivan, ola, dina, nord, desk, newcomers, strangers)

    async def is_bound(self) -> None:
        """Returns when the application knows everybody."""
        for chat in (self.desk, self.nord, self.ivan.chat, *(each.chat for each in self.newcomers)):
            await chat.saw("Nordlys Service", within=_PATIENCE)
        await self.ola.walks_through(self.nord, within=_PATIENCE)

    async def goes_on(self) -> None:
        """Everybody, until closed; what was begun is brought to its end."""
        async with asyncio.TaskGroup() as group:
            for _ in range(4):
                group.create_task(self._again(self._case))
            for person in (self.ivan, *self.newcomers):
                group.create_task(self._again(partial(self._chats, person)))
            for person in self.strangers:
                group.create_task(self._again(partial(self._writes, person)))
            group.create_task(self._again(self._desk_works))

    def closes(self) -> None:
        """Nobody begins anything new."""
        self._over.set()

    async def _again(self, act: Callable[[], Awaitable[None]]) -> None:
        while not self._over.is_set():
            await act()

    async def _case(self) -> None:
        """A job from Kari's mail to her thanks."""
        mark = self.ledger.mark("sak")
        mail = await self.kari.mails(
            f"Kaffemaskinen lekker {mark}",
            f"Hei! Kaffemaskinen WMF-77120934 lekker, {mark}. Hilsen Kari",
            to=DESK,
            attachments=[self.ledger.photo(mark)],
            retry_for=_PATIENCE,
        )
        assert mail.was_accepted, mail.accepted
        card = await self.nord.saw(mark, button="Tar det", within=_PATIENCE)
        number = number_in(card.text)
        card = await self._presses("Tar det", number, "accepted", card)
        await self._says("Ser på den", card)
        await self._answers(await self.kari.received(f"#{number}", within=_PATIENCE))
        card = await self._presses("På vei", number, "en_route", card)
        await self._sends_album(card)
        self.ledger.steps[number, "done"] += 1
        await self.ola.pokes("Ferdig", on=card)
        post = await self.desk.saw(f"#{number}", button="Godkjenn", within=_PATIENCE)
        self.ledger.steps[number, "approved"] += 1
        await self.dina.pokes("Godkjenn", on=post)
        await self.kari.received("score", f"#{number}", within=_PATIENCE)

    async def _presses(self, label: str, number: int, event: str, card: Message) -> Message:
        """The card as it is then, without that button. Nobody waits for the bot's toast: it may be dead."""
        self.ledger.steps[number, event] += 1
        await self.ola.pokes(label, on=card)
        # After a kill there may be two such cards. The one that changes is the one that is known.
        return await self.nord.saw(f"#{number}", _lacks(label), button="Ferdig", within=_PATIENCE)

    async def _says(self, words: str, card: Message) -> None:
        mark = self.ledger.mark("ord")
        await self.ola.writes(f"{words}, {mark}", in_=self.nord, reply_to=card)
        await self.desk.saw(mark, within=_PATIENCE)

    async def _sends_album(self, card: Message) -> None:
        mark = self.ledger.mark("album")
        photos = [self.ledger.photo(mark) for _ in range(2)]
        await self.ola.sends_album(photos, f"Ny pumpe, 93 °C, {mark}", in_=self.nord, reply_to=card)
        await self.desk.saw(mark, within=_PATIENCE)

    async def _answers(self, receipt: Mail) -> None:
        mark = self.ledger.mark("svar")
        photos = [self.ledger.photo(mark)] if self.random.random() < 0.5 else []
        answer = await self.kari.replies_by_mail(
            receipt, f"Takk, {mark}.", client="outlook", attachments=photos, retry_for=_PATIENCE
        )
        assert answer.was_accepted, answer.accepted
        await self.nord.saw(mark, within=_PATIENCE)

    async def _chats(self, person: Person) -> None:
        """A private message; the first opens a ticket, the others continue it."""
        mark = self.ledger.mark("hei")
        photo = self.ledger.photo(mark) if self.random.random() < 0.3 else None
        await person.writes(f"{mark}: the till prints nothing", in_=person.chat, photo=photo)
        await self.desk.saw(mark, within=_PATIENCE)

    async def _writes(self, stranger: Person) -> None:
        """A mail, every other without a Message-ID: then only its content says that a second copy is one."""
        mark = self.ledger.mark("brev")
        photos = [self.ledger.photo(mark)] if self.random.random() < 0.5 else []
        words = f"Are you open today? {mark}"
        if self.random.random() < 0.5:
            raw = _without_id(stranger, words, photos)
            mail = await self.town.raw_mail(raw, sender=stranger.email, to=DESK, retry_for=_PATIENCE)
        else:
            mail = await stranger.mails("A question", words, to=DESK, attachments=photos, retry_for=_PATIENCE)
        assert mail.was_accepted, mail.accepted
        await self.desk.saw(mark, within=_PATIENCE)

    async def _desk_works(self) -> None:
        """A list, a note, and an answer to a customer."""
        post = await self.desk.saw(_NUMBER, within=_PATIENCE)
        number = number_in(post.text)
        for command in ("/queue", f"/note {number} {self.ledger.mark('notat')}"):
            asked = await self.dina.writes(command, in_=self.desk)
            await self.desk.saw(_answers(asked), within=_PATIENCE)


def _without_id(sender: Person, words: str, photos: Sequence[File]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender.email, DESK, "A question"
    mail["Date"] = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
    mail.set_content(words)
    for photo in photos:
        mail.add_attachment(photo.content, maintype="image", subtype="png", filename=photo.name)
    return mail.as_bytes()


def number_in(text: str) -> int:
    """The first ticket number of a text."""
    found = _NUMBER.search(text)
    assert found, text
    return int(found[1])


def _answers(asked: Message) -> Callable[[Message], bool]:
    return lambda message: message.reply_to == asked.message_id


def _lacks(label: str) -> Callable[[Message], bool]:
    return lambda message: not any(label in each for each in message.buttons)
