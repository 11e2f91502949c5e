"""The courier: carries the outbox to Telegram, in order per chat, within its limits, again after failures."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from time import perf_counter

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from pydantic import ValidationError

from bot.bells import Bells
from bot.calls import call_for
from bot.limits import Limits
from bot.metrics import Metrics
from bot.moments import Clock, growing
from bot.plain import another_way, as_plain, further, is_rich, without_rich
from bot.told import card_is_gone, concerns_the_chat, keys_of, keys_told, message_id, photos_of
from bot.topics import TopicLater, Topics
from bot.undelivered import give_up
from handlers.desk import Desk
from handlers.hanging import put_right
from handlers.house import House
from handlers.moving import move
from storage.deliveries import Delivery, NewDelivery
from storage.files import FileMissing, Files
from storage.store import Store

_log = structlog.get_logger()

_LEASE = timedelta(minutes=3)  # longer than the slowest upload may take
_TIMEOUT = 120  # seconds for one call
_AT_ONCE = 50  # rows looked at in one go
_POLL = 1.0  # seconds: other processes write, and moments come
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)
_GIVES_UP_AFTER = timedelta(hours=24)
_PLAIN_FOR = timedelta(hours=6)  # then the server may have been renewed
_LITTLE = ("toast", "menu", "walk", "topic")  # nobody needs to hear that it did not arrive
_TOO_MANY = "429"
_NO_TEXT = "message text is empty"  # an edit whose rich message the server does not see


class Courier:
    """One per process. Each lane has at most one message under way."""

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        bot: Bot,
        house: House,
        bells: Bells,
        metrics: Metrics,
        now: Clock,
    ) -> None:
        self._store = store
        self._files = files
        self._bot = bot
        self._house = house
        self._bells = bells
        self._metrics = metrics
        self._now = now
        self._limits = Limits()
        self._topics = Topics(store=store, bot=bot, house=house, limits=self._limits, now=now)
        self._plain_until: datetime | None = None  # the server has no rich messages, as far as we know
        self._carrying: dict[str, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Until stopped; what is under way is finished, unless we are cancelled: then it is sent again."""
        await self._remember_pauses()
        try:
            while not stop.is_set():
                pause = await self._round()
                await self._bells.chats.wait(min(pause, _POLL))
            await asyncio.gather(*self._carrying.values(), return_exceptions=True)
        finally:
            left = list(self._carrying.values())
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _remember_pauses(self) -> None:
        """What Telegram told a process before us holds for the urgent, too (T2)."""
        async with self._store.glance() as unit:
            held = await unit.outbox.held(_TOO_MANY, self._now())
        for lane, until in held.items():
            self._limits.hold(lane, until)

    async def _round(self) -> float:
        """Starts whatever may leave now; gives the seconds until more may."""
        now = self._now()
        waits: dict[str, timedelta] = {}  # lanes at their limit keep no other lane waiting
        while True:
            skipped = [*self._carrying, *waits]
            async with self._store.glance() as unit:
                due = await unit.outbox.due("telegram", now, _AT_ONCE, skip_lanes=skipped)
            for delivery in due:
                messages = len(delivery.payload.get("media", ())) or 1
                wait = self._limits.wait(delivery.lane, delivery.urgency, now, messages)
                if wait:
                    waits[delivery.lane] = wait
                elif delivery.lane not in self._carrying:
                    self._limits.took(delivery.lane, delivery.urgency, now, messages)
                    self._start(delivery)
            if len(due) < _AT_ONCE:
                return min([timedelta(seconds=_POLL), *waits.values()]).total_seconds()

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._carry(delivery.id), name=f"delivery {delivery.id}")
        self._carrying[delivery.lane] = task
        task.add_done_callback(partial(self._carried, delivery.lane))

    def _carried(self, lane: str, _task: asyncio.Task[None]) -> None:
        del self._carrying[lane]
        self._bells.chats.ring()

    async def _carry(self, delivery_id: int) -> None:
        async with self._store.unit() as unit:
            delivery = await unit.outbox.claim(delivery_id, self._now(), _LEASE)
            if delivery is None:
                await unit.commit()  # perhaps it stays in from now on
                return
            if delivery.expires_at is not None and delivery.expires_at < self._now():
                await unit.outbox.expire(delivery.id, self._now())
                await unit.commit()
                return
            answers = await message_id(unit.outbox, delivery.reply_to, delivery.lane)
            edits = await message_id(unit.outbox, delivery.edits, delivery.lane)
            await unit.commit()
        if delivery.edits is not None and edits is None:
            await self._fail(delivery, "what it edits was never sent", tell=False)
            return
        started = perf_counter()
        await self._try(delivery, answers, edits)
        self._metrics.sending.labels("telegram").observe(perf_counter() - started)

    async def _try(self, delivery: Delivery, answers: int | None, edits: int | None) -> None:
        try:
            delivery = await self._topics.placed(delivery)
            await self._send(delivery, answers, edits)
        except Exception as error:  # noqa: BLE001  the edge of the loop: one delivery stops no other
            await self._went_wrong(delivery, error, answers, edits)

    async def _send(self, delivery: Delivery, answers: int | None, edits: int | None) -> None:
        if delivery.kind == "topic":
            await self._topics.turn(delivery)
            await self._sent(delivery, [])
            return
        if is_rich(delivery) and self._plain_until is not None and self._now() < self._plain_until:
            delivery = without_rich(delivery)
        call = await call_for(delivery, self._files, answers=answers, edits=edits)
        result = await self._bot(call, request_timeout=_TIMEOUT)
        await self._sent(delivery, [] if edits is not None else keys_of(result), photos_of(result))

    async def _sent(self, delivery: Delivery, keys: list[str], photos: Sequence[str] = ()) -> None:
        """`photos`: under which ids Telegram keeps the pictures of a card: the next edit sends no bytes."""
        async with self._store.unit() as unit:
            await unit.outbox.sent(delivery.id, self._now(), keys)
            for each in further(delivery, self._now()):
                await unit.outbox.add(each)
            known = zip(delivery.payload.get("photos", ()), photos, strict=False)
            for photo, file_id in known:
                if photo["sha256"] and not photo["file_id"]:
                    await unit.tickets.kept_at_telegram(photo["sha256"], file_id)
            await unit.commit()
        _log.info("delivery_sent", delivery=delivery.id, kind=delivery.kind, ticket=delivery.ticket)
        self._metrics.deliveries.labels("telegram", delivery.kind, "sent").inc()

    async def _went_wrong(
        self, delivery: Delivery, error: Exception, answers: int | None, edits: int | None
    ) -> None:
        """One answer to each kind of no; what we do not understand is tried again, for a day."""
        match error:
            case TelegramRetryAfter():
                until = self._now() + timedelta(seconds=error.retry_after)
                self._limits.hold(delivery.lane, until)
                await self._retry(delivery, f"{_TOO_MANY}, {error.retry_after} s", until - self._now())
            case TopicLater():
                await self._retry(delivery, str(error), error.pause)
            case TelegramMigrateToChat():
                await self._migrate(delivery, error.migrate_to_chat_id)
            case TelegramForbiddenError():
                await self._fail(delivery, error.message, unreachable=True)
            case TelegramBadRequest() | TelegramNotFound():
                await self._refused(delivery, error, answers, edits)
            case ClientDecodeError() if (keys := keys_told(error.data)) is not None:
                _log.warning("delivery_answer_unknown", delivery=delivery.id, error=error.message)
                await self._sent(delivery, keys)
            case TelegramEntityTooLarge() | FileMissing() | ValidationError() | KeyError():
                _log.error("delivery_impossible", delivery=delivery.id, exc_info=error)
                await self._fail(delivery, type(error).__name__)
            case TelegramAPIError() | ClientDecodeError() | OSError():
                await self._retry(delivery, type(error).__name__, self._pause(delivery))
            case _:
                _log.error("delivery_broke", delivery=delivery.id, exc_info=error)
                await self._retry(delivery, type(error).__name__, self._pause(delivery))

    async def _refused(
        self, delivery: Delivery, error: TelegramAPIError, answers: int | None, edits: int | None
    ) -> None:
        said = error.message.lower()
        if "message is not modified" in said:
            await self._sent(delivery, [])
            return
        about_a_topic, again = await self._topics.mended(delivery, error)
        if again is not None:
            await self._try(again, answers, edits)
        elif about_a_topic:
            self._bells.decided()
        elif "message to be replied not found" in said and answers is not None:
            await self._try(delivery, None, edits)
        elif is_rich(delivery) and not concerns_the_chat(said):
            if isinstance(error, TelegramNotFound) or _NO_TEXT in said:
                self._plain_until = self._now() + _PLAIN_FOR
            _log.warning("delivery_sent_plain", delivery=delivery.id, reason=error.message)
            await self._try(without_rich(delivery), answers, edits)
        elif "can't parse entities" in said and "parse_mode" in delivery.payload["args"]:
            plain = as_plain(delivery)  # T25: a text that arrives plain is better than none
            _log.error("delivery_unparsable", delivery=delivery.id, kind=delivery.kind)
            try:
                await self._send(plain, answers, edits)
            except TelegramAPIError as still:
                await self._fail(delivery, still.message)
        elif delivery.kind == "card_changed" and card_is_gone(said):
            await self._hang_anew(delivery, error.message)
        elif delivery.kind in _LITTLE or delivery.edits is not None:
            await self._fail(delivery, error.message, tell=False)
        elif otherwise := another_way(delivery, error.message, self._now()):
            await self._send_otherwise(delivery, otherwise, error.message)
        else:
            await self._fail(delivery, error.message, unreachable="chat not found" in said)

    async def _hang_anew(self, delivery: Delivery, reason: str) -> None:
        """Somebody has cleared the card away: the job gets another one."""
        _log.warning("card_gone", delivery=delivery.id, ticket=delivery.ticket, reason=reason)
        async with self._store.unit() as unit:
            await unit.outbox.fail(delivery.id, reason, self._now())
            if delivery.ticket is not None and delivery.handoff is not None and delivery.edits is not None:
                desk = Desk(house=self._house, unit=unit, now=self._now())
                ticket = await desk.ticket(delivery.ticket)
                await put_right(desk, ticket, delivery.handoff, delivery.edits)
            await unit.commit()
        self._bells.decided()

    async def _send_otherwise(
        self, delivery: Delivery, otherwise: Sequence[NewDelivery], reason: str
    ) -> None:
        _log.warning("delivery_sent_otherwise", delivery=delivery.id, reason=reason)
        async with self._store.unit() as unit:
            await unit.outbox.fail(delivery.id, reason, self._now())
            for each in otherwise:
                await unit.outbox.add(each)
            await unit.commit()
        self._bells.chats.ring()

    async def _migrate(self, delivery: Delivery, new_chat: int) -> None:
        """The group has become a supergroup while we were not looking (T11): everything moves along."""
        async with self._store.unit() as unit:
            desk = Desk(house=self._house, unit=unit, now=self._now())
            await move(desk, int(delivery.lane.partition(":")[2]), new_chat)
            await unit.outbox.retry(delivery.id, self._now(), "the group has moved")
            await unit.commit()

    async def _retry(self, delivery: Delivery, reason: str, pause: timedelta) -> None:
        if self._now() - delivery.created_at > _GIVES_UP_AFTER:
            await self._fail(delivery, reason)
            return
        _log.warning("delivery_retried", delivery=delivery.id, kind=delivery.kind, reason=reason)
        self._metrics.deliveries.labels("telegram", delivery.kind, "retried").inc()
        async with self._store.unit() as unit:
            await unit.outbox.retry(delivery.id, self._now() + pause, reason)
            await unit.commit()

    async def _fail(
        self, delivery: Delivery, reason: str, *, tell: bool = True, unreachable: bool = False
    ) -> None:
        _log.warning("delivery_failed", delivery=delivery.id, kind=delivery.kind, reason=reason)
        self._metrics.deliveries.labels("telegram", delivery.kind, "failed").inc()
        async with self._store.unit() as unit:
            await give_up(
                unit, self._house, delivery, reason, self._now(), tell=tell, unreachable=unreachable
            )
            await unit.commit()
        self._bells.decided()

    @staticmethod
    def _pause(delivery: Delivery) -> timedelta:
        return growing(_FIRST_PAUSE, delivery.attempts - 1, _LONGEST_PAUSE)
