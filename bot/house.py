"""The house as the settings have it: the same for `stafett run` and for a command that acts beside it."""

from bot.settings import Settings
from handlers.house import House
from handlers.signing import Addresses, Signer
from mail.domains import party_of
from mail.machine.addresses import nobody_reads
from templates import Texts


def house_of(settings: Settings, secret: str) -> House:
    """`secret`: the installation's, which signs reply addresses and links."""
    public = settings.web.public_url.rstrip("/")
    return House(
        policy=settings.policy(),
        texts=Texts(zone=settings.desk.timezone),
        addresses=Addresses(settings.desk.address, Signer(secret), settings.desk.aliases),
        dispatchers=settings.mail.identity.dispatchers,
        limits=settings.mail.breaker.limits(),
        party_of=party_of,
        nobody_reads=nobody_reads,
        score_url=f"{public}/score" if public else None,
        price_url=f"{public}/price" if public else None,
        job_url=f"{public}/job" if public else None,
    )
