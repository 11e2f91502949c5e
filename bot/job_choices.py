"""Which buttons and forms a job's page has just now."""

from typing import Any

from bot.job_press import ASKS, BRING, Job
from handlers.buttons import (
    DECLINE_CHOICES,
    REWORK_CHOICES,
    TIME_CHOICES,
    WAIT_CHOICES,
    to_whom,
)
from handlers.chain_acts import chain_acts, label_of
from handlers.desk import Desk
from handlers.tell_partner_mail import LINKS
from tickets.chains.tree import child_of, choices
from tickets.expected import COMING
from tickets.given import Given
from tickets.states import HandoffState
from tickets.work.approval import is_asked

_Rows = tuple[tuple[str, ...], ...]
_CHOICES: dict[str, _Rows] = {
    "decline": DECLINE_CHOICES,
    "waiting": WAIT_CHOICES,
    "reject_below": REWORK_CHOICES,
}


def shown(job: Job, pressed: str, given: Given, desk: Desk, language: str) -> dict[str, Any]:
    """The facts of the page's template. `pressed`: what was tapped, in the mail or on the page."""
    handoff, texts = job.handoff, desk.texts
    below = chain_acts(job.ticket, job.seq, given, desk.now)
    possible = (*LINKS.get(handoff.state, ()), *below)
    asks = next((each for each in ASKS if pressed == each or pressed in _acts(_CHOICES.get(each, ()))), "")
    if pressed.startswith("to_"):
        asks = "hand_on"
    asks = asks if asks in possible else ""
    working = handoff.is_live and handoff.state is not HandoffState.OFFERED
    child = child_of(job.ticket, job.seq)
    asked = [(act, label_of(texts, act, language)) for act in _acts(_CHOICES.get(asks, ()))]
    if asks == "hand_on":
        asked = [(to_whom(each), each.name) for each in choices(job.ticket, job.seq, given, desk.now)]
    return {
        "pressed": pressed,
        "asks": asks,
        "choices": asked,
        "steps": tuple(act for act in LINKS.get(handoff.state, ()) if not (working and act == "done")),
        "times": _acts(TIME_CHOICES) if handoff.state in COMING else (),
        "chain": [(act, label_of(texts, act, language)) for act in below],
        "below": child.seq if child else "",
        "sum": child.cost_asked if child and is_asked(child) else "",
        "brings": handoff.is_live,
        "works": working,
        "may_end": working and "done" in LINKS.get(handoff.state, ()),
        "bring": BRING,
    }


def _acts(rows: _Rows) -> tuple[str, ...]:
    return tuple(act for row in rows for act in row)
