"""``stafett doctor``: tries what the configuration names, and says what works and the mend for the rest."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from bot.doctoring import database, files, mailboxes, ports, telegram
from bot.doctoring.verdicts import Failed, Skipped
from bot.log import blacken
from bot.settings import Settings

CHECKS: dict[str, Callable[[Settings], Awaitable[str]]] = {
    "database": database.answers,
    "schema": database.schema,
    "files": files.keep,
    "incoming mail": ports.smtp,
    "mailbox": mailboxes.incoming,
    "outgoing mail": mailboxes.outgoing,
    "DKIM": mailboxes.dkim,
    "Telegram": telegram.knows_the_bot,
    "Telegram updates": telegram.updates,
    "web": ports.web,
}
_WIDTH = max(map(len, CHECKS))


class State(StrEnum):
    """How a check went."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"  # not configured, or pointless after another's failure


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's."""

    topic: str
    state: State
    said: str
    mend: str = ""

    def __str__(self) -> str:
        mend = f"\n{'':9}{'':{_WIDTH}}  → {self.mend}" if self.mend else ""
        return f"{self.state:8} {self.topic:{_WIDTH}}  {self.said}{mend}"


async def examine(settings: Settings, *, out: TextIO, seconds: float = 20.0) -> int:
    """Prints one finding after another; each may take `seconds`. The exit code: 1 when any failed."""
    failed = False
    for topic in CHECKS:
        finding = await found(topic, settings, seconds)
        failed = failed or finding.state is State.FAILED
        out.write(f"{_discreet(str(finding), settings)}\n")
        out.flush()
    return int(failed)


async def found(topic: str, settings: Settings, seconds: float = 20.0) -> Finding:
    """What one check finds; whatever it raises becomes a finding."""
    try:
        async with asyncio.timeout(seconds):
            return Finding(topic, State.OK, await CHECKS[topic](settings))
    except Skipped as skipped:
        return Finding(topic, State.SKIPPED, str(skipped))
    except Failed as failure:
        return Finding(topic, State.FAILED, failure.said, failure.mend)
    except TimeoutError:
        return Finding(
            topic,
            State.FAILED,
            f"no answer within {seconds:g} s",
            "Check host, port and any firewall between",
        )
    except Exception as error:  # noqa: BLE001  a library's surprise is a finding too
        said = (str(error).strip().splitlines() or [""])[0]
        return Finding(
            topic, State.FAILED, f"{type(error).__name__}: {said}", "Check this section's settings"
        )


def _discreet(text: str, settings: Settings) -> str:
    for secret in settings.secrets():
        text = text.replace(secret, "***")
    return blacken(text)
