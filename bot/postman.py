"""The postman: carries the outbox's mails to the operator's server, again for two days."""

import asyncio
from datetime import datetime, timedelta
from time import perf_counter

import structlog

from bot.bells import Bells
from bot.letter import Letters
from bot.metrics import Metrics
from bot.moments import Clock, growing
from bot.return_path import return_path
from bot.troubles import Trouble, Troubles
from bot.undelivered import give_up
from handlers.house import House
from mail.send import MailSender, PermanentMailError, TransientMailError
from storage.deliveries import Delivery
from storage.files import FileMissing
from storage.store import Store

_log = structlog.get_logger()

_LEASE = timedelta(minutes=15)
_POLL = 1.0
_AT_ONCE = 50
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(hours=2)
_LONGEST_REST = timedelta(minutes=5)  # while the server itself is not there
_GIVES_UP_AFTER = timedelta(days=2)
_TOO_LARGE = 552  # RFC 1870 section 6.1


class Postman:
    """Mails leave one after another over one connection. While the server is not there, all of them wait.

    `signed_returns`: each has a return path of its own, unless the server takes none but the desk's.
    """

    def __init__(
        self,
        *,
        store: Store,
        letters: Letters,
        sender: MailSender,
        house: House,
        bells: Bells,
        metrics: Metrics,
        troubles: Troubles,
        signed_returns: bool,
        now: Clock,
    ) -> None:
        self._store = store
        self._letters = letters
        self._sender = sender
        self._house = house
        self._bells = bells
        self._metrics = metrics
        self._troubles = troubles
        self._signed_returns = signed_returns
        self._now = now
        self._failures = 0  # of the server, in a row
        self._rests_until: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped; the mail under way is finished."""
        while not stop.is_set():
            if not await self._round(stop):
                await self._bells.mails.wait(_POLL)

    async def _round(self, stop: asyncio.Event) -> bool:
        if self._rests_until is not None and self._now() < self._rests_until:
            return False
        async with self._store.glance() as unit:
            due = await unit.outbox.due("mail", self._now(), _AT_ONCE)
        for delivery in due:
            if stop.is_set() or (self._failures and delivery is not due[0]):
                break
            async with self._store.unit() as unit:
                taken = await unit.outbox.claim(delivery.id, self._now(), _LEASE)
                await unit.commit()
            if taken is not None:
                await self._send(taken)
        return bool(due)

    async def _send(self, delivery: Delivery) -> None:
        started = perf_counter()
        try:
            await self._hand_over(delivery)
        except TransientMailError as error:
            pause = timedelta(seconds=error.retry_after) if error.retry_after else self._pause(delivery)
            await self._retry(delivery, error.reason, pause)
            if error.server:
                await self._rest(error.reason)
        except PermanentMailError as error:
            await self._works()
            await self._fail(delivery, error.reason)
        except (ValueError, FileMissing) as error:  # no mail can be made of it, today or tomorrow
            _log.error("mail_impossible", delivery=delivery.id, exc_info=error)
            await self._fail(delivery, type(error).__name__)
        except Exception as error:  # noqa: BLE001  the edge of the loop: one mail stops no other
            _log.error("mail_broke", delivery=delivery.id, exc_info=error)
            await self._retry(delivery, type(error).__name__, self._pause(delivery))
        else:
            await self._works()
            await self._sent(delivery)
        self._metrics.sending.labels("mail").observe(perf_counter() - started)

    async def _hand_over(self, delivery: Delivery) -> None:
        """Once more, and otherwise, when it is our return path or the files that the server does not take."""
        to = [str(delivery.payload["to"][1])]
        raw = await self._letters.write(delivery)
        try:
            try:
                await self._sender.send(raw, self._return_path(delivery), to)
            except PermanentMailError as error:
                if not (error.sender and self._signed_returns):
                    raise
                _log.warning("signed_returns_refused", reason=error.reason)
                self._signed_returns = False
                await self._sender.send(raw, self._return_path(delivery), to)
        except PermanentMailError as error:
            if error.code != _TOO_LARGE or not delivery.payload["attachments"]:
                raise
            raw = await self._letters.write(delivery, with_files=False)
            await self._sender.send(raw, self._return_path(delivery), to)

    def _return_path(self, delivery: Delivery) -> str:
        addresses = self._house.addresses
        return return_path(addresses, delivery.id) if self._signed_returns else addresses.desk

    async def _rest(self, reason: str) -> None:
        """The server is not there: every mail waits, and one at a time tries."""
        self._rests_until = self._now() + growing(_FIRST_PAUSE, self._failures, _LONGEST_REST)
        self._failures += 1
        await self._troubles.lost(Trouble.OUTGOING, reason)

    async def _works(self) -> None:
        self._failures, self._rests_until = 0, None
        await self._troubles.works(Trouble.OUTGOING)

    async def _sent(self, delivery: Delivery) -> None:
        async with self._store.unit() as unit:
            await unit.outbox.sent(delivery.id, self._now(), [delivery.payload["message_id"]])
            await unit.commit()
        _log.info("delivery_sent", delivery=delivery.id, kind=delivery.kind, ticket=delivery.ticket)
        self._metrics.deliveries.labels("mail", delivery.kind, "sent").inc()

    async def _retry(self, delivery: Delivery, reason: str, pause: timedelta) -> None:
        if self._now() - delivery.created_at > _GIVES_UP_AFTER:
            await self._fail(delivery, reason)
            return
        _log.warning("delivery_retried", delivery=delivery.id, kind=delivery.kind, reason=reason)
        self._metrics.deliveries.labels("mail", delivery.kind, "retried").inc()
        async with self._store.unit() as unit:
            await unit.outbox.retry(delivery.id, self._now() + pause, reason)
            await unit.commit()

    async def _fail(self, delivery: Delivery, reason: str) -> None:
        _log.warning("delivery_failed", delivery=delivery.id, kind=delivery.kind, reason=reason)
        self._metrics.deliveries.labels("mail", delivery.kind, "failed").inc()
        async with self._store.unit() as unit:
            await give_up(unit, self._house, delivery, reason, self._now())
            await unit.commit()
        self._bells.decided()

    @staticmethod
    def _pause(delivery: Delivery) -> timedelta:
        return growing(_FIRST_PAUSE, delivery.attempts - 1, _LONGEST_PAUSE)
