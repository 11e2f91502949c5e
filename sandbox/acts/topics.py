"""Forum topics: made, closed, renamed and deleted, by people and by the bot alike."""

from typing import TYPE_CHECKING

from sandbox.acts.membership import migrate
from sandbox.errors import Refused
from sandbox.model import Chat, ChatType, Message, Topic
from sandbox.telling import tell_of_message

if TYPE_CHECKING:
    from sandbox.world import World


def create_topic(world: "World", chat: Chat, actor_id: int, name: str, icon_color: int = 7322096) -> Topic:
    """Its id is that of the service message that opens it."""
    if not chat.is_forum:
        raise Refused("this chat has no topics")
    content = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
    opening = world.post(chat, actor_id, content, service=f"Topic: {name}")
    opening.thread_id = opening.message_id
    topic = Topic(opening.message_id, name, creator=actor_id, icon_color=icon_color)
    chat.topics[topic.id] = topic
    world.touched(opening)
    world.show_chat(chat)
    tell_of_message(world, opening)
    return topic


def close_topic(world: "World", chat: Chat, actor_id: int, topic: Topic, *, closed: bool) -> None:
    topic.closed = closed
    name = "forum_topic_closed" if closed else "forum_topic_reopened"
    words = f"{topic.name} was {'closed' if closed else 'reopened'}"
    _tell(world, chat, world.post(chat, actor_id, {name: {}}, service=words, thread_id=topic.id))


def rename_topic(world: "World", chat: Chat, actor_id: int, topic: Topic, name: str) -> None:
    topic.name = name
    content = {"forum_topic_edited": {"name": name}}
    _tell(world, chat, world.post(chat, actor_id, content, service=f"Topic: {name}", thread_id=topic.id))


def delete_topic(world: "World", chat: Chat, topic: Topic) -> None:
    """The topic goes with all its messages, and without an update."""
    del chat.topics[topic.id]
    for message in list(world.messages.values()):
        if message.chat_id == chat.id and message.thread_id == topic.id and not message.deleted:
            world.delete(message)
    world.show_chat(chat)


def _tell(world: "World", chat: Chat, message: Message) -> None:
    world.show_chat(chat)
    tell_of_message(world, message)


def switch_topics(world: "World", chat: Chat, *, on: bool) -> Chat:
    """The owner turns topics on or off, of which no bot is told; the chat they are on in.

    A basic group becomes a supergroup by it. What there was is there again when they are turned on again.
    """
    if on and chat.type is ChatType.GROUP:
        chat = migrate(world, chat)
    if chat.type is not ChatType.SUPERGROUP:
        raise Refused("only supergroups have topics")
    chat.is_forum = on
    world.show_chat(chat)
    return chat
