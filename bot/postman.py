"""The postman: carries the outbox's mails to the operator's server, again for two days."""

import asyncio
from dataclasses import asdict
from datetime import timedelta
from time import perf_counter
from typing import Any

import structlog

from bot.bells import Bells
from bot.metrics import Metrics
from bot.moments import Clock, growing
from bot.undelivered import give_up
from handlers.house import House
from mail.compose import OutgoingAttachment, OutgoingMail, compose
from mail.parsed import Mailbox
from mail.send import MailSender, PermanentMailError, TransientMailError
from storage.deliveries import Delivery
from storage.files import FileMissing, Files
from storage.store import Store

_log = structlog.get_logger()

_LEASE = timedelta(minutes=15)
_POLL = 1.0
_AT_ONCE = 50
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(hours=2)
_GIVES_UP_AFTER = timedelta(days=2)
_FETCHED_IN = 1.0  # seconds, for files that wait at Telegram


class Postman:
    """Mails leave one after another over one connection."""

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        sender: MailSender,
        house: House,
        bells: Bells,
        metrics: Metrics,
        now: Clock,
    ) -> None:
        self._store = store
        self._files = files
        self._sender = sender
        self._house = house
        self._bells = bells
        self._metrics = metrics
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped; the mail under way is finished."""
        while not stop.is_set():
            if not await self._round(stop):
                await self._bells.mails.wait(_POLL)

    async def _round(self, stop: asyncio.Event) -> bool:
        async with self._store.glance() as unit:
            due = await unit.outbox.due("mail", self._now(), _AT_ONCE)
        for delivery in due:
            if stop.is_set():
                break
            async with self._store.unit() as unit:
                taken = await unit.outbox.claim(delivery.id, self._now(), _LEASE)
                await unit.commit()
            if taken is not None:
                await self._carry(taken)
        return bool(due)

    async def _carry(self, delivery: Delivery) -> None:
        started = perf_counter()
        try:
            mail = await self._mail(delivery)
            await self._sender.send(
                compose(mail), self._house.addresses.desk, [box.address for box in mail.to]
            )
        except TransientMailError as error:
            pause = timedelta(seconds=error.retry_after) if error.retry_after else self._pause(delivery)
            await self._retry(delivery, error.reason, pause)
        except PermanentMailError as error:
            await self._fail(delivery, error.reason)
        except (ValueError, FileMissing) as error:  # no mail can be made of it, today or tomorrow
            _log.error("mail_impossible", delivery=delivery.id, exc_info=error)
            await self._fail(delivery, type(error).__name__)
        except Exception as error:  # noqa: BLE001  the edge of the loop: one mail stops no other
            _log.error("mail_broke", delivery=delivery.id, exc_info=error)
            await self._retry(delivery, type(error).__name__, self._pause(delivery))
        else:
            await self._sent(delivery)
        self._metrics.sending.labels("mail").observe(perf_counter() - started)

    async def _mail(self, delivery: Delivery) -> OutgoingMail:
        payload: dict[str, Any] = delivery.payload
        name, address = payload["to"]
        addresses, desk = self._house.addresses, self._house.policy.desk_name
        return OutgoingMail(
            message_id=payload["message_id"],
            sender=Mailbox(desk, addresses.desk),
            reply_to=Mailbox(desk, payload["reply_to"]),
            to=(Mailbox(name, address),),
            subject=payload["subject"],
            text=payload["text"],
            html=payload["html"],
            date=delivery.created_at.astimezone(self._house.policy.zone),
            in_reply_to=payload["in_reply_to"],
            references=tuple(payload["references"]),
            auto_submitted=payload["auto_submitted"],
            attachments=await self._attachments(delivery),
        )

    async def _attachments(self, delivery: Delivery) -> tuple[OutgoingAttachment, ...]:
        """Its files; those that were at Telegram when it was written are by now at home, or never will be."""
        listed: list[dict[str, Any]] = delivery.payload["attachments"]
        if delivery.entry is not None and not all(file["sha256"] for file in listed):
            async with self._store.glance() as unit:
                files = await unit.tickets.files_of(delivery.entry)
            if files is None:
                raise TransientMailError("its files are not fetched yet", retry_after=_FETCHED_IN)
            listed = [asdict(file) for file in files]
        return tuple(
            [
                OutgoingAttachment(
                    filename=file["filename"],
                    content_type=file["content_type"],
                    content=await self._files.get(file["sha256"]),
                )
                for file in listed
                if file["sha256"]
            ]
        )

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
