"""Buttons under the dispatchers' messages: what waits for the desk, and what one tap answers."""

from collections.abc import Sequence
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import LABEL, Agree, Choose, DeskPress, LetIn, Number, Rate, button, keyboard
from templates import Texts
from tickets.desk_view import DeskView
from tickets.policy import Partner
from tickets.rating import SCORES
from tickets.states import HandoffState, TicketState
from tickets.steps import may_follow
from tickets.ticket import Handoff

_IN_STEAD = (
    (HandoffState.ACCEPTED, HandoffState.DECLINED),
    (HandoffState.EN_ROUTE, HandoffState.DONE),
)


class InStead(CallbackData, prefix="i"):
    """A dispatcher takes a step for the partner, whose words nobody but people could read."""

    number: Number
    seq: Number
    state: HandoffState


def desk_keyboard(view: DeskView, texts: Texts, language: str) -> dict[str, Any] | None:
    """What a dispatcher can do to a ticket with one thumb; None when nothing waits for the desk."""
    acts: tuple[str, ...] = ()
    if any(line.state is HandoffState.DONE and not line.depth for line in view.handoffs):
        acts = ("approve", "reject")
    elif view.state in (TicketState.NEW, TicketState.REOPENED):
        acts = ("route",)
    answer = ("accept", "decline") if view.unanswered else ()
    rows = [row for row in (answer, acts) if row]
    if not rows:
        return None
    return keyboard(
        [
            [
                button(texts.word(f"button/{act}", language), DeskPress(number=view.number, act=act))
                for act in row
            ]
            for row in rows
        ]
    )


def choice_keyboard(number: int, partners: Sequence[Partner]) -> dict[str, Any]:
    """The partners one can choose, one a row."""
    rows = [[button(partner.name[:LABEL], Choose(number=number, partner=partner.id))] for partner in partners]
    return keyboard(rows)


def agree_keyboard(number: int, partner: str, texts: Texts, language: str) -> dict[str, Any]:
    """One tap of another dispatcher."""
    agree = Agree(number=number, partner=partner)
    return keyboard([[button(texts.word("button/agree", language), agree)]])


def let_in_keyboard(number: int, entry: int, texts: Texts, language: str) -> dict[str, Any]:
    """One tap for somebody new."""
    let_in = LetIn(number=number, entry=entry)
    return keyboard([[button(texts.word("button/admit", language), let_in)]])


def in_stead_keyboard(number: int, handoff: Handoff, texts: Texts, language: str) -> dict[str, Any] | None:
    """What the partner may have said, as one tap; None where no step can follow."""
    rows = [[state for state in row if may_follow(handoff.state, state)] for row in _IN_STEAD]
    if not any(rows):
        return None
    return keyboard(
        [
            [
                button(
                    texts.word(f"event/{state}", language),
                    InStead(number=number, seq=handoff.seq, state=state),
                )
                for state in row
            ]
            for row in rows
            if row
        ]
    )


def rate_keyboard(number: int, handoff: int) -> dict[str, Any]:
    """What we think of the work, in stars: faces are the customer's."""
    row = [button(f"{score} ★", Rate(number=number, seq=handoff, score=score)) for score in SCORES]
    return keyboard([row])
