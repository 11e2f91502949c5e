"""Kinds of values that several sections share: each reads text and refuses what is odd with the mend."""

import re
from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator

from bot.settings.problems import Odd, did_you_mean
from tickets.calendar import Duration

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?")
_POSTAL_PATTERN = re.compile(r"[0-9A-Za-z*?][0-9A-Za-z*? -]*")
_LISTEN = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:\s\[\]]+):(?P<port>\d{1,5})")
_HIGHEST_PORT = 65535


class Section(BaseModel):
    """A table of the configuration: nothing in it but what is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def split_listen(listen: str) -> tuple[str, int]:
    """``host:port`` as (host, port); an IPv6 host without its brackets."""
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise Odd(
            f'"{text}" cannot be an id', "Use up to 32 of a-z, 0-9, - and _, beginning with a letter or digit"
        )
    return text


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise Odd(f'"{text}" is not a mail address', 'Write it plainly, such as "service@nordlys.example"')
    return text


def _zone(name: object) -> ZoneInfo:
    if isinstance(name, ZoneInfo):
        return name
    if name not in _zones():
        raise Odd(f'"{name}" is not a time zone', did_you_mean_zone(str(name)))
    return ZoneInfo(str(name))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def did_you_mean_zone(name: str) -> str:
    """The mend for an unknown zone; six hundred names are no help."""
    by_lower_case = {zone.lower(): zone for zone in _zones()}
    mend = did_you_mean(name.replace(" ", "_"), by_lower_case)
    if not mend.startswith("Did"):
        return 'Use an IANA name such as "Europe/Oslo"'
    lower = mend.split('"')[1]
    return mend.replace(lower, by_lower_case[lower])


def _duration(value: object) -> Duration:
    if isinstance(value, Duration):
        return value
    try:
        length = Duration.parse(str(value))
    except ValueError:
        length = None
    if length is None or not length.amount:
        raise Odd(f'"{value}" is not a length of time', "Write 90s, 30m, 4h or 2d (d is a working day)")
    return length


def check_postal_pattern(text: str) -> str:
    """`text`, when it is a pattern such as ``0*``."""
    if not _POSTAL_PATTERN.fullmatch(text):
        raise Odd(f'"{text}" is not a postal code pattern', 'Write codes with * and ?, such as "0*" or "17?"')
    return text


def _listen(text: str) -> str:
    found = _LISTEN.fullmatch(text)
    if found is None or int(found["port"]) > _HIGHEST_PORT:
        raise Odd(f'"{text}" is not host:port', 'Write it as "127.0.0.1:8080" or "[::1]:8080"')
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Odd(
            f'"{text}" is not a web address',
            'Write it with its scheme, such as "https://desk.nordlys.example"',
        )
    return text.rstrip("/")


Id = Annotated[str, AfterValidator(_id)]
Address = Annotated[str, AfterValidator(_address)]
AddressOrNone = Annotated[str, AfterValidator(lambda text: _address(text) if text else text)]
Language = Literal["nb", "sv", "da", "ru", "en"]
Zone = Annotated[ZoneInfo, PlainValidator(_zone)]
WorkingTime = Annotated[Duration, PlainValidator(_duration)]
PostalPattern = Annotated[str, AfterValidator(check_postal_pattern)]
Listen = Annotated[str, AfterValidator(_listen)]  # "host:port"; port 0: any free one
ListenOrOff = Annotated[str, AfterValidator(lambda text: _listen(text) if text else text)]
WebAddress = Annotated[str, AfterValidator(_web_address)]  # without a slash at the end
WebAddressOrNone = Annotated[str, AfterValidator(lambda text: _web_address(text) if text else text)]
