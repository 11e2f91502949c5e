"""Forum topics (T15)."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ReplyParameters

from sandbox.errors import Refused
from sandbox.people import Chat, Person, Town
from tests.sandbox.conftest import Listener


@pytest.fixture
async def forum(town: Town, ola: Person) -> Chat:
    """A forum where the bot is an admin."""
    forum = await town.supergroup("Nord", [ola], topics=True)
    await forum.makes_bot_admin(by=ola)
    return forum


async def test_bot_opens_a_topic_and_writes_in_it(bot: Bot, forum: Chat) -> None:
    topic = await bot.create_forum_topic(forum.id, "#1001 Kjølerom")
    sent = await bot.send_message(forum.id, "Kort", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert (await forum.saw("Kort", topic=topic.message_thread_id)).text == "Kort"


async def test_topics_need_the_right_to_manage_them(bot: Bot, forum: Chat, ola: Person) -> None:
    await forum.makes_bot_admin(by=ola, can_manage_topics=False)
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await bot.create_forum_topic(forum.id, "a")


async def test_topics_need_a_forum(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.supergroup("Sør", [ola])
    await group.makes_bot_admin(by=ola)
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.create_forum_topic(group.id, "a")


@pytest.mark.parametrize("thread", [1, 999])
async def test_unknown_thread_is_not_found(bot: Bot, forum: Chat, thread: int) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: message thread not found"):
        await bot.send_message(forum.id, "a", message_thread_id=thread + 5000)


async def test_deleted_topic_takes_its_messages_along(bot: Bot, forum: Chat) -> None:
    topic = await bot.create_forum_topic(forum.id, "a")
    await bot.send_message(forum.id, "b", message_thread_id=topic.message_thread_id)
    await bot.delete_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "c", message_thread_id=topic.message_thread_id)
    await forum.did_not_see("b", until=bot.send_message(forum.id, "d"))


async def test_closed_topic_is_closed_to_people_and_bots_without_rights(
    bot: Bot, forum: Chat, kari: Person, ola: Person
) -> None:
    await forum.adds(kari, by=ola)
    topic = await bot.create_forum_topic(forum.id, "a")
    await bot.close_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(Refused, match="this topic is closed"):
        await kari.writes("hei", in_=forum, topic=topic.message_thread_id)
    await forum.makes_bot_member(by=ola)
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(forum.id, "a", message_thread_id=topic.message_thread_id)


async def test_closing_or_renaming_twice_changes_nothing(bot: Bot, forum: Chat) -> None:
    topic = (await bot.create_forum_topic(forum.id, "a")).message_thread_id
    await bot.edit_forum_topic(forum.id, topic, name="b")
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.edit_forum_topic(forum.id, topic, name="b")
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.reopen_forum_topic(forum.id, topic)


async def test_message_in_a_topic_answers_its_opening(
    bot: Bot, listener: Listener, forum: Chat, ola: Person
) -> None:
    topic = await forum.opens_topic("Vakt", by=ola)
    await listener.all()
    await ola.writes("hei", in_=forum, topic=topic)
    message = await listener.hears("message")
    assert (message.message_thread_id, message.reply_to_message.message_id) == (topic, topic)
    assert message.reply_to_message.forum_topic_created.name == "Vakt"


async def test_bot_hears_of_the_topics_it_makes_itself(bot: Bot, listener: Listener, forum: Chat) -> None:
    await listener.all()
    topic = await bot.create_forum_topic(forum.id, "#1001 Vakt")
    heard = await listener.hears("message")
    assert (heard.message_thread_id, heard.from_user.id) == (topic.message_thread_id, bot.id)
    assert heard.forum_topic_created.name == "#1001 Vakt"
    await bot.close_forum_topic(forum.id, topic.message_thread_id)
    assert (await listener.hears("message")).forum_topic_closed is not None


async def test_who_made_a_topic_may_close_it_without_the_right(bot: Bot, forum: Chat, ola: Person) -> None:
    own = (await bot.create_forum_topic(forum.id, "a")).message_thread_id
    others = await forum.opens_topic("Vakt", by=ola)
    await forum.makes_bot_admin(by=ola, can_manage_topics=False)
    await bot.close_forum_topic(forum.id, own)
    with pytest.raises(TelegramBadRequest, match="not enough rights to close or reopen the topic"):
        await bot.close_forum_topic(forum.id, others)
    assert [each.closed for each in forum.topics.values()] == [True, False]


async def test_deleting_a_topic_needs_the_right_to_delete(bot: Bot, forum: Chat, ola: Person) -> None:
    topic = await bot.create_forum_topic(forum.id, "a")
    await forum.makes_bot_admin(by=ola, can_delete_messages=False)
    with pytest.raises(TelegramBadRequest, match="not enough rights to delete the topic"):
        await bot.delete_forum_topic(forum.id, topic.message_thread_id)


async def test_topics_are_gone_while_they_are_turned_off(bot: Bot, forum: Chat, ola: Person) -> None:
    topic = (await bot.create_forum_topic(forum.id, "a")).message_thread_id
    await forum.switches_topics(by=ola, on=False)
    assert (await bot.get_chat(forum.id)).is_forum is None
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "b", message_thread_id=topic)
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await bot.create_forum_topic(forum.id, "c")
    await forum.switches_topics(by=ola, on=True)
    await bot.send_message(forum.id, "b", message_thread_id=topic)


async def test_a_basic_group_with_topics_is_a_supergroup(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.group("Nord", [ola])
    forum = await group.switches_topics(by=ola, on=True)
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_message(group.id, "a")
    assert (await bot.get_chat(forum.id)).is_forum


async def test_a_reply_into_another_topic_needs_its_message(bot: Bot, forum: Chat) -> None:
    topic = (await bot.create_forum_topic(forum.id, "a")).message_thread_id
    general = (await bot.send_message(forum.id, "b")).message_id
    gone = (await bot.send_message(forum.id, "c")).message_id
    await bot.delete_message(forum.id, gone)
    answer = ReplyParameters(message_id=general, allow_sending_without_reply=True)
    await bot.send_message(forum.id, "d", message_thread_id=topic, reply_parameters=answer)
    answer = ReplyParameters(message_id=gone, allow_sending_without_reply=True)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(forum.id, "d", message_thread_id=topic, reply_parameters=answer)


async def test_a_deleted_group_takes_nothing(bot: Bot, forum: Chat) -> None:
    await forum.is_deleted()
    with pytest.raises(TelegramForbiddenError, match="the group chat was deleted"):
        await bot.send_message(forum.id, "a")
