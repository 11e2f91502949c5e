"""The page behind the links of a mail that asks for a price. Looking, as scanners do, approves nothing."""

from aiohttp import web

from bot.bells import Bells
from bot.moments import Clock
from bot.score_page import html_page
from handlers.desk import Desk
from handlers.house import House
from handlers.signing import OfHandoff, handoff_of
from storage.store import Store
from tickets.outcome import Refused
from tickets.parties import Actor, Role
from tickets.ticket import Ticket
from tickets.views import customer_view
from tickets.work import customer

_PATH = r"/price/{token}/{answer:yes|no}"


def price_routes(store: Store, house: House, bells: Bells, now: Clock) -> list[web.RouteDef]:
    """GET shows the price with two buttons, POST takes the answer, once; 404 for a link we did not sign."""

    async def show(request: web.Request) -> web.Response:
        async with store.glance() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            ticket, question = await _asked(desk, request)
            return await _page(desk, ticket, question, request)

    async def take(request: web.Request) -> web.Response:
        async with store.unit() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            ticket, question = await _asked(desk, request, lock=True)
            yes, given = request.match_info["answer"] == "yes", await desk.given(ticket)
            requester = ticket.requester
            by = Actor(role=Role.CUSTOMER, name=requester.name or requester.address, id=requester.address)
            try:
                outcome = customer.answers(ticket, question, given, desk.now, by=by, yes=yes)
            except Refused:
                return await _page(desk, ticket, question, request)
            page = await _page(desk, ticket, question, request, said=yes)
            await desk.carry_out(outcome)
            await unit.commit()
        bells.decided()
        return page

    return [web.get(_PATH, show), web.post(_PATH, take)]


async def _asked(desk: Desk, request: web.Request, *, lock: bool = False) -> tuple[Ticket, int]:
    number, purpose = desk.house.addresses.signer.read(request.match_info["token"]) or (0, "")
    question = handoff_of(purpose, OfHandoff.PRICE)
    ticket = await desk.unit.tickets.get(number, lock=lock) if question is not None else None
    if ticket is None or question is None:
        raise web.HTTPNotFound
    return ticket, question


async def _page(
    desk: Desk, ticket: Ticket, question: int, request: web.Request, *, said: bool | None = None
) -> web.Response:
    """The question; what was `said` just now; or that there is nothing to answer any more."""
    given, language = await desk.given(ticket), ticket.requester.language
    handoff = customer.open_question(ticket, question, desk.now)
    base = f"{desk.house.price_url}/{request.match_info['token']}"
    answers = () if said is not None or handoff is None else ("yes", "no")
    page = desk.texts.mail(
        "requester/price_page",
        language,
        view=customer_view(ticket, given.known, desk.policy, ()),
        amount=handoff.price_asked if handoff else "",
        said=said,
        buttons=[(desk.texts.word(f"button/price_{each}", language), f"{base}/{each}") for each in answers],
        first=f"{base}/{request.match_info['answer']}",
        now=desk.now,
    )
    return html_page(page.html)
