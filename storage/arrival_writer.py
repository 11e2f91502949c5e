"""Group commit: those who wait for their arrival to be safe share one transaction.

A commit to disk costs the same for one arrival and for sixty. There is no artificial delay: whoever comes
while a commit runs goes into the next one.
"""

import asyncio
from collections import deque
from types import TracebackType
from typing import Self

from storage.arrivals import NewArrival
from storage.store import Store

GROUP = 64
GROUP_BYTES = 32 * 1024 * 1024  # large mails share less, so that a small one does not wait for all of them

_Waiter = tuple[NewArrival, "asyncio.Future[bool]"]


class ArrivalWriter:
    """Saves arrivals for many callers at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[_Waiter] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def save(self, arrival: NewArrival) -> bool:
        """Returns when it is on disk. True: it is new; False: a copy.

        Raises what the database says, to all who shared its trouble, but a fault of one arrival only to its
        own caller.
        """
        saved: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, saved))
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain(), name="arrival writer")
        return await saved

    async def close(self) -> None:
        """Returns when nobody waits any more."""
        while self._draining is not None:
            await asyncio.wait([self._draining])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._save_group(self._next_group())
        finally:
            self._draining = None
            while self._waiting:  # we were cancelled
                self._waiting.popleft()[1].cancel()

    def _next_group(self) -> list[_Waiter]:
        group = [self._waiting.popleft()]
        size = len(group[0][0].raw)
        while self._waiting and len(group) < GROUP:
            size += len(self._waiting[0][0].raw)
            if size > GROUP_BYTES:
                break
            group.append(self._waiting.popleft())
        return group

    async def _save_group(self, group: list[_Waiter]) -> None:
        try:
            answers = await self._commit([arrival for arrival, _ in group])
        except Exception as error:  # noqa: BLE001 - each waiter gets it
            if len(group) > 1:
                for waiter in group:
                    await self._save_group([waiter])
            else:
                _tell(group[0][1], error)
        except BaseException:
            for _, saved in group:
                saved.cancel()
            raise
        else:
            for (_, saved), is_new in zip(group, answers, strict=True):
                _tell(saved, is_new)

    async def _commit(self, batch: list[NewArrival]) -> list[bool]:
        async with self._store.unit() as unit:
            answers = await unit.arrivals.save(batch)
            await unit.commit()
            return answers


def _tell(saved: "asyncio.Future[bool]", answer: bool | Exception) -> None:
    if saved.done():  # its caller has gone
        return
    if isinstance(answer, Exception):
        saved.set_exception(answer)
    else:
        saved.set_result(answer)
