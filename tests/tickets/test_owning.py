"""Exactly one of us answers for a ticket, whoever has the baton (S8)."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.tickets.world import DINA, GIVEN, NORD, NOW, OLA, at, handed_off, live, message, ticket, told
from tickets import approval, conversation, handoffs, offers, owning, reports
from tickets.outcome import Outcome, Party, Refused, Tell
from tickets.parties import Actor, Role
from tickets.states import HandoffState
from tickets.ticket import Ticket

EVA = Actor(role=Role.DISPATCHER, name="Eva Vakt", id="tg:7004")

Act = Callable[[Ticket], Outcome]


def notes(by: Actor) -> Act:
    return lambda made: conversation.note(made, message(by, "Ring først"))


def offers_it(by: Actor) -> Act:
    return lambda made: offers.offer(made, NORD, GIVEN, NOW, by=by, reason=by.name)


def steps(state: HandoffState) -> Act:
    return lambda made: handoffs.answer(made, live(made).seq, state, GIVEN, at(11), by=OLA)


def says(text: str) -> Act:
    return lambda made: reports.partner_says(made, live(made).seq, message(OLA, text), GIVEN, at(11))


def approves(by: Actor) -> Act:
    return lambda made: approval.approve(made, GIVEN, at(12), by=by)


ACTS: tuple[Act, ...] = (
    notes(DINA),
    notes(EVA),
    offers_it(DINA),
    offers_it(EVA),
    *map(steps, (HandoffState.ACCEPTED, HandoffState.WAITING, HandoffState.DONE, HandoffState.DECLINED)),
    says("Ser på den"),
    approves(EVA),
)


def test_whoever_acts_first_answers_for_it_and_its_post_says_so() -> None:
    outcome = owning.claimed(notes(DINA)(ticket()))
    assert outcome.ticket.owner == DINA.name
    assert Tell.POST_CHANGED in told(outcome, Party.DISPATCHERS)


def test_a_partner_who_acts_answers_for_nothing_of_ours() -> None:
    made = replace(handed_off(), owner=None)
    assert owning.claimed(steps(HandoffState.ACCEPTED)(made)).ticket.owner is None


def test_who_lends_a_hand_takes_nothing_over() -> None:
    made = owning.claimed(offers_it(DINA)(ticket())).ticket
    assert owning.claimed(notes(EVA)(made)).ticket.owner == DINA.name


def test_it_is_given_to_somebody_and_back_to_the_desk() -> None:
    hers = owning.assign(ticket(), EVA, NOW, by=DINA, desk="Vakten").ticket
    back = owning.claimed(owning.assign(hers, None, NOW, by=DINA, desk="Vakten"))
    assert (hers.owner, hers.owner_id, back.ticket.owner) == (EVA.name, EVA.id, None)
    assert back.ticket.owner_id is None


def test_it_is_given_once() -> None:
    hers = replace(ticket(), owner=EVA.name, owner_id=EVA.id)
    assert owning.assign(hers, EVA, NOW, by=DINA, desk="Vakten").answer == "already"


def test_who_is_called_otherwise_now_still_owns_it_and_is_named_so_when_they_act() -> None:
    hers = owning.claimed(notes(DINA)(ticket())).ticket
    married = replace(DINA, name="Dina Lund")
    outcome = owning.claimed(notes(married)(hers))
    assert (outcome.ticket.owner, outcome.ticket.owner_id) == ("Dina Lund", DINA.id)
    assert Tell.POST_CHANGED in told(outcome, Party.DISPATCHERS)


def test_a_namesake_is_somebody_else() -> None:
    hers = owning.claimed(notes(DINA)(ticket())).ticket
    other = replace(DINA, id="tg:7999")
    assert owning.claimed(notes(other)(hers)).ticket.owner_id == DINA.id
    given = owning.assign(hers, other, NOW, by=DINA, desk="Vakten")
    assert (given.answer, given.ticket.owner_id) == ("done", "tg:7999")


@drawn(st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_happens_the_first_of_us_keeps_it(acts: list[Act]) -> None:
    made, first = ticket(), None
    for act in acts:
        try:
            outcome = act(made)
        except (Refused, AssertionError):  # it cannot be done now, or nobody has the baton
            continue
        ours = [each.author.name for each in outcome.entries if each.author.role is Role.DISPATCHER]
        first = first or next(iter(ours), None)
        made = owning.claimed(outcome).ticket
        assert made.owner == first
