"""Deciding a mail: understand it, find its ticket, call one use case, all in one transaction."""

import asyncio
from collections.abc import Sequence

from bot.automatic.envelope import with_return_path
from bot.deciding import Unreadable
from bot.held import HELD
from bot.identity import Identities
from bot.linked.reading import beside, is_copy
from bot.mails import order
from bot.mails.files import without_letterheads, worth_keeping
from bot.mails.in_hand import Decided, InHand, ways_of
from bot.moments import Clock
from handlers.desk import Desk
from handlers.house import House
from mail.customer_form import Filled, Form, read_form
from mail.machine.invitation import read_invitation
from mail.parse import parse
from mail.parsed import ParsedMail
from storage.arrivals import Arrival
from storage.files import Files
from storage.store import Store


class MailDecider:
    """Decides mails that were saved."""

    def __init__(
        self,
        *,
        store: Store,
        house: House,
        files: Files,
        identities: Identities,
        now: Clock,
        forms: Sequence[Form] = (),
    ) -> None:
        self._store = store
        self._house = house
        self._files = files
        self._identities = identities
        self._forms = forms
        self._now = now

    async def decide(self, arrival: Arrival) -> Decided:
        """Parses off the loop, asks who wrote it, stores files, then decides and commits."""
        parsed = await asyncio.to_thread(parse, with_return_path(arrival), **ways_of(self._house))
        if parsed.error:
            raise Unreadable(parsed.error)
        sender = await self._identities.of(arrival.raw, parsed.sender.address if parsed.sender else None)
        files, codes = await asyncio.to_thread(worth_keeping, parsed)
        invitation = await asyncio.to_thread(read_invitation, arrival.raw, self._house.policy.zone)
        filled = await asyncio.to_thread(self._filled, parsed)
        copy = await asyncio.to_thread(beside, parsed)
        files = [file for file in files if not is_copy(file)]
        for file in (*files, *(copy.files if copy else ())):
            await self._files.put(file.content)
        async with self._store.unit() as unit:
            mail = InHand(
                desk=Desk(house=self._house, unit=unit, now=self._now()),
                arrival=arrival,
                parsed=parsed,
                sender=sender,
                files=await without_letterheads(unit, files),
                codes=codes,
                invitation=invitation,
                filled=filled,
                beside=copy,
            )
            outcome, ticket = await order.decide(mail)
            if outcome != HELD:
                await unit.arrivals.decided(arrival.id, outcome, ticket, self._now())
            await unit.commit()
        return outcome, ticket

    def _filled(self, parsed: ParsedMail) -> Filled | None:
        """What it says by the form of the customer that it comes from."""
        form = next((form for form in self._forms if form.fits(parsed)), None)
        return read_form(form, parsed, self._house.policy.zone) if form else None
