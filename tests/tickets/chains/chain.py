"""Nord Elektro hands on to Alfa, Alfa to Beta, Beta to Gamma: a chain four deep below the desk."""

from dataclasses import replace

from tests.tickets.world import GIVEN, KNOWN, NORD, NOW, OLA, POLICY, handed_off, message
from tickets import handoffs, reports
from tickets.chains import handing
from tickets.given import Given
from tickets.known import Reach
from tickets.outcome import Outcome
from tickets.parties import Actor, Role
from tickets.policy import Partner
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.timeline import Attachment

ALFA = Partner(id="alfa", name="Alfa Rør AS", sla="standard", language="nb", subcontractors=("beta", "delta"))
BETA = Partner(id="beta", name="Beta Vann AB", sla="standard", language="sv", subcontractors=("gamma",))
GAMMA = Partner(id="gamma", name="Gamma ApS", sla="standard", language="da")
DELTA = Partner(id="delta", name="Delta Kjøl AS", sla="standard", language="nb")

ANNE = Actor(role=Role.PARTNER, name="Anne Alfsen", id="tg:8001")
BO = Actor(role=Role.PARTNER, name="Bo Bengtsson", id="tg:8002")
GRO = Actor(role=Role.PARTNER, name="Gro Gammel", id="tg:8003")
DAG = Actor(role=Role.PARTNER, name="Dag Dahle", id="tg:8004")

TECHNICIANS = {"nord-elektro": OLA, "alfa": ANNE, "beta": BO, "gamma": GRO, "delta": DAG}

CHAIN_POLICY = replace(
    POLICY,
    partners={
        **POLICY.partners,
        NORD.id: replace(NORD, subcontractors=("alfa", "delta")),
        **{each.id: each for each in (ALFA, BETA, GAMMA, DELTA)},
    },
)
CHAIN = Given(
    policy=CHAIN_POLICY,
    known=KNOWN,
    reach={**GIVEN.reach, **{name: Reach(chat_id=-300 - n) for n, name in enumerate(TECHNICIANS)}},
)

PHOTO = Attachment(filename="for.jpg", content_type="image/jpeg", size=900, kind="photo")


def hand_on(of: Ticket, seq: int, partner: Partner, given: Given = CHAIN) -> Outcome:
    """That handoff's technician hands it on."""
    by = TECHNICIANS[of.handoff(seq).partner_id]
    return handing.hand_on(of, seq, given.policy.partners[partner.id], given, NOW, by=by)


def chain(depth: int = 4, given: Given = CHAIN) -> Ticket:
    """Kari's ticket in a chain of so many partners, each of whom has accepted; the last has it."""
    made = handed_off(HandoffState.ACCEPTED)
    for seq, partner in enumerate((ALFA, BETA, GAMMA)[: depth - 1], start=1):
        made = hand_on(made, seq, partner, given).ticket
        made = takes(made, seq + 1, HandoffState.ACCEPTED, given).ticket
    return made


def takes(of: Ticket, seq: int, state: HandoffState, given: Given = CHAIN, note: str = "") -> Outcome:
    """A step of that handoff's technician."""
    by = TECHNICIANS[of.handoff(seq).partner_id]
    return handoffs.answer(of, seq, state, given, NOW, by=by, note=note)


def says(of: Ticket, seq: int, text: str = "", given: Given = CHAIN, *photos: Attachment) -> Outcome:
    """Words of that handoff's technician."""
    words = message(TECHNICIANS[of.handoff(seq).partner_id], text, attachments=photos)
    return reports.partner_says(of, seq, words, given, NOW)


def states(of: Ticket) -> list[HandoffState]:
    """Of every handoff, in their order."""
    return [each.state for each in of.handoffs]
