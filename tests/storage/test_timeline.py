"""Entries, their files and their edits, on both databases."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from storage.schema import edits
from storage.store import Store
from tests.storage.world import DINA, KARI, NOW, OLE, handoff, opened, words
from tickets.known import PastJob
from tickets.parties import FOR_ALL, INTERNAL_ONLY, STAFETT
from tickets.states import HandoffState
from tickets.timeline import Attachment, Entry, EntryKind
from tickets.work.lines import WorkKind, WorkLine

PHOTO = Attachment(
    filename="IMG_1.jpg", content_type="image/jpeg", size=200_000, sha256="ab" * 32, kind="photo"
)
WAITING = Attachment(
    filename="photo.jpg", content_type="image/jpeg", size=90_000, kind="photo", telegram_file_id="AgAC"
)
MINUTE = timedelta(minutes=1)


async def wrote(store: Store, number: int, *entries: Entry) -> tuple[Entry, ...]:
    async with store.unit() as unit:
        kept = await unit.tickets.add_entries(number, entries)
        await unit.commit()
        return kept


async def timeline(store: Store, number: int) -> tuple[Entry, ...]:
    async with store.glance() as unit:
        return await unit.tickets.entries(number)


async def test_entries_come_back_in_order_with_their_files(store: Store) -> None:
    number = (await opened(store, handoffs=(handoff(),))).number
    new = [
        words("Den drypper", attachments=(PHOTO,), source="<m1>", proof="new"),
        words("Jeg kommer", author=OLE, attachments=(WAITING, PHOTO)),
        Entry(kind=EntryKind.EVENT, event="accepted", at=NOW, author=STAFETT, audience=FOR_ALL, handoff=1),
        Entry(kind=EntryKind.NOTE, at=NOW, author=DINA, audience=INTERNAL_ONLY, text="Ring først"),
    ]
    kept = await wrote(store, number, *new)
    assert [replace(entry, id=None) for entry in kept] == new
    assert await timeline(store, number) == kept


async def test_a_file_on_many_tickets_is_known_as_such(store: Store) -> None:
    logo = replace(PHOTO, sha256="cd" * 32)
    for files in ((logo, PHOTO), (logo,), ()):
        number = (await opened(store)).number
        await wrote(store, number, words("Hei", attachments=files), words("Igjen", attachments=files))
    async with store.glance() as unit:
        assert await unit.tickets.files_of_many(["cd" * 32, "ab" * 32, "ef" * 32], 2) == {"cd" * 32}
        assert await unit.tickets.files_of_many([], 2) == frozenset()


async def test_no_entries_are_no_trouble(store: Store) -> None:
    assert await wrote(store, (await opened(store)).number) == ()


async def test_an_audience_is_kept_as_decided(store: Store) -> None:
    number = (await opened(store)).number
    await wrote(store, number, words("Til oss", audience=INTERNAL_ONLY), words("Til kunden"))
    to_us, to_customer = await timeline(store, number)
    assert to_us.audience == INTERNAL_ONLY
    assert to_customer.audience == words("").audience


async def test_text_that_no_database_keeps_is_kept_as_far_as_may_be(store: Store) -> None:
    number = (await opened(store)).number
    await wrote(store, number, words("nul \x00 half \ud83d whole 🛠"))
    (entry,) = await timeline(store, number)
    assert entry.text == "nul \ufffd half \ufffd whole 🛠"


async def test_an_entry_is_found_by_what_it_came_with(store: Store) -> None:
    number = (await opened(store)).number
    (kept,) = await wrote(store, number, words("Se bilder", source="album:-700:99", attachments=(WAITING,)))
    async with store.glance() as unit:
        assert await unit.tickets.entry_by_source("album:-700:99") == (number, kept)
        assert await unit.tickets.entry_by_source("album:-700:98") is None


async def test_an_album_grows_piece_by_piece(store: Store) -> None:
    number = (await opened(store)).number
    (first,) = await wrote(store, number, words("", source="album:1", attachments=(WAITING,)))
    assert first.id is not None
    async with store.unit() as unit:
        await unit.tickets.extend_entry(first.id, [PHOTO], "Ferdig")
        await unit.tickets.extend_entry(first.id, [], "Nesten")
        await unit.tickets.extend_entry(first.id, [], None)
        await unit.commit()
    (entry,) = await timeline(store, number)
    assert entry.attachments == (WAITING, PHOTO)
    assert entry.text == "Ferdig\nNesten"


async def test_an_edit_keeps_the_old_words_and_the_files(store: Store) -> None:
    number = (await opened(store)).number
    (first,) = await wrote(store, number, words("Hos nr 7", attachments=(PHOTO,)))
    assert first.id is not None
    async with store.unit() as unit:
        await unit.tickets.edit_entry(first.id, "Hos nr 9", NOW + MINUTE, KARI)
        await unit.tickets.edit_entry(first.id, "Hos nr 9", NOW + MINUTE, KARI)  # delivered twice
        old = (await unit.connection.execute(select(edits))).all()
        await unit.commit()
    (entry,) = await timeline(store, number)
    assert (entry.text, entry.attachments) == ("Hos nr 9", (PHOTO,))
    assert [(row.entry, row.at, row.by_name, row.text) for row in old] == [
        (first.id, NOW + MINUTE, "Kari Holm", "Hos nr 7")
    ]


async def test_files_at_telegram_wait_to_be_fetched(store: Store) -> None:
    number = (await opened(store)).number
    await wrote(store, number, words("", attachments=(PHOTO, WAITING)))
    async with store.unit() as unit:
        assert await unit.tickets.attachments_to_fetch(NOW - MINUTE, 10) == []
        ((file_id, file),) = await unit.tickets.attachments_to_fetch(NOW, 10)
        assert file == WAITING
        await unit.tickets.fetched(file_id, "cd" * 32, 91_000, "image/webp")
        assert await unit.tickets.attachments_to_fetch(NOW, 10) == []
        await unit.commit()
    (entry,) = await timeline(store, number)
    assert entry.attachments[1] == replace(WAITING, sha256="cd" * 32, size=91_000, content_type="image/webp")


async def test_a_failed_fetch_is_tried_again_or_never(store: Store) -> None:
    number = (await opened(store)).number
    await wrote(store, number, words("", attachments=(WAITING,)))
    async with store.unit() as unit:
        tickets = unit.tickets
        ((file_id, _),) = await tickets.attachments_to_fetch(NOW, 10)
        await tickets.fetch_failed(file_id, "timed out", NOW + MINUTE)
        assert await tickets.attachments_to_fetch(NOW, 10) == []
        assert len(await tickets.attachments_to_fetch(NOW + MINUTE, 10)) == 1
        await tickets.fetch_failed(file_id, "too big", None)
        assert await tickets.attachments_to_fetch(NOW + MINUTE, 10) == []


async def test_past_jobs_tell_what_the_partner_said_last(store: Store) -> None:
    part = WorkLine(kind=WorkKind.PART, quantity=Decimal(1), unit="pcs", text="ABC-12", at=NOW, by="Ole")
    done = handoff(state=HandoffState.APPROVED, done_at=NOW, work=(part,))
    first = await opened(
        store, asset_id="F-3304", customer_id="holmvik", handoffs=(done,), resolved_at=NOW + MINUTE
    )
    await wrote(
        store,
        first.number,
        words("Kommer kl. 10", author=OLE),
        words("Byttet pumpe", author=OLE),
        words("Koden er 1234"),
        Entry(kind=EntryKind.NOTE, at=NOW, author=DINA, audience=INTERNAL_ONLY, text="Dyr jobb"),
    )
    await opened(store, asset_id="F-3304", customer_id="holmvik", subject="Lekker igjen")
    await opened(store, asset_id="F-3304", customer_id="holmvik", merged_into=1002)
    await opened(store, asset_id="F-9999", customer_id="holmvik")
    await opened(store, asset_id="F-3304", customer_id="the next owner")
    async with store.glance() as unit:
        jobs = await unit.tickets.past_jobs("F-3304", "holmvik", before=None)
        assert await unit.tickets.past_jobs("F-3304", "holmvik", before=1002) == jobs[1:]
        assert await unit.tickets.past_jobs("F-3304", "holmvik", before=None, limit=1) == jobs[:1]
    assert jobs == (
        PastJob(number=1002, at=NOW, subject="Lekker igjen", outcome=""),
        PastJob(
            number=1001,
            at=NOW + MINUTE,
            subject="Kaffemaskinen står",
            outcome="Byttet pumpe",
            partner="nord-elektro",
            done=("ABC-12",),
        ),
    )
