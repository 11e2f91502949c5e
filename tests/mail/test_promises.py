"""What has to hold for every mail holds for each client's, damaged as well; `make fuzz` asks for longer."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from fuzz import promises
from fuzz.damage import damaged
from fuzz.seeds import mails
from fuzz.smaller import smaller
from mail.parse import parse
from mail.parsed import Found, Mailbox, ParsedMail

SEEDS = list(mails())
HELLO = b"From: Kari <kari@x.example>\nSubject: Ovn\n\nHei"


@pytest.mark.parametrize("place", range(5))
def test_mails_of_all_clients_keep_every_promise(place: int) -> None:
    broken = {raw: promises.broken_by_mail(raw) for raw in SEEDS[place::5]}
    assert not {raw: what for raw, what in broken.items() if what}


@pytest.mark.parametrize("seed", range(5))
def test_damaged_mails_keep_every_promise(seed: int) -> None:
    random = Random(seed)  # noqa: S311  it only chooses damage
    wounded = [damaged(random.choice(SEEDS), SEEDS, random)[: promises.LONGEST] for _ in range(30)]
    broken = {raw: promises.broken_by_mail(raw) for raw in wounded}
    assert not {raw: what for raw, what in broken.items() if what}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"error": "KeyError: x"}, "error: KeyError"),
        ({"text": "a\0b"}, "no clean text: text"),
        ({"signature": "\ud800"}, "no clean text: signature"),
        ({"subject": "Ovn\nBcc: a@b.example"}, "more than one line: subject"),
        ({"sender": Mailbox("Kari\r\nBcc: a@b.example", "a@b.example")}, "more than one line: name"),
        ({"found": {"city": Found("text", 0, 3, "Oslo", "")}}, "city is not found where it is said"),
    ],
)
def test_a_broken_promise_is_named(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], named: str
) -> None:
    def otherwise(raw: bytes, *given: Any, **more: Any) -> ParsedMail:
        return replace(parse(raw, *given, **more), **changes)

    monkeypatch.setattr(promises, "parse", otherwise)
    assert (promises.broken_by_mail(HELLO) or "").startswith(named)


@pytest.mark.parametrize(
    "stream", [b"", b".\r\n", b"..\r\n.\r\nQUIT", b"a\r\n.\r\nb", b"\n.\n\r.\r\r\n.\r\r\n.\r\n"]
)
def test_data_ends_where_it_should(stream: bytes) -> None:
    assert [promises.broken_by_data(stream, cut) for cut in (1, 2, 3, 100)] == [None] * 4


def test_a_finding_is_made_small() -> None:
    raw = b"From: a\nSubject: b\n\n" + b"Hei\n" * 200 + b"the needle here\n" + b"Hade\n" * 200
    assert smaller(raw, lambda one: b"needle" in one) == b"needle"
