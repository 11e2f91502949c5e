"""Seeing: the snapshot, the stream of events, and bytes of files and mails."""

import asyncio
import json
from contextlib import suppress
from urllib.parse import quote

from aiohttp import web

from sandbox.errors import Refused
from sandbox.files import StoredFile
from sandbox.mailbox import Mail, part_bytes
from sandbox.views import snapshot
from sandbox.world import World

HEARTBEAT_SECONDS = 15.0
SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/", "application/pdf")


class Watching:
    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/world", self.see_world),
            web.get("/api/moment", self.see_moment),
            web.get("/api/quiet", self.wait_for_quiet),
            web.get("/api/events", self.follow),
            web.get("/api/files/{file}", self.see_file),
            web.get(r"/api/mails/{mail:\d+}/raw", self.see_raw_mail),
            web.get(r"/api/mails/{mail:\d+}/attachments/{number:\d+}", self.see_attachment),
        ]

    async def see_world(self, request: web.Request) -> web.StreamResponse:
        del request
        return web.json_response(snapshot(self.world))

    async def see_moment(self, request: web.Request) -> web.StreamResponse:
        del request
        return web.json_response({"seq": self.world.events.seq})

    async def wait_for_quiet(self, request: web.Request) -> web.StreamResponse:
        """Answers as soon as the bot has confirmed every update, or after ``within`` seconds."""
        within = float(request.query.get("within", 10))
        with suppress(TimeoutError):
            await asyncio.wait_for(self.world.updates.all_read(), within)
        left = len(self.world.updates.pending())
        return web.json_response({"pending": left, "seq": self.world.events.seq})

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until either side leaves."""
        after = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
        seq = int(after) if after.isdigit() else 0
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        try:
            await response.write(b": welcome\n\n")
            while not self.world.events.closed:
                events = await self.world.events.wait(seq, HEARTBEAT_SECONDS)
                lines = [f"id: {e.seq}\ndata: {json.dumps(e.view())}\n\n" for e in events] or [
                    ": still here\n\n"
                ]
                await response.write("".join(lines).encode())
                seq = events[-1].seq if events else seq
        except ConnectionError:
            pass  # the watcher left
        return response

    async def see_file(self, request: web.Request) -> web.StreamResponse:
        file = self.world.files.by_unique_id(request.match_info["file"])
        if file is None:
            raise Refused("there is no such file", 404)
        return _file_response(file)

    async def see_raw_mail(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=self._mail(request).raw, content_type="application/octet-stream")

    async def see_attachment(self, request: web.Request) -> web.StreamResponse:
        parts = self._mail(request).attachments()
        number = int(request.match_info["number"])
        if number >= len(parts):
            raise Refused("this mail has no such attachment", 404)
        part = parts[number]
        return _bytes_response(part_bytes(part), part.get_content_type(), part.get_filename() or "attachment")

    def _mail(self, request: web.Request) -> Mail:
        mail = self.world.mailbox.mails.get(int(request.match_info["mail"]))
        if mail is None:
            raise Refused("there is no such mail", 404)
        return mail


def _file_response(file: StoredFile) -> web.Response:
    return _bytes_response(file.data, file.content_type, file.name)


def _bytes_response(data: bytes, content_type: str, name: str) -> web.Response:
    """Pictures and sound are shown; whatever could be a program of its own is downloaded."""
    safe_name = "".join(char for char in name if char.isalnum() or char in " ._-") or "file"
    shown = content_type.startswith(SHOWN_INLINE)
    disposition = f"{'inline' if shown else 'attachment'}; filename*=utf-8''{quote(safe_name)}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return web.Response(
        body=data, content_type=content_type if shown else "application/octet-stream", headers=headers
    )
