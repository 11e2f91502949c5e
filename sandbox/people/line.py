"""The line to a sandbox: control requests, and kind refusals raised as such."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Self

import aiohttp

from sandbox.errors import Refused
from sandbox.people.parcel import Attachment, form

Json = dict[str, Any]


class Line:
    """One HTTP session; ``async with`` opens and closes it."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, connect=10)
        self._session = aiohttp.ClientSession(timeout=timeout)
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("enter the town first: async with Town.at(url) as town")
        return self._session

    async def get(self, path: str) -> Json:
        return await self._json("GET", path)

    async def delete(self, path: str) -> Json:
        return await self._json("DELETE", path)

    async def post(self, path: str, **fields: object) -> Json:
        """Fields that are None are left out; ``as_`` becomes ``as``."""
        return await self._json("POST", path, json=_said(fields))

    async def send(self, path: str, files: Sequence[Attachment], **fields: object) -> Json:
        """As ``post``, with files going along."""
        if not files:
            return await self.post(path, **fields)
        return await self._json("POST", path, data=form(_said(fields), files))

    async def post_bytes(self, path: str, body: bytes, query: list[tuple[str, str]]) -> Json:
        return await self._json("POST", path, data=BytesIO(body), params=query)

    async def bytes(self, path: str) -> bytes:
        async with self.session.get(self.url + path) as response:
            if not response.ok:
                raise Refused(f"{path}: {response.status}", response.status)
            return await response.read()

    async def _json(self, method: str, path: str, **request: Any) -> Json:
        async with self.session.request(method, f"{self.url}/api/{path}", **request) as response:
            answer: Json = await response.json()
        if not response.ok:
            raise Refused(answer.get("error", f"{path}: {response.status}"), response.status)
        return answer


def _said(fields: dict[str, object]) -> dict[str, object]:
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None}
