"""Addresses that mail does not reach, asked about all at once."""

from datetime import UTC, datetime

import pytest

from storage.store import Store

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)


async def test_many_addresses_are_one_question(store: Store) -> None:
    async with store.unit() as unit:
        await unit.mail_addresses.failed("Gone@nord.example", "5.1.1", "no such user", NOW, for_good=True)
        await unit.mail_addresses.failed("full@nord.example", "4.2.2", "mailbox full", NOW, for_good=False)
        asked = ["gone@NORD.example", "full@nord.example", *(f"p{each}@p.example" for each in range(500))]
        assert await unit.mail_addresses.unreachable_among(asked) == {"gone@nord.example"}
        assert await unit.mail_addresses.unreachable_among([]) == frozenset()
