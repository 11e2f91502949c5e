"""Brings the mail room's understanding of words to the chats."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.message import EmailMessage

from handlers.reading import Told
from mail.parse import asset_hints, parse, with_assets
from mail.parsed import Fields, ParsedMail
from tickets.register import Asset
from tickets.states import Priority
from tickets.ticket import Facts


class WordReader:
    """Reads a chat message the way a mail of the same words would be read."""

    def __init__(self, own_addresses: Iterable[str]) -> None:
        self._own = tuple(own_addresses)

    def hints(self, text: str) -> tuple[str, ...]:
        """Asset ids and serial numbers that the words may name."""
        return asset_hints(self._parsed(text, None))

    def read(self, text: str, at: datetime, assets: Sequence[Asset]) -> Told:
        """What the words say, told at `at`."""
        parsed = with_assets(self._parsed(text, at), assets)
        return Told(
            facts=facts_of(parsed.fields),
            priority=Priority(parsed.fields.priority),
            language=parsed.language if len(text.split()) > 2 else None,
            asset_id=parsed.fields.asset_id,
        )

    def _parsed(self, text: str, at: datetime | None) -> ParsedMail:
        mail = EmailMessage()
        mail["From"] = "chat@telegram.invalid"
        if at is not None:
            mail["Date"] = at
        mail.set_content(text)
        return parse(mail.as_bytes(), own_addresses=self._own)


def facts_of(fields: Fields) -> Facts:
    """A mail's fields as a ticket keeps them."""
    return Facts(
        serial=fields.serial,
        site_address=fields.site_address,
        postal_code=fields.postal_code,
        city=fields.city,
        contact_name=fields.contact_name,
        contact_phone=fields.contact_phone,
        access=fields.access,
        window_start=fields.window_start,
        window_end=fields.window_end,
        reference=fields.reference,
    )
