"""People and chats: who there is, what they write, press and change."""

from aiohttp import web

from sandbox.acts.membership import (
    ChatWish,
    MemberChange,
    block,
    change_members,
    create_chat,
    migrate,
    start,
    start_in_group,
)
from sandbox.acts.pressing import ANSWER_SECONDS, Aim, press
from sandbox.acts.reacting import react
from sandbox.acts.topics import close_topic, create_topic, delete_topic, rename_topic, switch_topics
from sandbox.acts.writing import Writing, delete, edit, write
from sandbox.control.reading import actor, chat_of, message_of, person_of, read_wishes
from sandbox.errors import Refused
from sandbox.model import Chat, ChatType, Topic
from sandbox.views import chat_view, message_view, person_view
from sandbox.world import World

CHAT = r"/api/chats/{chat:-?\d+}"
MESSAGE = CHAT + r"/messages/{message:\d+}"
PERSON = r"/api/people/{person:\d+}"


class Chatting:
    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/people", self.add_person),
            web.post(f"{PERSON}/start", self.start),
            web.post(f"{PERSON}/block", self.block),
            web.post("/api/chats", self.add_chat),
            web.post(f"{CHAT}/messages", self.write),
            web.post(f"{MESSAGE}/edit", self.edit),
            web.post(f"{MESSAGE}/delete", self.delete),
            web.post(f"{MESSAGE}/press", self.press),
            web.post(f"{MESSAGE}/react", self.react),
            web.post(f"{CHAT}/members", self.change_members),
            web.post(f"{CHAT}/migrate", self.migrate),
            web.post(f"{CHAT}/topics", self.change_topics),
            web.post(f"{CHAT}/delete", self.delete_chat),
        ]

    async def add_person(self, request: web.Request) -> web.StreamResponse:
        wishes = await read_wishes(request)
        facts = {name: wishes.text(name) for name in ("username", "language", "email", "role")}
        return web.json_response(person_view(self.world.add_person(wishes.required("name"), **facts)))

    async def start(self, request: web.Request) -> web.StreamResponse:
        wishes, person = await read_wishes(request), person_of(self.world, request)
        group, payload = wishes.number("startgroup"), wishes.text("payload")
        if group is None:
            message = start(self.world, person, payload)
        else:
            message = start_in_group(self.world, person, self.world.chat(group), payload)
        return web.json_response({"message": message_view(self.world, message)})

    async def block(self, request: web.Request) -> web.StreamResponse:
        wishes = await read_wishes(request)
        chat = block(self.world, person_of(self.world, request), blocked=wishes.flag("blocked", default=True))
        return self._chat(chat)

    async def add_chat(self, request: web.Request) -> web.StreamResponse:
        wishes = await read_wishes(request)
        kind = wishes.text("type") or "group"
        if kind not in set(ChatType):
            raise Refused(f"a chat's type is one of {', '.join(ChatType)}")
        wish = ChatWish(
            type=ChatType(kind),
            title=wishes.required("title"),
            members=wishes.numbers("members"),
            is_forum=wishes.flag("is_forum"),
            with_bot=wishes.flag("with_bot", default=True),
            username=wishes.text("username"),
            description=wishes.text("description") or "",
        )
        return self._chat(create_chat(self.world, wish))

    async def write(self, request: web.Request) -> web.StreamResponse:
        wishes, chat = await read_wishes(request), chat_of(self.world, request)
        what = Writing(
            text=wishes.text("text") or "",
            reply_to=wishes.number("reply_to"),
            thread_id=wishes.number("thread_id"),
            files=wishes.files,
            kind=wishes.text("kind") or None,
            location=wishes.object("location"),
            contact=wishes.object("contact"),
            album=wishes.flag("album"),
            anonymous=wishes.flag("anonymous"),
        )
        messages = write(self.world, actor(self.world, wishes), chat, what)
        return web.json_response({"messages": [message_view(self.world, message) for message in messages]})

    async def edit(self, request: web.Request) -> web.StreamResponse:
        wishes, message = await read_wishes(request), message_of(self.world, request)
        edit(self.world, actor(self.world, wishes), message, wishes.required("text"))
        return web.json_response(message_view(self.world, message))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        wishes, message = await read_wishes(request), message_of(self.world, request)
        delete(self.world, actor(self.world, wishes), message)
        return web.json_response(message_view(self.world, message))

    async def press(self, request: web.Request) -> web.StreamResponse:
        wishes, message = await read_wishes(request), message_of(self.world, request)
        aim = Aim(wishes.text("text"), wishes.text("data"), wishes.number("row"), wishes.number("col") or 0)
        wait = wishes.seconds("wait")
        person = actor(self.world, wishes)
        answer = await press(self.world, person, message, aim, wait=ANSWER_SECONDS if wait is None else wait)
        return web.json_response(answer)

    async def react(self, request: web.Request) -> web.StreamResponse:
        wishes, message = await read_wishes(request), message_of(self.world, request)
        react(self.world, actor(self.world, wishes), message, wishes.text("emoji"))
        return web.json_response(message_view(self.world, message))

    async def change_members(self, request: web.Request) -> web.StreamResponse:
        wishes, chat = await read_wishes(request), chat_of(self.world, request)
        change = MemberChange(
            add=wishes.numbers("add"),
            remove=wishes.numbers("remove"),
            admin=wishes.numbers("admin"),
            bot=wishes.text("bot"),
            rights=wishes.object("rights") or {},
        )
        change_members(self.world, actor(self.world, wishes), chat, change)
        return self._chat(chat)

    async def migrate(self, request: web.Request) -> web.StreamResponse:
        return self._chat(migrate(self.world, chat_of(self.world, request)))

    async def delete_chat(self, request: web.Request) -> web.StreamResponse:
        """The owner deletes the group for everybody; the bot hears of it when it writes there."""
        chat = chat_of(self.world, request)
        if not chat.is_group:
            raise Refused("only groups can be deleted")
        chat.deleted = True
        self.world.show_chat(chat)
        return self._chat(chat)

    async def change_topics(self, request: web.Request) -> web.StreamResponse:
        """Without ``topic_id`` a new topic; with it, that one is closed, reopened, renamed or deleted.

        ``on`` turns topics on or off in the whole chat, and gives the chat.
        """
        wishes, chat = await read_wishes(request), chat_of(self.world, request)
        if "on" in wishes.fields:
            return self._chat(switch_topics(self.world, chat, on=wishes.flag("on")))
        person, topic_id = actor(self.world, wishes), wishes.number("topic_id")
        if topic_id is None:
            return self._topic(create_topic(self.world, chat, person.id, wishes.required("name")))
        topic = chat.topics.get(topic_id)
        if topic is None:
            raise Refused("there is no such topic here", 404)
        if wishes.flag("deleted"):
            delete_topic(self.world, chat, topic)
        elif name := wishes.text("name"):
            rename_topic(self.world, chat, person.id, topic, name)
        else:
            close_topic(self.world, chat, person.id, topic, closed=wishes.flag("closed"))
        return self._topic(topic)

    def _topic(self, topic: Topic) -> web.Response:
        return web.json_response({"id": topic.id, "name": topic.name, "closed": topic.closed})

    def _chat(self, chat: Chat) -> web.Response:
        return web.json_response(chat_view(self.world, chat))
