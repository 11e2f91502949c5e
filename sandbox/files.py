"""Files on the practice Telegram's side: ids, sizes, and links that go stale.

Bot API "getFile": at most 20 MB, the link is valid for at least an hour. ``file_id`` stays good for ever.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from sandbox.errors import ApiError, bad_request
from sandbox.imagesize import image_size

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
LINK_SECONDS = 3600

EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "audio/ogg": ".oga", "video/mp4": ".mp4"}


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes as they came with a request."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that Telegram holds: ``kind`` is photo, document, video, voice, audio and so on."""

    unique_id: str
    kind: str
    name: str
    content_type: str
    data: bytes
    path: str

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def dimensions(self) -> tuple[int, int]:
        """Pixels; what isn't a picture gets those of a phone's video."""
        return image_size(self.data) or (640, 360)

    def file_id(self, size: str = "") -> str:
        return f"{self.kind.upper()[:4]}{self.unique_id}{size and '-' + size}"


class FileStore:
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._by_unique: dict[str, StoredFile] = {}
        self._by_file_id: dict[str, StoredFile] = {}
        self._links: dict[str, tuple[StoredFile, float]] = {}

    def add(self, kind: str, upload: Upload) -> StoredFile:
        unique_id = f"AgAD{secrets.token_hex(6)}"
        suffix = PurePosixPath(upload.name).suffix or EXTENSIONS.get(upload.content_type, "")
        path = f"{kind}s/file_{len(self._by_unique) + 1}{suffix}"
        file = StoredFile(unique_id, kind, upload.name, upload.content_type, upload.data, path)
        self._by_unique[unique_id] = file
        for size in ("", *PHOTO_SIZES):
            self._by_file_id[file.file_id(size)] = file
        return file

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        return self._by_unique.get(unique_id)

    def by_file_id(self, file_id: str) -> StoredFile | None:
        return self._by_file_id.get(file_id)

    def open_link(self, file_id: str) -> StoredFile:
        """Makes the file's link good for the next hour (getFile)."""
        file = self.by_file_id(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if file.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        self._links[file.path] = file, self._now() + LINK_SECONDS
        return file

    def follow_link(self, path: str) -> StoredFile:
        file, until = self._links.get(path, (None, 0.0))
        if file is None or until < self._now():
            raise ApiError(404, "Not Found")
        return file


PHOTO_SIZES = {"s": 90, "m": 320, "x": 1280}
"""Longest sides of the sizes that a photo comes in; the last is the whole picture."""
