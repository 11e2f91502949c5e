"""The page behind the links of a partner's mail. Looking at it takes no step, so scanners accept nothing."""

from dataclasses import dataclass

from aiohttp import web

from bot.bells import Bells
from bot.moments import Clock
from bot.score_page import html_page
from handlers.acts import step_of
from handlers.buttons import DECLINE_CHOICES
from handlers.desk import Desk
from handlers.handoff_view import view_of
from handlers.house import House
from handlers.signing import OfHandoff, handoff_of
from handlers.tell_partner_mail import LINKS, language_of
from storage.store import Store
from tickets import handoffs
from tickets.outcome import Notice, Party, Refused, Tell
from tickets.parties import Actor, Role
from tickets.ticket import Handoff, Ticket

_PATH = r"/job/{token}/{act:[a-z_]{1,30}}"
_DECLINES = tuple(act for row in DECLINE_CHOICES for act in row)


@dataclass(frozen=True, slots=True)
class _Job:
    ticket: Ticket
    handoff: Handoff


def job_routes(store: Store, house: House, bells: Bells, now: Clock) -> list[web.RouteDef]:
    """GET shows the job with its buttons, POST takes the step of the one that was pressed, and says what came
    of it; 404 for a link that we did not sign.
    """

    async def show(request: web.Request) -> web.Response:
        async with store.glance() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            return await _page(desk, await _job(desk, request), request)

    async def take(request: web.Request) -> web.Response:
        async with store.unit() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            job = await _job(desk, request, lock=True)
            language = language_of(house, job.handoff)
            try:
                ticket, answer = await _step(desk, job, request.match_info["act"])
            except Refused as refusal:
                said = house.texts.word(f"refused/{refusal.reason}", language, **refusal.facts)
                return await _page(desk, job, request, said)
            said = house.texts.word(f"toast/{answer}", language)
            page = await _page(desk, _Job(ticket, ticket.handoff(job.handoff.seq)), request, said)
            await unit.commit()
        bells.decided()
        return page

    return [web.get(_PATH, show), web.post(_PATH, take)]


async def _step(desk: Desk, job: _Job, act: str) -> tuple[Ticket, str | None]:
    """As a press of the card's button in a chat, by the firm that was written to."""
    handoff = job.handoff
    state, wait, note = step_of(act, desk.texts, language_of(desk.house, handoff))
    by = Actor(role=Role.PARTNER, name=desk.policy.partner_name(handoff.partner_id), id=handoff.email)
    given = await desk.given(job.ticket)
    outcome = handoffs.answer(job.ticket, handoff.seq, state, given, desk.now, by=by, note=note, wait=wait)
    return await desk.carry_out(outcome), outcome.answer


async def _job(desk: Desk, request: web.Request, *, lock: bool = False) -> _Job:
    number, purpose = desk.house.addresses.signer.read(request.match_info["token"]) or (0, "")
    seq = handoff_of(purpose, OfHandoff.LINK)
    if seq is None:
        raise web.HTTPNotFound
    ticket = await desk.unit.tickets.get(number, lock=lock)
    if ticket is None or not any(each.seq == seq for each in ticket.handoffs):
        raise web.HTTPNotFound
    return _Job(ticket, ticket.handoff(seq))


async def _page(desk: Desk, job: _Job, request: web.Request, said: str = "") -> web.Response:
    """The job as it is, with what can be pressed now."""
    handoff, house = job.handoff, desk.house
    language, pressed = language_of(house, handoff), request.match_info["act"]
    base = f"{house.job_url}/{request.match_info['token']}"
    asks_why = pressed == "decline" and "decline" in LINKS.get(handoff.state, ())
    acts = _DECLINES if asks_why else LINKS.get(handoff.state, ())
    notice = Notice(to=Party.PARTNER, tell=Tell.CARD, handoff=handoff.seq)
    page = house.texts.mail(
        "partner/job_page",
        language,
        view=view_of(await desk.telling(notice, job.ticket), handoff),
        buttons=[(house.texts.word(f"button/{act}", language), f"{base}/{act}") for act in acts],
        first=f"{base}/{pressed}",
        said=said,
        asks_why=asks_why,
        now=desk.now,
    )
    return html_page(page.html)
