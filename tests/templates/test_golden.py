"""The card and the acknowledgement as they are read. ACCEPT_TEXTS=1 accepts a change."""

import os
from pathlib import Path

import pytest

from templates import Texts
from tests.templates.world import FACTS

GOLDEN = Path(__file__).parent / "golden"


def as_sent(texts: Texts, name: str, language: str, form: str) -> str:
    if form == "chat":
        return texts.chat(name, language, **FACTS[name]) + "\n"
    if form == "rich":
        return str(texts.rich(name, language, photos=2, **FACTS[name])).replace("><h", ">\n<h") + "\n"
    mail = texts.mail(name, language, **FACTS[name])
    return f"Subject: {mail.subject}\n\n{mail.text}" if form == "text" else mail.html


@pytest.mark.parametrize(
    ("file", "name", "language", "form"),
    [
        ("card.nb.html", "partner/card", "nb", "chat"),
        ("card.ru.html", "partner/card", "ru", "chat"),
        ("card.nb.rich.html", "partner/card", "nb", "rich"),
        ("received.nb.txt", "requester/received", "nb", "text"),
        ("received.nb.html", "requester/received", "nb", "html"),
    ],
)
def test_reads_as_it_was_approved(texts: Texts, file: str, name: str, language: str, form: str) -> None:
    text = as_sent(texts, name, language, form)
    if os.environ.get("ACCEPT_TEXTS"):
        (GOLDEN / file).write_text(text)
    assert text == (GOLDEN / file).read_text()
