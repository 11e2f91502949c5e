"""Column types: what the domain's values become in a row, alike in SQLite and PostgreSQL."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, String, Text, TypeDecorator

# SQLite numbers rows by itself only when the key is plain INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGEST = 32


class Moment(TypeDecorator[datetime]):
    """A moment as microseconds since 1970 in UTC: sorts and compares alike in SQLite and PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuses naive datetimes with ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        delta = value - _EPOCH
        return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Gives aware UTC."""
        if value is None:
            return None
        seconds, micros = divmod(int(value), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


class Amount(TypeDecorator[Decimal]):
    """An exact amount, as text: SQLite's numbers are binary."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Plain digits."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """The same amount."""
        return None if value is None else Decimal(value)


class Words(TypeDecorator[str]):
    """Text from outside, of any length. What no database keeps (NUL, lone surrogates) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Never refuses a text."""
        return None if value is None else storable(value)


class Label(TypeDecorator[str]):
    """Text from outside that is looked up, no longer than `length`.

    A longer one keeps its beginning and a hash of the whole, when written and when asked for alike, so that
    two long Message-IDs stay two.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Never refuses a text."""
        return None if value is None else fit(value, self.length)


def storable(text: str) -> str:
    """`text` with U+FFFD for what no database keeps."""
    text = text.replace("\x00", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def fit(text: str, length: int) -> str:
    """`text` as a Label of that length is stored."""
    text = storable(text)
    if len(text) <= length:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
    return f"{text[: length - _DIGEST - 1]}#{digest}"
