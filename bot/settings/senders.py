"""Whose mails are believed to be whose."""

import re
from typing import Annotated

from pydantic import AfterValidator

from bot.settings.kinds import Section
from bot.settings.problems import Odd

_SERVER = re.compile(r"\.?[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*", re.ASCII)
_SENDER = re.compile(r"[^@\s<>()\[\],;:\"\\]*@[^\W_](?:[\w.-]*[^\W_])?")


def _server(text: str) -> str:
    if not _SERVER.fullmatch(text):
        raise Odd(
            f'"{text}" is not the name of a server or a domain',
            'Write it as it stands first in Authentication-Results, such as "mx.nordlys.example"',
        )
    return text.lower()


def _sender(text: str) -> str:
    if not _SENDER.fullmatch(text):
        raise Odd(
            f'"{text}" is neither a mail address nor a domain with its @',
            'Write "dina@nordlys.example", or "@nordlys.example" for everybody there',
        )
    return text.lower()


Server = Annotated[str, AfterValidator(_server)]
SenderPattern = Annotated[str, AfterValidator(_sender)]  # an address, or @domain


class IdentitySettings(Section):
    """How it is told who wrote a mail."""

    dkim: bool = True  # signatures are checked here; their keys come from DNS
    trusted_servers: tuple[Server, ...] = ()  # whose Authentication-Results count; ".domain": all below it
    trusted_sealers: tuple[Server, ...] = ()  # domains whose ARC seals count
    dispatchers: tuple[SenderPattern, ...] = ()  # from whom only a proven mail is taken as a dispatcher's
