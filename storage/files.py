"""Files under the hash of their content, in a folder or in an object store, by one URL."""

import asyncio
import hashlib
import os
from pathlib import Path
from uuid import uuid4

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

_PROBE = b"stafett doctor\n"


class FileMissing(Exception):
    """The file store has no content of that hash."""


class Files:
    """Content is written once and never changed, so a name that is there is right.

    In a folder that needs care: obstore never syncs, and a name whose bytes had not reached the disk when
    the power went would be taken for right ever after. So `put` lets obstore write under ``incoming/``,
    syncs, renames, and syncs the folders. An object store answers when it has the content safe.
    """

    def __init__(self, url: str) -> None:
        """`url`: ``file:folder`` (made when missing), ``file:///folder`` or ``s3://bucket/prefix``; the keys
        for S3 come from the environment (AWS_ACCESS_KEY_ID and the like)."""
        self._folder = _folder(url)
        self._store: ObjectStore = (
            from_url(url) if self._folder is None else LocalStore(self._folder, mkdir=True)
        )

    async def put(self, content: bytes) -> str:
        """Its SHA-256 in hex, when the content is safe. What is there already is not written again."""
        sha256 = await asyncio.to_thread(_hash, content)
        path = _path(sha256)
        if not await self._has(path):
            await self._write(path, content)
        if self._folder is not None:
            # Even when it was there: who wrote it may not have come so far yet.
            await asyncio.to_thread(_sync_folders, self._folder, path)
        return sha256

    async def get(self, sha256: str) -> bytes:
        """Raises FileMissing when it is not there."""
        try:
            found = await obstore.get_async(self._store, _path(sha256))
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error
        return bytes(await found.bytes_async())

    async def check(self) -> None:
        """Writes and reads a few bytes. Returns when that works; raises what the store says otherwise."""
        if await self.get(await self.put(_PROBE)) != _PROBE:
            raise OSError("the file store gave other bytes than were written")

    async def _write(self, path: str, content: bytes) -> None:
        if self._folder is None:
            await obstore.put_async(self._store, path, content)
            return
        incoming = f"incoming/{uuid4().hex}"
        await obstore.put_async(self._store, incoming, content)
        await asyncio.to_thread(_sync, self._folder / incoming)
        await obstore.rename_async(self._store, incoming, path)

    async def _has(self, path: str) -> bool:
        try:
            await obstore.head_async(self._store, path)
        except FileNotFoundError:
            return False
        return True


def _folder(url: str) -> Path | None:
    if not url.startswith("file:"):
        return None
    return Path(url.removeprefix("file:").removeprefix("//")).absolute()


def _path(sha256: str) -> str:
    """Two levels, so that no folder grows to a million names."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sync_folders(folder: Path, path: str) -> None:
    """From the file's up to ours: each may be new, with its name only in memory."""
    for each in (folder / path).parents:
        _sync(each)
        if each == folder:
            return


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
