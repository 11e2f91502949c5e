"""``stafett unbind``: a partner's chat is theirs no more, as after ``/unbind`` in the dispatchers' chat."""

from datetime import UTC, datetime
from typing import TextIO

from bot import errors
from bot.house import house_of
from bot.opening import opened
from bot.plain import words_in
from bot.settings import Settings
from handlers.desk import Desk
from handlers.parting import UNBOUND, part
from handlers.signing import new_secret
from handlers.tell_desk import tell_desk
from tickets.outcome import Refused

_LANGUAGE = "en"  # of the command line


async def unbind(settings: Settings, which: str, out: TextIO) -> int:
    """Unbinds and says what; the dispatchers' chat hears it, too. The exit code.

    `which`: a partner's id, perhaps with a chat's title behind it, or a chat's number. Raises errors.Refused
    when there is no such partner.
    """
    now = datetime.now(UTC)
    async with opened(settings) as store, store.unit() as unit:
        house = house_of(settings, await unit.facts.ensure("secret", new_secret))
        desk = Desk(house=house, unit=unit, now=now)
        try:
            facts = await part(which, desk)
        except Refused as refusal:
            why = desk.texts.word(f"refused/{refusal.reason}", _LANGUAGE, **refusal.facts)
            raise errors.Refused(why) from None
        await tell_desk(unit, house, UNBOUND.rpartition("/")[2], now, facts)
        await unit.commit()
    out.write(words_in(desk.texts.chat(UNBOUND, _LANGUAGE, **facts, now=now)).strip() + "\n")
    return 0
