"""Buttons: what each one carries, and which a card shows in each state.

Payloads are typed and small (64 bytes, T5); who presses and whether it may be done is judged at press time.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any
from zlib import crc32

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from templates import Texts
from tickets.card import Below
from tickets.evidence.demands import EvidenceKind, Standing
from tickets.policy import Partner
from tickets.states import HandoffState
from tickets.ticket import Handoff

# A payload made by hand may hold any number: one that no database takes does not match (T5).
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]

UNDO = "undo_"  # the act of crossing out a line of work, before the line's key

Keyboard = list[list[dict[str, str]]]

# A group's bot in privacy mode hears replies only; the client offers one (Bot API, ForceReply).
FORCE_REPLY = {"force_reply": True}


class Press(CallbackData, prefix="j"):
    """A technician's button: a step of one handoff."""

    number: Number
    seq: Number
    act: str


class DeskPress(CallbackData, prefix="d"):
    """A dispatcher's button."""

    number: Number
    act: str


class Spend(CallbackData, prefix="c"):
    """Yes or no to what a handoff has come to: `cost` is the sum that was asked about."""

    number: Number
    seq: Number
    cost: Decimal
    yes: bool


class Rate(CallbackData, prefix="k"):
    """What a dispatcher thinks of a handoff's work, 1 to 5."""

    number: Number
    seq: Number
    score: Number


class Score(CallbackData, prefix="s"):
    """The requester's answer to "how did we do?"."""

    number: Number
    score: Number


class Price(CallbackData, prefix="q"):
    """The requester's answer to a price: `question` says to which."""

    number: Number
    question: Annotated[int, Field(ge=0, le=2**52)]
    yes: bool


class Admit(CallbackData, prefix="a"):
    """Somebody known lets a new colleague in: `user_id` may act in this chat from now on."""

    user_id: Annotated[int, Field(ge=1, le=2**52)]


class LetIn(CallbackData, prefix="p"):
    """A dispatcher lets somebody new take part in a ticket: the writer of that entry."""

    number: int
    entry: int


class Walk(CallbackData, prefix="w"):
    """The next step of how we work; the one after the last confirms."""

    step: Number


class Release(CallbackData, prefix="r"):
    """A dispatcher says that something held may go on: `what` is breaker, address or list, `id` which."""

    what: str
    id: Annotated[int, Field(ge=1, le=2**52)]


class Vouch(CallbackData, prefix="v"):
    """A dispatcher says that a mail, kept as an arrival, is from whom it says."""

    arrival: Number


class Choose(CallbackData, prefix="o"):
    """A dispatcher chooses this partner for a ticket."""

    number: Number
    partner: str


class Agree(CallbackData, prefix="g"):
    """A second dispatcher agrees to a partner for what a rule keeps with us."""

    number: Number
    partner: str


class Belongs(CallbackData, prefix="b"):
    """Which job a message belongs to: `number` 0 means a new one; `message` is the message asked about."""

    number: Number
    seq: Number
    message: Number


LABEL = 60  # characters of a button's label that a phone shows

_AT_WORK = (("on_site", "done"), ("waiting", "question"))

_CARD_ROWS: dict[HandoffState, tuple[tuple[str, ...], ...]] = {
    HandoffState.OFFERED: (("accept", "decline"), ("question",)),
    HandoffState.ACCEPTED: (("en_route", "on_site"), ("waiting", "done"), ("question",)),
    HandoffState.EN_ROUTE: _AT_WORK,
    HandoffState.ON_SITE: (("done", "waiting"), ("question",)),
    HandoffState.WAITING: (("en_route", "on_site"), ("done", "question")),
    HandoffState.REWORK: (("en_route", "on_site"), ("waiting", "done"), ("question",)),
}


def check_keyboard(
    number: int, seq: int, evidence: Sequence[Standing], texts: Texts, language: str
) -> dict[str, Any]:
    """The checklist to tick off, a step a row, and the way back."""
    steps = [each for each in evidence if each.demand.kind is EvidenceKind.CHECK]
    rows = [
        [
            button(
                f"{'⬜' if each.lacking else '✅'} {each.demand.label}"[:LABEL],
                Press(number=number, seq=seq, act=each.demand.key.replace(":", "_")),
            )
        ]
        for each in steps
    ]
    back = button(texts.word("button/back", language), Press(number=number, seq=seq, act="back"))
    return keyboard([*rows, [back]])


def whom_keyboard(
    number: int, seq: int, partners: Sequence[Partner], texts: Texts, language: str, *, back: bool = True
) -> dict[str, Any]:
    """To whom a job can be handed on, a partner a row; `back`: and the way back to the card's own buttons."""
    rows = [
        [button(f"↪️ {each.name}"[:LABEL], Press(number=number, seq=seq, act=to_whom(each)))]
        for each in partners
    ]
    if back:
        rows.append([button(texts.word("button/back", language), Press(number=number, seq=seq, act="back"))])
    return keyboard(rows)


def to_whom(partner: Partner) -> str:
    """The act of handing on to this partner, whose id may be longer than a payload can carry."""
    return f"to_{crc32(partner.id.encode()):08x}"


def check_work_keyboard(number: int, seq: int, parent: int, texts: Texts, language: str) -> dict[str, Any]:
    """What a partner can do when its subcontractor says done: take the work over, send it back, or call its
    own job done with it."""
    rows = _below_rows(number, seq, ("approve", "reject"), texts, language)
    done = button(texts.word("button/done", language), Press(number=number, seq=parent, act="done"))
    return keyboard([*rows, [done]])


def chain_rows(
    number: int, seq: int, below: Below | None, texts: Texts, language: str, *, may_hand_on: bool
) -> Keyboard:
    """The card's buttons about the next in the chain: handing on, or what to do about who has it."""
    if below is not None:
        acts = ("approve", "reject") if below.state is HandoffState.DONE else ("recall",)
        return _below_rows(number, below.seq, acts, texts, language)
    if not may_hand_on:
        return []
    return [[button(texts.word("button/hand_on", language), Press(number=number, seq=seq, act="hand_on"))]]


def _below_rows(number: int, seq: int, acts: tuple[str, ...], texts: Texts, language: str) -> Keyboard:
    return [
        [
            button(texts.word(f"button/{act}", language), Press(number=number, seq=seq, act=f"{act}_below"))
            for act in acts
        ]
    ]


TIME_CHOICES = (("eta_30", "eta_60", "eta_120"), ("eta_today", "eta_tomorrow"))
REWORK_CHOICES = (("rework_photo", "rework_fault"), ("rework_other",))
WAIT_CHOICES = (("wait_parts", "wait_access"), ("wait_customer",))
DECLINE_CHOICES = (("decline_busy", "decline_skill"), ("decline_area", "decline_other"))


def card_keyboard(
    number: int,
    seq: int,
    state: HandoffState,
    texts: Texts,
    language: str,
    *,
    checks: bool = False,
    time_told: bool = False,
) -> dict[str, Any] | None:
    """The card's buttons in its state; None when the job is over. `checks`: there is a checklist to tick;
    `time_told`: they have said when they come."""
    rows = _CARD_ROWS.get(state)
    if not rows:
        return None
    awaited = state in (HandoffState.ACCEPTED, HandoffState.EN_ROUTE)
    alone = [row[0] for row in rows if len(row) == 1]
    alone += ["eta"] if awaited and time_told else []
    alone += ["checks"] if checks and state is not HandoffState.OFFERED else []
    pairs = (tuple(alone[place : place + 2]) for place in range(0, len(alone), 2))  # a card is long enough
    times = TIME_CHOICES if awaited and not time_told else ()
    rows = (*(row for row in rows if len(row) > 1), *pairs, *times)
    return job_keyboard(number, seq, rows, texts, language)


def job_keyboard(
    number: int, seq: int, rows: tuple[tuple[str, ...], ...], texts: Texts, language: str
) -> dict[str, Any]:
    """Buttons of one job by the names of their acts."""
    return keyboard(
        [
            [
                button(texts.word(f"button/{act}", language), Press(number=number, seq=seq, act=act))
                for act in row
            ]
            for row in rows
        ]
    )


def undo_keyboard(number: int, seq: int, key: str, texts: Texts, language: str) -> dict[str, Any]:
    """One tap that crosses out a line of work which was just written down."""
    undo = Press(number=number, seq=seq, act=f"{UNDO}{key}")
    return keyboard([[button(texts.word("button/undo", language), undo)]])


def cost_keyboard(number: int, handoff: Handoff, texts: Texts, language: str) -> dict[str, Any]:
    """Yes or no to a cost above the cap; nothing to press once it is answered."""
    if handoff.cost_asked is None:
        return keyboard([])
    row = [
        button(
            texts.word(f"button/{word}", language),
            Spend(number=number, seq=handoff.seq, cost=handoff.cost_asked, yes=yes),
        )
        for word, yes in (("cost_yes", True), ("cost_no", False))
    ]
    return keyboard([row])


def release_keyboard(what: str, which: int, texts: Texts, language: str) -> dict[str, Any]:
    """One tap for what is held: it goes on."""
    label = texts.word(f"button/release_{what}", language)
    return keyboard([[button(label, Release(what=what, id=which))]])


def vouch_keyboard(arrival: int, texts: Texts, language: str) -> dict[str, Any]:
    """One tap for a mail that nothing proves."""
    return keyboard([[button(texts.word("button/vouch", language), Vouch(arrival=arrival))]])


def score_keyboard(number: int, texts: Texts, language: str) -> dict[str, Any]:
    """Five scores in a row."""
    row = [
        button(texts.word(f"button/score_{score}", language), Score(number=number, score=score))
        for score in range(1, 6)
    ]
    return keyboard([row])


def price_keyboard(number: int, question: int, texts: Texts, language: str) -> dict[str, Any]:
    """Yes or no to a price."""
    row = [
        button(
            texts.word(f"button/price_{'yes' if yes else 'no'}", language),
            Price(number=number, question=question, yes=yes),
        )
        for yes in (True, False)
    ]
    return keyboard([row])


def button(label: str, data: CallbackData) -> dict[str, str]:
    """One inline button."""
    return {"text": label, "callback_data": data.pack()}


def keyboard(rows: Keyboard) -> dict[str, Any]:
    """An inline keyboard as the Bot API takes it."""
    return {"inline_keyboard": rows}
