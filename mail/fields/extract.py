"""All fields of a mail at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mail.parsed import Fields, Mailbox
from mail.reply.cut import Cut
from tickets.register import Asset


@dataclass(frozen=True, slots=True)
class Sources:
    """Where fields may come from: subject, new text and signature, and for a forward the mail passed on."""

    subject: str
    text: str
    cut: Cut
    passed_on: Cut | None
    sender: Mailbox | None
    reply_to: Mailbox | None
    date: datetime | None


def extract(sources: Sources, language: str, assets: Sequence[Asset], categories: Mapping[str, Sequence[str]], own: frozenset[str]) -> Fields:
    """The fields of one mail."""
    return Fields()
