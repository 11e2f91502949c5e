"""The page behind the links of a partner's mail. Looking at it takes no step, so scanners accept nothing."""

from uuid import uuid4

from aiohttp import web

from bot.bells import Bells
from bot.job_choices import shown
from bot.job_form import MEGABYTES, Filled, read_form
from bot.job_press import Job, press
from bot.moments import Clock
from bot.score_page import html_page
from handlers.desk import Desk
from handlers.handoff_view import view_of
from handlers.house import House
from handlers.signing import OfHandoff, handoff_of
from handlers.tell_partner_mail import language_of
from storage.files import Files
from storage.store import Store
from tickets.outcome import Notice, Party, Refused, Tell

_PATH = r"/job/{token}/{act:[a-z0-9_]{1,30}}"


def job_routes(store: Store, house: House, files: Files, bells: Bells, now: Clock) -> list[web.RouteDef]:
    """GET shows the job with its buttons and forms, POST takes in what was filled in and the step of the one
    that was pressed, and says what came of it; 404 for a link that we did not sign.
    """

    async def show(request: web.Request) -> web.Response:
        async with store.glance() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            return await _page(desk, await _job(desk, request), request)

    async def take(request: web.Request) -> web.Response:
        act = request.match_info["act"]
        async with store.glance() as unit:  # before a stranger's files are stored
            await _job(Desk(house=house, unit=unit, now=now()), request)
        filled = await read_form(request, files)
        async with store.unit() as unit:
            desk = Desk(house=house, unit=unit, now=now())
            job = await _job(desk, request, lock=True)
            try:
                after, said = await press(desk, job, act, filled)
            except Refused as refusal:
                language = language_of(house, job.handoff)
                said = house.texts.word(f"refused/{refusal.reason}", language, **refusal.facts)
                return await _page(desk, job, request, said, filled)
            page = await _page(desk, after, request, said, filled)
            await unit.commit()
        bells.decided()
        return page

    return [web.get(_PATH, show), web.post(_PATH, take)]


async def _job(desk: Desk, request: web.Request, *, lock: bool = False) -> Job:
    number, purpose = desk.house.addresses.signer.read(request.match_info["token"]) or (0, "")
    seq = handoff_of(purpose, OfHandoff.LINK)
    if seq is None:
        raise web.HTTPNotFound
    ticket = await desk.unit.tickets.get(number, lock=lock)
    if ticket is None or not any(each.seq == seq for each in ticket.handoffs):
        raise web.HTTPNotFound
    return Job(ticket, seq)


async def _page(
    desk: Desk, job: Job, request: web.Request, said: str = "", filled: Filled | None = None
) -> web.Response:
    """The job as it is, with what can be pressed and filled in now."""
    handoff, house = job.handoff, desk.house
    language = language_of(house, handoff)
    notice = Notice(to=Party.PARTNER, tell=Tell.CARD, handoff=handoff.seq)
    left_out = ", ".join(filled.left_out) if filled else ""
    if left_out:
        more = house.texts.word("refused/files_left_out", language, names=left_out, megabytes=MEGABYTES)
        said = f"{said} {more}".strip()
    telling = await desk.telling(notice, job.ticket)
    page = house.texts.mail(
        "partner/job_page",
        language,
        view=view_of(telling, handoff),
        base=f"{house.job_url}/{request.match_info['token']}",
        said=said,
        once=uuid4().hex,
        now=desk.now,
        **shown(job, request.match_info["act"], telling.given, desk, language),
    )
    return html_page(page.html)
