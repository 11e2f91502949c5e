"""One mail by several ways is one entry, also when two are decided at the same time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.arrivals import mail_arrival
from bot.identity import Identities
from bot.mail_decider import MailDecider
from handlers.house import House
from handlers.signing import Addresses, Signer
from mail.identity import Trust
from mail.smtp_envelope import Envelope
from storage.arrivals import Arrival
from storage.files import Files
from storage.store import Store
from templates import Texts
from tests.bot.configuration import WHOLE, settings_of

LEASE = timedelta(minutes=5)
NOW = datetime(2026, 11, 5, 9, 12, tzinfo=UTC)
KARI = "kari@solsikken.example"
DESK = "service@nordlys.example"
LIST = "vaktmester@lister.example"
WORDS = "Kaffemaskinen lekker.\nKom gjerne i dag."
FOOTER = "\n_______________\nVaktmester-listen\nhttps://lister.example"


def mail(
    text: str = WORDS,
    *,
    sender: str = f"Kari <{KARI}>",
    message_id: str | None = "<1@solsikken.example>",
    subject: str = "Lekker",
    date: str | None = "Thu, 5 Nov 2026 09:12:00 +0100",
    **more: str,
) -> bytes:
    """Her mail, as it is or as somebody on the way has made it."""
    fields = {"From": sender, "To": DESK, "Subject": subject, "Date": date, "Message-ID": message_id}
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    return "".join(f"{n}: {v}\n" for n, v in fields.items() if v).encode() + b"\n" + text.encode()


@pytest.fixture
def decider(store: Store, tmp_path: Path) -> MailDecider:
    """On either database, without the rest of the application."""
    policy = settings_of(WHOLE).policy()
    addresses = Addresses(DESK, Signer("5e" * 32))
    house = House(policy=policy, texts=Texts(zone=policy.zone), addresses=addresses)
    return MailDecider(
        store=store,
        house=house,
        files=Files(f"file:{tmp_path / 'files'}"),
        identities=Identities(Trust(signatures=False)),
        now=lambda: NOW,
    )


async def came(store: Store, *raws: bytes) -> list[Arrival]:
    """The arrivals of these mails, taken to be decided; what the inbox has already is none."""
    async with store.unit() as unit:
        for raw in raws:
            envelope = Envelope(peer="::1", sender="", recipients=(DESK,), raw=raw, received_at=NOW)
            arrival = replace(mail_arrival(envelope), lane=str(hash(raw)))  # two processes, two lanes
            await unit.arrivals.save([arrival])
        taken = [await unit.arrivals.claim(NOW, LEASE) for _ in raws]
        await unit.commit()
    return [arrival for arrival in taken if arrival is not None]


async def decided(decider: MailDecider, store: Store, *raws: bytes) -> list[str]:
    """What became of each, one after the other."""
    return [(await decider.decide(arrival))[0] for arrival in await came(store, *raws)]


COPIES = {
    "to and cc": mail(Cc="kasse@nordlys.example", Received="from a.example"),
    "a list with a footer": mail(WORDS + FOOTER, subject="[vaktmester] Lekker"),
    "a list that puts itself into the from": mail(
        WORDS + FOOTER, sender=f"Kari via Vaktmester <{LIST}>", Reply_To=KARI, List_Id=f"<{LIST}>"
    ),
    "a relay that gives it an id": mail(message_id="<relay@relay.example>"),
    "a relay that takes its id away": mail(message_id=None),
    "another way of ending lines": mail(WORDS.replace("\n", "  \n")),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
async def test_a_copy_by_another_way_is_nothing_new(decider: MailDecider, store: Store, copy: bytes) -> None:
    assert await decided(decider, store, mail(), copy) in (["ticket"], ["ticket", "duplicate"])


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
async def test_two_copies_decided_at_once_are_one_ticket(
    decider: MailDecider, store: Store, copy: bytes
) -> None:
    arrivals = await came(store, copy, mail())
    outcomes = await asyncio.gather(*map(decider.decide, arrivals))
    assert [ticket for _, ticket in outcomes if ticket] == [1001]


async def test_what_a_list_brings_first_is_not_lost_when_it_comes_straight(
    decider: MailDecider, store: Store
) -> None:
    copies = (COPIES["a list that puts itself into the from"], mail())
    assert await decided(decider, store, *copies) == ["list", "ticket"]


OTHERS = {
    "other words": mail("Nå brenner den."),
    "more words in the line": mail(WORDS + " Og i morgen."),
    "a second later": mail(message_id="<2@solsikken.example>", date="Thu, 5 Nov 2026 09:12:01 +0100"),
    "another sender": mail(sender="lars@solsikken.example", message_id="<2@solsikken.example>"),
    "another subject": mail(subject="Strøm", message_id="<2@solsikken.example>"),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
async def test_another_mail_is_not_lost(decider: MailDecider, store: Store, other: bytes) -> None:
    assert "duplicate" not in await decided(decider, store, mail(), other)


async def test_a_machine_that_gives_all_its_mails_one_id_loses_none(
    decider: MailDecider, store: Store
) -> None:
    alarms = [mail(f"Alarm {number}", date=None) for number in (1, 12, 1)]
    assert await decided(decider, store, *alarms) == ["ticket", "ticket"]
