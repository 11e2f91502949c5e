"""The page behind the score links of a mail. Looking at it counts nothing, so link scanners rate nobody."""

from aiohttp import web

from bot.bells import Bells
from bot.moments import Clock
from handlers.desk import Desk
from handlers.house import House
from storage.store import Store
from tickets import dispatch
from tickets.outcome import Refused
from tickets.parties import Actor, Role
from tickets.ticket import Ticket
from tickets.views import CustomerView, customer_view

_PATH = r"/score/{token}/{score:[1-5]}"


def score_routes(store: Store, house: House, bells: Bells, now: Clock) -> list[web.RouteDef]:
    """GET shows five buttons, POST counts the one that was pressed; 404 for a link that we did not sign."""

    async def show(request: web.Request) -> web.Response:
        async with store.glance() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            ticket = await _ticket(desk, request)
            view = await _view(desk, ticket)
        token = request.match_info["token"]
        page = house.texts.mail(
            "requester/score_page",
            ticket.requester.language,
            view=view,
            url=f"{house.score_url}/{token}",
            score=int(request.match_info["score"]),
            now=desk.now,
        )
        return html_page(page.html)

    async def take(request: web.Request) -> web.Response:
        score = int(request.match_info["score"])
        async with store.unit() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            ticket = await _ticket(desk, request, lock=True)
            by = Actor(
                role=Role.CUSTOMER,
                name=ticket.requester.name or ticket.requester.address,
                id=ticket.requester.address,
            )
            try:
                ticket = await desk.carry_out(dispatch.rate(ticket, score, desk.now, by=by))
            except Refused:  # opened again since: there is nothing to rate yet
                raise web.HTTPNotFound from None
            view = await _view(desk, ticket)
            await unit.commit()
        bells.decided()
        page = house.texts.mail(
            "requester/thanks", ticket.requester.language, view=view, score=score, now=desk.now
        )
        return html_page(page.html)

    return [web.get(_PATH, show), web.post(_PATH, take)]


async def _ticket(desk: Desk, request: web.Request, *, lock: bool = False) -> Ticket:
    signed = desk.house.addresses.signer.read(request.match_info["token"])
    if signed is None or signed[1] != "score":
        raise web.HTTPNotFound
    ticket = await desk.unit.tickets.get(signed[0], lock=lock)
    if ticket is None:
        raise web.HTTPNotFound
    return ticket


async def _view(desk: Desk, ticket: Ticket) -> CustomerView:
    given = await desk.given(ticket)
    return customer_view(ticket, given.known, desk.policy, ())


def html_page(html: str) -> web.Response:
    """A page that runs nothing, sends its forms home only, and is told to nobody by a Referer."""
    return web.Response(
        text=html,
        content_type="text/html",
        headers={
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )
