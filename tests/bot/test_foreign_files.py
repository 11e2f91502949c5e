"""After the bot has changed, files go as bytes where Telegram does not know their ids any more (T10)."""

import hashlib

import pytest

from handlers.leaving import Urgency, chat_files
from tests.world import World
from tickets.timeline import Attachment

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_document_under_another_bots_id_arrives_all_the_same(world: World) -> None:
    content = b"%PDF-1.7 what the machine's manual says"
    async with world.application.store.unit() as unit:
        sha256 = await world.application.files.put(content)
        assert sha256 == hashlib.sha256(content).hexdigest()
        manual = Attachment(
            kind="document",
            filename="manual.pdf",
            content_type="application/pdf",
            size=len(content),
            sha256=sha256,
            telegram_file_id="BQACAgQAAxkBAAI-of-another-bot",
        )
        rows = chat_files(world.nord.id, [manual], kind="files", now=world.clock(), urgency=Urgency.REPLY)
        await unit.outbox.add(rows[0])
        await unit.commit()
    world.application.bells.chats.ring()
    await world.nord.saw(lambda message: message.media is not None and message.media.kind == "document")
