"""People send mail to the application, composed or as raw bytes."""

from datetime import datetime, timedelta

from aiohttp import web

from sandbox.compose import Letter, compose
from sandbox.control.reading import Wishes, read_wishes
from sandbox.errors import Refused
from sandbox.mailbox import Mail
from sandbox.model import Person
from sandbox.post_office import PostOffice
from sandbox.world import World


class Mailing:
    def __init__(self, world: World) -> None:
        self.world = world
        self.office = PostOffice(world)
        self._written: dict[str, datetime] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/mails", self.send), web.post("/api/mails/raw", self.send_raw)]

    async def send(self, request: web.Request) -> web.StreamResponse:
        wishes = await read_wishes(request)
        letter = self._letter(wishes)
        raw = compose(letter, self._moment(letter.sender))
        retry_for = wishes.seconds("retry_for") or 0.0
        mail = await self._deliver(raw, letter.sender, [*letter.to, *letter.cc], letter.client, retry_for)
        return web.json_response(mail.view())

    def _moment(self, sender: str) -> datetime:
        """Nobody writes two letters within one second, which is all that a Date header can tell apart."""
        now = self.world.clock.now()
        last = self._written.get(sender)
        self._written[sender] = now if last is None else max(now, last + timedelta(seconds=1))
        return self._written[sender]

    async def send_raw(self, request: web.Request) -> web.StreamResponse:
        """The body's bytes as they are, but for line endings, which SMTP wants to be CRLF."""
        to = request.query.getall("to", [])
        if not to:
            raise Refused("please say ?to=")
        retry_for = float(request.query.get("retry_for") or 0)
        mail = await self._deliver(await request.read(), request.query.get("from", ""), to, None, retry_for)
        return web.json_response({"answer": mail.accepted, "mail": mail.view()})

    async def _deliver(
        self, raw: bytes, sender: str, to: list[str], client: str | None, retry_for: float
    ) -> Mail:
        """The mail shows at once, and again when the application's server has answered."""
        mail = self.world.mailbox.add("in", sender, to, raw, client=client)
        mail.accepted = await self.office.deliver(raw, sender, to, retry_for)
        self.world.mailbox.show(mail)
        return mail

    def _letter(self, wishes: Wishes) -> Letter:
        person, answers = self._writer(wishes), self._answered(wishes)
        sender = wishes.text("from") or (person.email if person else None)
        if not sender:
            raise Refused("this person has no mail address; say 'from'")
        to = [str(address) for address in wishes.items("to")]
        if not to and answers is not None:
            to = [answers.reply_address]
        if not to:
            raise Refused("please say who gets the mail: 'to'")
        return Letter(
            sender=sender,
            name=person.name if person else wishes.text("name") or "",
            to=to,
            cc=[str(address) for address in wishes.items("cc")],
            subject=wishes.text("subject") or "",
            text=wishes.text("text") or "",
            html=wishes.text("html"),
            files=wishes.files,
            headers={name: str(value) for name, value in (wishes.object("headers") or {}).items()},
            language=person.language if person else wishes.text("language") or "en",
            client=wishes.text("client") or "gmail",
            answers=answers,
            quote=wishes.flag("quote"),
        )

    def _writer(self, wishes: Wishes) -> Person | None:
        person_id = wishes.number("as")
        return self.world.person(person_id) if person_id is not None else None

    def _answered(self, wishes: Wishes) -> Mail | None:
        number = wishes.number("in_reply_to")
        if number is None:
            return None
        if number not in self.world.mailbox.mails:
            raise Refused("there is no mail with this id to answer", 404)
        return self.world.mailbox.mails[number]
