"""`stafett export`: one ticket a line, with all that belongs to it."""

import io
import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Refused
from bot.export_command import export
from bot.export_line import export_line
from bot.settings import Settings
from storage.errors import SchemaBehind
from storage.store import Store
from tests.bot.configuration import WHOLE, settings_of
from tests.storage.world import KARI, NOW, delivery, fill_register, handoff, opened, target, ticket, words
from tests.tickets.world import POLICY
from tickets.parties import Audience
from tickets.ticket import Facts, Ticket
from tickets.timeline import Attachment

PHOTO = Attachment(filename="IMG_1.jpg", content_type="image/jpeg", size=9, sha256="ab" * 32, kind="photo")


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return settings_of(f'{WHOLE}\n[database]\nurl = "{sqlite_url}"\n')


async def exported(settings: Settings, **choice: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert await export(settings, **{"ticket": None, "since": None, **choice}, out=out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def full_ticket(store: Store) -> Ticket:
    await fill_register(store)
    kept = await opened(
        store,
        customer_id="holmvik",
        asset_id="F-3304",
        handoffs=(handoff(),),
        targets=(target(),),
        facts=Facts(serial="118-4407", window_start=NOW),
        filled=(("parts", "ingen"),),
    )
    async with store.unit() as unit:
        await unit.tickets.add_entries(
            kept.number, [words("Den drypper", source="<m1>", attachments=(PHOTO,))]
        )
        sent = await unit.outbox.add(
            delivery(ticket=kept.number, handoff=1, audience=Audience.PARTNER, party="partner:nord")
        )
        await unit.outbox.sent(sent, NOW, ["tg:-700:41"])
        await unit.commit()
    return kept


async def test_a_line_has_all_that_belongs_to_a_ticket(settings: Settings, sqlite_store: Store) -> None:
    await full_ticket(sqlite_store)
    (line,) = await exported(settings)
    assert (line["number"], line["state"], line["subject"]) == (1001, "new", "Kaffemaskinen står")
    assert line["customer"]["name"] == "Holmvik Arkitekter AS"
    assert (line["asset"]["serial"], line["asset"]["site"]) == ("118-4407", "Holmvik 5. etasje")
    assert line["handoffs"][0]["partner_id"] == "nord-elektro"
    assert line["facts"]["window_start"] == "2026-10-05T08:30:00+00:00"
    assert line["filled"] == {"parts": "ingen"}


async def test_entries_have_their_audience_and_files_their_hash(
    settings: Settings, sqlite_store: Store
) -> None:
    await full_ticket(sqlite_store)
    (line,) = await exported(settings)
    (entry,) = line["entries"]
    assert entry["audience"] == ["customer", "internal"]
    assert entry["author"] == {"role": "customer", "name": KARI.name, "id": KARI.id}
    assert entry["attachments"][0]["sha256"] == "ab" * 32
    assert line["attachments"] == [{"entry": entry["id"], **entry["attachments"][0]}]


async def test_targets_count_in_seconds_and_deliveries_tell_how_they_fared(
    settings: Settings, sqlite_store: Store
) -> None:
    await full_ticket(sqlite_store)
    (line,) = await exported(settings)
    assert (line["targets"][0]["kind"], line["targets"][0]["total_seconds"]) == ("resolve", 14_400.0)
    (sent,) = line["deliveries"]
    assert (sent["state"], sent["sent_as"], sent["audience"]) == ("sent", ["tg:-700:41"], "partner")
    assert "payload" not in sent


async def test_what_is_unknown_is_null(settings: Settings, sqlite_store: Store) -> None:
    await opened(sqlite_store, customer_id="gone")
    (line,) = await exported(settings)
    assert line["customer"] is None
    assert line["asset"] is None
    assert line["closed_at"] is None


async def test_no_field_of_a_ticket_is_left_out() -> None:
    line = export_line(ticket(), None, None, [], [], [], NOW, POLICY)
    assert {field.name for field in fields(Ticket)} <= line.keys()


async def test_one_ticket_can_be_chosen(settings: Settings, sqlite_store: Store) -> None:
    await opened(sqlite_store)
    await opened(sqlite_store)
    assert [line["number"] for line in await exported(settings, ticket=1002)] == [1002]
    with pytest.raises(Refused, match="there is no ticket 4711"):
        await exported(settings, ticket=4711)


async def test_only_what_was_touched_since(settings: Settings, sqlite_store: Store) -> None:
    await opened(sqlite_store)
    await opened(sqlite_store, opened_at=NOW + timedelta(days=1))
    assert [line["number"] for line in await exported(settings, since=NOW + timedelta(hours=1))] == [1002]


async def test_pages_follow_each_other_without_gaps(settings: Settings, sqlite_store: Store) -> None:
    async with sqlite_store.unit() as unit:
        for _ in range(205):
            await unit.tickets.open(ticket())
        await unit.commit()
    assert [line["number"] for line in await exported(settings)] == list(range(1001, 1206))


async def test_nothing_to_export_prints_nothing(settings: Settings) -> None:
    assert await exported(settings) == []


async def test_a_database_without_tables_is_refused(settings: Settings, tmp_path: Any) -> None:
    elsewhere = settings_of(f'{WHOLE}\n[database]\nurl = "sqlite+aiosqlite:///{tmp_path}/new.db"\n')
    with pytest.raises(SchemaBehind, match="stafett db upgrade"):
        await exported(elsewhere)
