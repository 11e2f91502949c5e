"""``stafett quarantine`` and ``stafett replay``: what could not be understood, and another try."""

from datetime import UTC, datetime
from typing import TextIO

from bot.errors import Refused
from bot.opening import opened
from bot.settings import Settings
from storage.arrivals import Arrival

_PAGE = 100


async def list_quarantine(settings: Settings, out: TextIO) -> int:
    """Prints one line an arrival, newest first: id, when, channel, sender, reason. The exit code."""
    before: int | None = None
    async with opened(settings) as store, store.glance() as unit:
        while page := await unit.arrivals.quarantined(_PAGE, before):
            out.writelines(_line(arrival, settings) for arrival in page)
            before = page[-1].id
    if before is None:
        out.write("Nothing is in quarantine.\n")
    elif out.isatty():
        out.write("`stafett replay ID` processes one again.\n")
    return 0


async def replay(settings: Settings, arrival_id: int, out: TextIO) -> int:
    """Puts one back into the inbox, for `stafett run` to process. The exit code.

    Raises Refused when it is not in quarantine, saying where it is.
    """
    async with opened(settings) as store, store.unit() as unit:
        if not await unit.arrivals.requeue(arrival_id, datetime.now(UTC)):
            raise Refused(_elsewhere(arrival_id, await unit.arrivals.get(arrival_id)))
        await unit.commit()
    out.write(f"Arrival {arrival_id} is in the inbox again: `stafett run` takes it within seconds.\n")
    return 0


def _line(arrival: Arrival, settings: Settings) -> str:
    at = arrival.received_at.astimezone(settings.desk.timezone)
    sender = str(arrival.envelope.get("sender") or "-")
    words = [str(arrival.id), f"{at:%Y-%m-%d %H:%M}", arrival.channel, sender, arrival.reason or "-"]
    return "\t".join(map(_printable, words)) + "\n"


def _printable(text: str) -> str:
    """On one line, and without what would command the terminal: it comes from outside."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _elsewhere(arrival_id: int, arrival: Arrival | None) -> str:
    if arrival is None:
        return f"there is no arrival {arrival_id}"
    if arrival.state == "pending":
        return f"arrival {arrival_id} waits in the inbox already"
    about = f" of ticket {arrival.ticket}" if arrival.ticket else ""
    return f"arrival {arrival_id} is not in quarantine: it became {arrival.outcome}{about}"
