"""``stafett links`` and ``stafett trust``: whose signed copies are believed, and by what ours are known."""

from datetime import UTC, datetime
from typing import TextIO

from bot.errors import Refused
from bot.linked.copying import LINK_KEY
from bot.opening import opened
from bot.settings import Settings
from bot.settings.problems import did_you_mean
from mail.linked.seal import Sealer, as_fingerprint, new_seed
from storage.links import PRINCIPAL, LinkKey, Trust, as_partner

_BY = "the operator"


async def show(settings: Settings, out: TextIO) -> int:
    """Our fingerprint, to be read out to others, and theirs. The exit code."""
    async with opened(settings) as store, store.unit() as unit:
        ours = Sealer(await unit.facts.ensure(LINK_KEY, new_seed)).fingerprint
        keys = await unit.links.keys()
        await unit.commit()
    out.write(f"ours: {ours}\n")
    out.writelines(f"{key.state.value:8} {key.role:24} {key.fingerprint}  {_who(key)}\n" for key in keys)
    return 0


async def trust(settings: Settings, fingerprint: str, who: str, *, refuse: bool, out: TextIO) -> int:
    """Answers for a key, met or not. `who`: principal (it may hand us jobs), or the partner it answers for.

    Raises Refused when it is no fingerprint, or there is no such partner.
    """
    known = as_fingerprint(fingerprint)
    if known is None:
        raise Refused(f'"{fingerprint}" is no fingerprint: that is 32 digits and letters a to f')
    partners = {partner.id: partner.name for partner in settings.partners}
    if who != PRINCIPAL and who not in partners:
        raise Refused(
            f'there is no partner "{who}". {did_you_mean(who, [PRINCIPAL, *partners])}'.rstrip(". ")
        )
    state = Trust.REFUSED if refuse else Trust.TRUSTED
    role = PRINCIPAL if who == PRINCIPAL else as_partner(who)
    now = datetime.now(UTC)
    async with opened(settings) as store, store.unit() as unit:
        waiting = await unit.links.name_key(known, role, state, partners.get(who, who), _BY, now)
        for arrival in () if refuse else waiting:
            await unit.arrivals.again(arrival, now)
        await unit.commit()
    out.write(f"{known} is {state.value} as {who}.\n")
    return 0


def _who(key: LinkKey) -> str:
    return " ".join(filter(None, (key.name, f"<{key.address}>" if key.address else "")))
