"""Carries people's mails to the application's SMTP server, as their own mail servers would."""

import asyncio

import aiosmtplib

from sandbox.settings import Address
from sandbox.world import World

ANSWER_SECONDS = 60.0
PAUSE_SECONDS = 0.2
OWN_NAME = "mail.customers.example"


class PostOffice:
    """Recipients who are people of this world are not the application's; they get nothing from here."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def deliver(self, raw: bytes, sender: str, to: list[str], retry_for: float = 0.0) -> str:
        """The server's answer, such as "250 2.0.0 OK"; tries again for ``retry_for`` seconds when it may.

        As RFC 5321 4.5.4 wants it, 4xx and lost connections may be tried again, and 5xx may not. Where there
        is no connection at all it reads "000 ...".
        """
        local = {person.email.lower() for person in self._world.people.values() if person.email}
        recipients = [address for address in to if address.lower() not in local]
        if not recipients:
            return "000 not for the application"
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + retry_for
        while True:
            answer = await self._attempt(raw, sender, recipients)
            if answer[0] in "25" or loop.time() >= give_up_at:
                return answer
            await asyncio.sleep(PAUSE_SECONDS)

    async def _attempt(self, raw: bytes, sender: str, to: list[str]) -> str:
        # Read anew each time: the application may come back on another port.
        address = self._world.settings.app_smtp
        if address is None:
            return "000 nobody has said where the application takes mail (app_smtp)"
        try:
            return await _send(address, raw, sender, to)
        except aiosmtplib.SMTPRecipientsRefused as error:
            return "; ".join(f"{refused.code} {refused.message}" for refused in error.recipients)
        except aiosmtplib.SMTPResponseException as error:
            return f"{error.code} {error.message}" if error.code > 0 else f"000 {error.message}"
        except (aiosmtplib.SMTPException, OSError) as error:
            return f"000 {error}"


async def _send(address: Address, raw: bytes, sender: str, to: list[str]) -> str:
    client = aiosmtplib.SMTP(
        hostname=address.host,
        port=address.port,
        local_hostname=OWN_NAME,
        start_tls=False,
        timeout=ANSWER_SECONDS,
    )
    async with client:
        options = ["SMTPUTF8"] if not "".join([sender, *to]).isascii() else []
        refused, answer = await client.sendmail(sender, to, raw, mail_options=options)
    also = "".join(f"; {who} refused: {reply.code} {reply.message}" for who, reply in refused.items())
    return f"250 {answer}{also}"
