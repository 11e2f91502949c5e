"""Hours, parts and expenses: how people write them, what they come to, and the cap that stops the work."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from tests.tickets.world import DINA, GIVEN, NOW, OLA, events, handed_off, live, told
from tickets.outcome import Outcome, Party, Refused, Tell
from tickets.states import HandoffState, TicketState, WaitReason
from tickets.ticket import Ticket
from tickets.work.costs import decide_cost, write_down
from tickets.work.lines import WorkKind, said
from tickets.work.money import Money, find_money, read_money
from tickets.work.reading import READERS, read_cost, read_log, read_part, read_words
from tickets.work.told import read_sentences

AT = datetime(2026, 11, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours", "kind"),
    [
        ("2.5h", "2.5", WorkKind.HOURS),
        ("2,5 timer", "2.5", WorkKind.HOURS),
        ("1t 30 min", "1.5", WorkKind.HOURS),
        ("45 min", "0.75", WorkKind.HOURS),
        ("1:45 reise", "1.75", WorkKind.TRAVEL),
        ("3 часа", "3", WorkKind.HOURS),
        ("2 timmar restid", "2", WorkKind.TRAVEL),
    ],
)
def test_hours_are_written_in_many_ways(text: str, hours: str, kind: WorkKind) -> None:
    line = read_log(text, AT, by="Ola")
    assert line is not None
    assert (line.quantity, line.unit, line.kind) == (Decimal(hours), "h", kind)


@pytest.mark.parametrize(
    ("text", "shown", "kind"),
    [
        ("taxi 350 kr", "taxi, 350 kr", WorkKind.TRAVEL),
        ("kostnad 350 kr", "kostnad, 350 kr", WorkKind.EXTRA),
        ("utlegg 350 kr parkering", "utlegg parkering, 350 kr", WorkKind.TRAVEL),
        ("utlägg 1.200,50 kr hyra", "utlägg hyra, 1 200.50 kr", WorkKind.EXTRA),
        ("350 SEK parkering", "parkering, 350 SEK", WorkKind.TRAVEL),
        ("færge 240,-", "færge, 240 kr", WorkKind.EXTRA),
        ("parking 1,200.50 DKK", "parking, 1 200.50 DKK", WorkKind.TRAVEL),
        ("такси 1500 руб", "такси, 1 500 RUB", WorkKind.TRAVEL),
        ("расходы 1500 рублей", "расходы, 1 500 RUB", WorkKind.EXTRA),
        ("lift 9000 kroner", "lift, 9 000 kr", WorkKind.EXTRA),
    ],
)
def test_an_expense_in_words_is_a_line(text: str, shown: str, kind: WorkKind) -> None:
    line = read_words(text, AT, by="Ola")
    assert line is not None
    assert (said(line), line.kind) == (shown, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Ny pumpe koster 9000 kr, skal jeg bestille?",
        "taxi 350 kr?",
        "kunden betaler 350 kr parkering",
        "Kostnad ikke over 350 kr",
        "350 kr dyrere enn i går",
        "taxi kommer kl 14",
        "Parkering 2. etasje",
    ],
)
def test_a_price_that_is_asked_or_told_is_no_expense(text: str) -> None:
    assert read_words(text, AT, by="Ola") is None


@pytest.mark.parametrize(
    ("text", "kilometres"),
    [
        ("kørte 40 km", "40"),
        ("kjørte 40 kilometer", "40"),
        ("körde 4 mil", "40"),
        ("drove 40 km", "40"),
        ("проехал 40 километров", "40"),
    ],
)
def test_a_way_driven_is_told_in_words(text: str, kilometres: str) -> None:
    line = read_words(text, AT, by="Ola")
    assert line is not None
    assert (line.kind, line.quantity, line.unit) == (WorkKind.TRAVEL, Decimal(kilometres), "km")


@pytest.mark.parametrize(
    ("text", "shown"), [("300 kr renset sluk", "renset sluk, 300 kr"), ("renset sluk", "renset sluk")]
)
def test_what_is_extra_may_have_a_price(text: str, shown: str) -> None:
    line = READERS["extra"](text, AT, by="Ola")
    assert line is not None
    assert (said(line), line.kind) == (shown, WorkKind.EXTRA)
    assert READERS["extra"](" ", AT, by="Ola") is None


def test_a_way_is_counted_in_kilometres() -> None:
    line = read_log("80 km Drammen", AT, by="Ola")
    assert line is not None
    assert (line.kind, line.quantity, line.unit, line.text) == (WorkKind.TRAVEL, Decimal(80), "km", "Drammen")


@pytest.mark.parametrize("text", ["", "mange timer", "0h", "1000h", "kl 14", "14.30"])
def test_what_is_no_time_is_not_logged(text: str) -> None:
    assert read_log(text, AT, by="Ola") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ABC-12 x2", "2 × ABC-12"),
        ("ABC-12", "1 × ABC-12"),
        ("to pakninger", "2 × pakninger"),
        ("2 pakninger", "2 × pakninger"),
        ("Три прокладки 500 руб", "3 × прокладки, 500 RUB"),
        ("24V relé", "1 × 24V relé"),
        ("3 polet bryter", "1 × 3 polet bryter"),
        ("2 stk pakning 350 kr", "2 × pakning, 350 kr"),
        ("насос х1 1 200 руб", "насос, 1 200 RUB"),
        ("pump 1.250,50 NOK", "pump, 1 250.50 NOK"),
    ],
)
def test_a_part_has_a_name_a_number_and_perhaps_a_price(text: str, shown: str) -> None:
    line = read_part(text, AT, by="Ola")
    assert line is not None
    assert said(line) == shown


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 200 kr taxi", WorkKind.TRAVEL),
        ("oppmøte 900 NOK", WorkKind.CALL_OUT),
        ("övertid 500 kr", WorkKind.SURCHARGE),
        ("fastpris 4000 kr", WorkKind.FIXED),
        ("500 kr plugger", WorkKind.EXTRA),
    ],
)
def test_an_expense_is_of_a_kind(text: str, kind: WorkKind) -> None:
    line = read_cost(text, AT, by="Ola")
    assert line is not None
    assert line.kind is kind


@pytest.mark.parametrize("command", ["cost", "part", "extra"])
def test_an_amount_below_nothing_is_none(command: str) -> None:
    read = READERS[command]
    assert [read(text, AT, by="Ola") for text in ("-500 kr kreditt", "kreditt −500 kr")] == [None, None]
    assert (line := read("taxi - 500 kr", AT, by="Ola")) is not None
    assert str(line.cost) == "500 kr"


@pytest.mark.parametrize("text", ["taxi", "", "500", "5 november"])
def test_an_expense_without_an_amount_is_none(text: str) -> None:
    assert read_cost(text, AT, by="Ola") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2,5 timer, 40 km kjøring, taxi 350 kr", ["2.5 h", "40 km kjøring", "taxi, 350 kr"]),
        ("Klart. 3 tim arbete, parkering 80 kr", ["3 h arbete", "parkering, 80 kr"]),
        ("такси 500 руб, 2 часа", ["такси, 500 RUB", "2 h"]),
        ("taxi, 350 kr", ["taxi, 350 kr"]),
        ("2 timer, reise", ["2 h reise"]),
    ],
)
def test_each_clause_that_is_a_line_is_one(text: str, shown: list[str]) -> None:
    assert [said(line) for line in read_sentences(text, AT, by="Ola")] == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("brukte 2,5 timer", "2.5 h"), ("2 t arbeid", "2 h arbeid"), ("part ABC x1", "1 × ABC")],
)
def test_words_alone_are_a_line_too(text: str, shown: str) -> None:
    line = read_words(text, AT, by="Ola")
    assert line is not None
    assert said(line) == shown


@pytest.mark.parametrize(
    "text",
    ["Jeg er der om 2 timer", "Den har stått i 3 timer", "Byttet pumpe, og nå lekker den fra ventilen igjen"],
)
def test_a_story_with_hours_in_it_is_a_story(text: str) -> None:
    line = read_words(text, AT, by="Ola")
    assert line is None or line.kind is WorkKind.PART


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("4 000 kr", "4000", "kr"),
        ("NOK 5000", "5000", "NOK"),
        ("2.500,- kr", "2500", "kr"),
        ("€ 99,90", "99.90", "EUR"),
        ("9000,-", "9000", "kr"),
        ("9000:-", "9000", "kr"),
        ("9000 kroner", "9000", "kr"),
        ("1.200,50 kr", "1200.50", "kr"),
        ("1,200 NOK", "1200", "NOK"),
        ("50 euro", "50", "EUR"),
        ("1500 рублей", "1500", "RUB"),
    ],
)
def test_money_is_written_in_many_ways(text: str, amount: str, currency: str) -> None:
    assert read_money(text) == Money(Decimal(amount), currency)


@any_(st.text(max_size=80))
def test_no_words_break_the_readers(text: str) -> None:
    lines = [read(text, AT, by="Ola") for read in READERS.values()]
    assert all(line.by == "Ola" for line in lines if line is not None)
    found = find_money(text)
    assert found is None or len(found[1]) < len(text)


def spends(job: Ticket, text: str) -> Outcome:
    line = read_cost(text, NOW, by="Ola")
    assert line is not None
    return write_down(job, 1, line, GIVEN, NOW, by=OLA)


def test_a_line_below_the_cap_is_on_the_job_and_nothing_stops() -> None:
    outcome = spends(handed_off(HandoffState.ON_SITE), "1500 NOK pumpe")
    assert (live(outcome.ticket).state, events(outcome)) == (HandoffState.ON_SITE, ["work"])
    assert told(outcome, Party.PARTNER) == [Tell.CARD_CHANGED, Tell.LOGGED]


def test_passing_the_cap_stops_the_work_until_the_desk_has_answered() -> None:
    first = spends(handed_off(HandoffState.ON_SITE), "1500 NOK pumpe")
    outcome = spends(first.ticket, "600 NOK ventil")
    assert (outcome.ticket.state, outcome.ticket.wait_reason) == (TicketState.WAITING, WaitReason.APPROVAL)
    assert Tell.COST_TO_APPROVE in told(outcome, Party.DISPATCHERS)
    assert Tell.COST_ASKED in told(outcome, Party.PARTNER)


def test_the_desk_is_asked_once_and_again_only_above_what_it_approved() -> None:
    stopped = spends(handed_off(HandoffState.ON_SITE), "2100 NOK pumpe").ticket
    approved = decide_cost(stopped, GIVEN, NOW, by=DINA, yes=True)
    assert (live(approved.ticket).state, live(approved.ticket).approved_cost) == (
        HandoffState.ON_SITE,
        Decimal(2100),
    )
    assert told(approved, Party.PARTNER) == [Tell.CARD_CHANGED, Tell.COST_APPROVED]
    assert Tell.COST_TO_APPROVE in told(spends(approved.ticket, "1 NOK skrue"), Party.DISPATCHERS)


def test_a_no_is_told_with_its_reason_and_the_work_goes_on_without_more() -> None:
    stopped = spends(handed_off(HandoffState.ON_SITE), "2100 NOK pumpe").ticket
    refused = decide_cost(stopped, GIVEN, NOW, by=DINA, yes=False, why="ny maskin kommer")
    assert refused.ticket.state is TicketState.IN_PROGRESS
    assert refused.notices[1].facts == {"amount": "2 100 NOK", "note": "ny maskin kommer"}


def test_nothing_is_asked_where_nothing_was_passed() -> None:
    with pytest.raises(Refused, match="no_cost_asked"):
        decide_cost(handed_off(HandoffState.ON_SITE), GIVEN, NOW, by=DINA, yes=True)


def test_other_money_than_the_caps_passes_no_cap_unseen() -> None:
    with pytest.raises(Refused, match="wrong_currency"):
        spends(handed_off(HandoffState.ON_SITE), "9000 EUR pumpe")


def test_before_it_is_accepted_there_is_nothing_to_write_down() -> None:
    with pytest.raises(Refused, match="not_now"):
        spends(handed_off(HandoffState.OFFERED), "100 NOK taxi")
