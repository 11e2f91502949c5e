"""Chats, persons and invites on both databases."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.errors import ChangedMeanwhile
from storage.schema import invites
from storage.store import Store
from tests.storage.world import NORD_CHAT, NOW, delivery, handoff, opened
from tickets.parties import Channel, Role
from tickets.ticket import Requester

DAY = timedelta(days=1)
SUPER = -1_000_000_000_700


async def bind_nord(store: Store) -> None:
    async with store.unit() as unit:
        await unit.people.bind_chat(NORD_CHAT, "partner", "Nord <3", "nb", partner_id="nord-elektro", now=NOW)
        await unit.commit()


async def test_a_code_fits_a_deep_link_and_is_kept_as_a_hash_only(store: Store) -> None:
    async with store.unit() as unit:
        code = await unit.people.invite("partner", "nord-elektro", NOW, DAY)
        (row,) = (await unit.connection.execute(select(invites))).all()
    assert re.fullmatch(r"[A-Za-z0-9_-]{20,64}", code)
    assert code not in str(row)


async def test_an_invite_works_once(store: Store) -> None:
    async with store.unit() as unit:
        code = await unit.people.invite("partner", "nord-elektro", NOW, DAY)
        await unit.commit()

    async def use(by: str) -> tuple[str, str | None] | None:
        async with store.unit() as unit:
            used = await unit.people.use_invite(code, NOW, by)
            await unit.commit()
            return used

    answers = await asyncio.gather(use("tg:1"), use("tg:2"), use("tg:3"))
    assert sorted(answers, key=str) == [("partner", "nord-elektro"), None, None]


async def test_an_old_or_false_invite_is_nothing(store: Store) -> None:
    async with store.unit() as unit:
        code = await unit.people.invite("dispatchers", None, NOW, DAY)
        assert await unit.people.use_invite(code, NOW + DAY, "tg:1") is None
        assert await unit.people.use_invite("guessed", NOW, "tg:1") is None
        assert await unit.people.use_invite(code, NOW, "tg:1") == ("dispatchers", None)


async def test_a_bound_chat_has_its_part(store: Store) -> None:
    await bind_nord(store)
    async with store.glance() as unit:
        chat = await unit.people.chat(NORD_CHAT)
        assert chat is not None
        assert (chat.role, chat.partner_id, chat.title, chat.language) == (
            "partner",
            "nord-elektro",
            "Nord <3",
            "nb",
        )
        assert await unit.people.chats_of_partner("nord-elektro") == [chat]
        assert await unit.people.chat(-1) is None


async def test_unbinding_ends_it_at_once(store: Store) -> None:
    await bind_nord(store)
    async with store.unit() as unit:
        await unit.people.unbind_chat(NORD_CHAT)
        assert await unit.people.chat(NORD_CHAT) is None
        assert await unit.people.chats_of_partner("nord-elektro") == []


async def test_the_dispatchers_chat_is_the_one_bound_last(store: Store) -> None:
    async with store.unit() as unit:
        people = unit.people
        assert await people.dispatchers_chat() is None
        await people.bind_chat(-1, "dispatchers", "Old", None, now=NOW)
        await people.bind_chat(-2, "dispatchers", "New", None, now=NOW + DAY)
        chat = await people.dispatchers_chat()
    assert chat is not None
    assert chat.chat_id == -2


async def test_a_chat_that_cannot_be_reached_can_be_again(store: Store) -> None:
    await bind_nord(store)
    async with store.unit() as unit:
        for at in (NOW, None):
            await unit.people.set_unreachable(NORD_CHAT, at)
            chat = await unit.people.chat(NORD_CHAT)
            assert chat is not None
            assert chat.unreachable_at == at


async def test_a_contact_is_reached_in_its_chat(store: Store) -> None:
    async with store.unit() as unit:
        await unit.people.bind_chat(555, "customer", None, "ru", contact_id="kari", now=NOW)
        chat = await unit.people.contact_chat("kari")
        assert chat is not None
        assert chat.chat_id == 555
        assert await unit.people.contact_chat("ola") is None


async def test_a_user_is_admitted_per_role_and_partner(store: Store) -> None:
    async with store.unit() as unit:
        people = unit.people
        await people.admit(501, Role.PARTNER, "Ole", partner_id="nord-elektro", admitted_by="Dina", now=NOW)
        await people.admit(501, Role.PARTNER, "Ole H", partner_id="nord-elektro", now=NOW)
        person = await people.person(501, Role.PARTNER, "nord-elektro")
        assert person is not None
        assert (person.name, person.partner_id) == ("Ole H", "nord-elektro")
        assert await people.person(501, Role.PARTNER, "sør") is None
        assert await people.person(501, Role.DISPATCHER) is None


async def test_a_group_that_becomes_a_supergroup_keeps_its_work(store: Store) -> None:
    await bind_nord(store)
    asked = Requester(
        name=None, channel=Channel.TELEGRAM, address=str(NORD_CHAT), language="nb", chat_id=NORD_CHAT
    )
    kept = await opened(store, handoffs=(handoff(),), requester=asked)
    async with store.unit() as unit:
        waiting = await unit.outbox.add(delivery())
        await unit.people.migrate_chat(NORD_CHAT, SUPER)
        await unit.people.migrate_chat(NORD_CHAT, SUPER)  # told by the update and by the 400 alike
        await unit.commit()
    async with store.glance() as unit:
        (chat,) = await unit.people.chats_of_partner("nord-elektro")
        old = await unit.people.chat(NORD_CHAT)
        (moved,) = await unit.tickets.of_chat(SUPER)
        sent = await unit.outbox.get(waiting)
    assert old is not None
    assert sent is not None
    assert (chat.chat_id, old.migrated_to) == (SUPER, SUPER)
    assert (moved.number, moved.requester.chat_id, moved.requester.address) == (
        kept.number,
        SUPER,
        str(SUPER),
    )
    assert (sent.lane, sent.payload["args"]["chat_id"]) == (f"tg:{SUPER}", SUPER)


async def test_a_migration_is_a_change_that_deciders_must_see(store: Store) -> None:
    await bind_nord(store)
    kept = await opened(store, handoffs=(handoff(),))
    async with store.unit() as unit:
        await unit.people.migrate_chat(NORD_CHAT, SUPER)
        with pytest.raises(ChangedMeanwhile):
            await unit.tickets.save(kept)
