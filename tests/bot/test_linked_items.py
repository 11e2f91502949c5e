"""Items of a copy, in whatever mails they come: each once, in its order, and none without its file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.linked.items import takeable, words_of
from bot.linked.reading import Beside
from mail.parsed import Attachment
from storage.links import Link
from tickets.linked.copy import Desk, Said, SharedFile

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LINK = Link(
    id="1001-ma-x@nordlys.example",
    ticket=2001,
    fingerprint="f",
    desk=Desk(name="Nordlys", address="a@b.example", reply_to="a+1@b.example", language="nb", number="1001"),
)


def item(n: int, *hashes: str, text: str = "") -> Said:
    files = tuple(SharedFile(name=f"{each}.jpg", type="image/jpeg", size=1, sha256=each) for each in hashes)
    return Said(n=n, at=NOW, text=text, files=files)


def mail(*hashes: str) -> Beside:
    """One that brings these files."""
    made = (
        Attachment(filename=each, content_type="image/jpeg", size=1, inline=False, sha256=each, content=b"x")
        for each in hashes
    )
    return Beside(files=tuple(made))


def numbers(said: Sequence[Said]) -> list[int]:
    return [each.n for each in said]


def test_what_we_have_is_not_taken_again() -> None:
    said = [item(1, text="a"), item(2, text="b")]
    assert numbers(takeable(said, mail(), replace(LINK, heard=1))) == [2]


def test_a_file_on_its_way_is_waited_for_and_words_after_it_wait_too() -> None:
    said = [item(1, "photo"), item(2, text="Se bildet")]
    assert takeable(said, mail(), LINK) == []
    assert numbers(takeable(said, mail("photo"), LINK)) == [1, 2]


def test_a_file_that_was_asked_for_in_vain_is_not_waited_for() -> None:
    (taken,) = takeable([item(1, "photo")], mail(), replace(LINK, asked=("photo",)))
    assert words_of(taken, ()) == "📎 photo.jpg"


def test_words_do_not_wait_for_their_file() -> None:
    assert numbers(takeable([item(1, "photo", text="Se her")], mail(), LINK)) == [1]


@given(st.lists(st.sampled_from(["words", "file"]), min_size=1, max_size=8), st.randoms())
def test_in_whatever_order_mails_come_each_item_is_taken_once(kinds: list[str], chance: object) -> None:
    """Each mail has all items up to its own, and its own file; some come twice, in any order."""
    said = [item(n, f"f{n}") if kind == "file" else item(n, text=f"w{n}") for n, kind in enumerate(kinds, 1)]
    mails = [(said[:n], mail(f"f{n}")) for n in range(1, len(said) + 1)] * 2
    chance.shuffle(mails)  # type: ignore[attr-defined]
    link, taken = LINK, list[int]()
    last_resort = [(said, mail(*(f"f{n}" for n in range(1, len(said) + 1))))]  # what was asked for once more
    for words, files in (*mails, *last_resort):
        fresh = numbers(takeable(words, files, link))
        taken += fresh
        link = replace(link, heard=max([link.heard, *fresh]))
    assert taken == list(range(1, len(said) + 1))
