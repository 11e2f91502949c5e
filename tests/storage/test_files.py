"""Files by the hash of their content, in a folder and in an object store."""

import hashlib
from pathlib import Path

import pytest

from storage.files import FileMissing, Files

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 40
SHA = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture(params=["folder", "object store"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Files(f"file:{tmp_path}/var/files" if request.param == "folder" else "memory:///")


async def test_content_comes_back_under_its_hash(files: Files) -> None:
    assert await files.put(PHOTO) == SHA
    assert await files.get(SHA) == PHOTO


async def test_empty_content_is_content(files: Files) -> None:
    assert await files.get(await files.put(b"")) == b""


async def test_what_is_missing_is_said_so(files: Files) -> None:
    with pytest.raises(FileMissing):
        await files.get("0" * 64)


async def test_a_check_writes_and_reads(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    await files.check()

    async def other(_sha256: str) -> bytes:
        return b"other"

    monkeypatch.setattr(files, "get", other)
    with pytest.raises(OSError, match="other bytes than were written"):
        await files.check()


async def test_the_same_content_is_written_once(tmp_path: Path) -> None:
    files = Files(f"file:{tmp_path}")
    await files.put(PHOTO)
    path = tmp_path / SHA[:2] / SHA[2:4] / SHA
    before = path.stat()
    await files.put(PHOTO)
    assert path.stat().st_ino == before.st_ino
    assert list((tmp_path / "incoming").iterdir()) == []


async def test_a_name_appears_only_after_its_bytes_are_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    path = tmp_path / SHA[:2] / SHA[2:4] / SHA

    def sync(each: Path) -> None:
        synced.append(f"{each.relative_to(tmp_path)} {path.exists()}")

    monkeypatch.setattr("storage.files._sync", sync)
    await Files(f"file://{tmp_path}").put(PHOTO)
    assert synced[0].startswith("incoming/")
    assert synced[0].endswith(" False")
    assert synced[1:] == [f"{SHA[:2]}/{SHA[2:4]} True", f"{SHA[:2]} True", ". True"]


async def test_a_folder_that_cannot_be_written_is_told_by_the_check(tmp_path: Path) -> None:
    files = Files(f"file:{tmp_path}/files")
    (tmp_path / "files").rmdir()
    (tmp_path / "files").write_text("not a folder")
    with pytest.raises(Exception, match="files"):
        await files.check()
