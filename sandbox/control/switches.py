"""The sandbox's own switches: faults, settings, the clock, and the demo's narration."""

from typing import Any

from aiohttp import web

from sandbox.control.reading import Wishes, read_wishes
from sandbox.errors import Refused
from sandbox.faults import Fault
from sandbox.world import World

STATES = ("doing", "seen", "failed")


class Switches:
    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/faults", self.list_faults),
            web.post("/api/faults", self.order_fault),
            web.delete("/api/faults", self.clear_faults),
            web.post("/api/settings", self.change_settings),
            web.post("/api/clock", self.move_clock),
            web.post("/api/story", self.tell),
        ]

    async def list_faults(self, request: web.Request) -> web.StreamResponse:
        del request
        return self._faults()

    async def order_fault(self, request: web.Request) -> web.StreamResponse:
        self.world.faults.order(_fault(await read_wishes(request)))
        return self._faults()

    async def clear_faults(self, request: web.Request) -> web.StreamResponse:
        del request
        self.world.faults.clear()
        return self._faults()

    async def change_settings(self, request: web.Request) -> web.StreamResponse:
        self.world.settings.change((await read_wishes(request)).fields)
        return web.json_response(self.world.settings.view())

    async def move_clock(self, request: web.Request) -> web.StreamResponse:
        wishes = await read_wishes(request)
        self.world.clock.advance(wishes.seconds("advance") or 0.0)
        return web.json_response({"now": self.world.clock.now().isoformat()})

    async def tell(self, request: web.Request) -> web.StreamResponse:
        wishes = await read_wishes(request)
        step: dict[str, Any] = {"id": wishes.required("id"), "title": wishes.text("title") or ""}
        step |= {"text": wishes.text("text") or "", "state": wishes.text("state") or "doing"}
        if step["state"] not in STATES:
            raise Refused(f"a step's state is one of {', '.join(STATES)}")
        self.world.story[step["id"]] = step
        self.world.events.publish("story", step)
        return web.json_response(step)

    def _faults(self) -> web.Response:
        return web.json_response({"faults": [fault.view() for fault in self.world.faults.ordered]})


def _fault(wishes: Wishes) -> Fault:
    times = wishes.number("times")
    return Fault(
        method=wishes.text("method") or "*",
        kind=wishes.required("kind"),
        times=1 if times is None else times,
        seconds=wishes.seconds("seconds"),
        after=wishes.flag("after"),
        skip=wishes.number("skip") or 0,
        chat_id=wishes.number("chat_id"),
    )
