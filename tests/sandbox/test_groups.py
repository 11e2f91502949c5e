"""Groups: what the bot sees, who comes and goes, how a group changes its id (T11-T14, T18, T19, T24)."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramMigrateToChat

from sandbox.errors import Refused
from sandbox.people import Person, Town
from tests.sandbox.conftest import Listener


async def texts(listener: Listener) -> list[str]:
    return [update.message.text for update in await listener.all() if update.message and update.message.text]


async def test_privacy_lets_through_commands_and_replies_only(
    bot: Bot, listener: Listener, town: Town, ola: Person
) -> None:
    group = await town.group("Nord", [ola])
    card = await bot.send_message(group.id, "#1001")
    seen = await group.saw("#1001")
    await ola.writes("bare prat", in_=group)
    await ola.writes("/queue", in_=group)
    await ola.writes("/queue@nordlys_service_bot", in_=group)
    await ola.writes("/queue@another_bot", in_=group)
    await ola.writes("fremme nå", in_=group, reply_to=seen)
    assert await texts(listener) == ["/queue", "/queue@nordlys_service_bot", "fremme nå"]
    assert card.chat.id == group.id


async def test_admin_sees_all_talk(listener: Listener, town: Town, ola: Person) -> None:
    group = await town.group("Nord", [ola])
    await group.makes_bot_admin(by=ola)
    await ola.writes("bare prat", in_=group)
    assert await texts(listener) == ["bare prat"]


async def test_privacy_switched_off_shows_all_talk(
    bot: Bot, listener: Listener, town: Town, ola: Person
) -> None:
    await town.settings(privacy=False)
    group = await town.group("Nord", [ola])
    await ola.writes("bare prat", in_=group)
    assert await texts(listener) == ["bare prat"]
    assert (await bot.get_me()).can_read_all_group_messages is True


async def test_bot_never_sees_its_own_messages(bot: Bot, listener: Listener, kari: Person) -> None:
    await bot.send_message(kari.id, "hei")
    assert await texts(listener) == ["/start"]


async def test_being_added_comes_as_update_and_as_service_message(
    listener: Listener, town: Town, ola: Person
) -> None:
    await town.group("Nord", [ola])
    change = await listener.hears("my_chat_member")
    service = await listener.hears("message")
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("left", "member")
    assert service.new_chat_members[0].username == "nordlys_service_bot"


async def test_being_thrown_out_comes_too(listener: Listener, town: Town, ola: Person) -> None:
    group = await town.group("Nord", [ola])
    await listener.all()
    await group.throws_bot_out(by=ola)
    assert (await listener.hears("message")).left_chat_member.is_bot
    assert (await listener.hears("my_chat_member")).new_chat_member.status == "kicked"


async def test_blocking_comes_as_my_chat_member(listener: Listener, kari: Person) -> None:
    await listener.all()
    await kari.blocks_bot()
    await kari.unblocks_bot()
    statuses = [(await listener.hears("my_chat_member")).new_chat_member.status for _ in range(2)]
    assert statuses == ["kicked", "member"]


async def test_people_who_join_and_leave_are_announced(
    listener: Listener, town: Town, kari: Person, ola: Person
) -> None:
    group = await town.group("Nord", [ola])
    await listener.all()
    await group.adds(kari, by=ola)
    await kari.leaves(group)
    assert (await listener.hears("message")).new_chat_members[0].id == kari.id
    assert (await listener.hears("message")).left_chat_member.id == kari.id


async def test_migration_names_the_new_chat_in_both(
    bot: Bot, listener: Listener, town: Town, ola: Person
) -> None:
    group = await town.group("Nord", [ola])
    await listener.all()
    heir = await group.becomes_supergroup()
    leaving, arriving = await listener.hears("message"), await listener.hears("message")
    assert (leaving.chat.id, leaving.migrate_to_chat_id) == (group.id, heir.id)
    assert (arriving.chat.id, arriving.migrate_from_chat_id) == (heir.id, group.id)
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(group.id, "hei")
    assert refusal.value.migrate_to_chat_id == heir.id


async def test_replies_to_messages_before_the_migration_break(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.group("Nord", [ola])
    card = await bot.send_message(group.id, "#1001")
    heir = await group.becomes_supergroup()
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(heir.id, "svar", reply_to_message_id=card.message_id + 100)
    with pytest.raises(Refused, match="has become a supergroup"):
        await ola.writes("hei", in_=group)


async def test_supergroups_count_their_own_messages(bot: Bot, town: Town, ola: Person) -> None:
    nord, sor = await town.supergroup("Nord", [ola]), await town.supergroup("Sør", [ola])
    first, second = await bot.send_message(nord.id, "a"), await bot.send_message(sor.id, "b")
    assert first.message_id == second.message_id
    assert nord.id < -1_000_000_000_000


async def test_anonymous_admin_hides_behind_the_group(listener: Listener, town: Town, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola])
    await listener.all()
    await ola.writes("/approve 1001", in_=group, anonymous=True)
    message = await listener.hears("message")
    assert (message.from_user.username, message.sender_chat.id) == ("GroupAnonymousBot", group.id)


async def test_deep_link_brings_its_payload(listener: Listener, ola: Person) -> None:
    await ola.follows("https://t.me/nordlys_service_bot?start=t1001_abc")
    assert (await listener.hears("message")).text == "/start t1001_abc"


async def test_group_deep_link_adds_the_bot_first(listener: Listener, town: Town, ola: Person) -> None:
    group = await town.group("Nord", [ola], with_bot=False)
    await ola.follows("https://t.me/nordlys_service_bot?startgroup=nord", into=group)
    assert (await listener.hears("my_chat_member")).new_chat_member.status == "member"
    assert await texts(listener) == ["/start@nordlys_service_bot nord"]


@pytest.mark.parametrize("payload", ["x" * 65, "to ord", "å"])
async def test_payload_has_a_narrow_alphabet(ola: Person, payload: str) -> None:
    with pytest.raises(Refused, match="a start payload has 1-64"):
        await ola.starts(payload)


async def test_chat_members_are_told_apart(bot: Bot, town: Town, kari: Person, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola])
    statuses = [(await bot.get_chat_member(group.id, who)).status for who in (ola.id, kari.id, bot.id)]
    assert statuses == ["creator", "left", "member"]
    assert await bot.get_chat_member_count(group.id) == 2
    with pytest.raises(TelegramBadRequest, match="user not found"):
        await bot.get_chat_member(group.id, 42)


async def test_administrators_are_people_and_this_bot(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola])
    await group.makes_bot_admin(by=ola)
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [ola.id, bot.id]
    assert (await bot.create_chat_invite_link(group.id)).invite_link.startswith("https://t.me/+")


async def test_bot_that_leaves_is_out(bot: Bot, listener: Listener, town: Town, ola: Person) -> None:
    group = await town.group("Nord", [ola])
    await listener.all()
    await bot.leave_chat(group.id)
    assert (await listener.hears("my_chat_member")).new_chat_member.status == "left"
    await town.moment()
    assert group.bot_status == "left"


async def test_channel_post_has_no_author(bot: Bot, listener: Listener, town: Town, ola: Person) -> None:
    channel = await town.channel("Nytt", [ola])
    await ola.writes("Åpent i dag", in_=channel)
    post = await listener.hears("channel_post")
    assert (post.from_user, post.sender_chat.id) == (None, channel.id)


async def test_username_finds_a_supergroup(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola], username="nord_jobs")
    assert (await bot.get_chat("@nord_jobs")).id == group.id
