"""Who pays a line of work: in people's words, by desk or contract; and what of it the customer is asked."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from tests.tickets.world import DINA, GIVEN, KARI, KNOWN, NOW, OLA, events, handed_off, live, told
from tickets.account import account_of
from tickets.card import build_card
from tickets.given import Given
from tickets.known import Known
from tickets.outcome import Outcome, Party, Refused, Tell
from tickets.parties import Audience
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work import customer
from tickets.work.costs import decide_cost, write_down
from tickets.work.lines import WorkLine, in_all
from tickets.work.mending import paid_by, said_anew, strike
from tickets.work.payers import Payer, named, read_payer
from tickets.work.reading import READERS
from tickets.work.shares import shares_of
from tickets.work.told import read_sentences

MAKER, CUSTOMER, NETWORK, US = Payer


def known_as(*, payer: Payer | None = None, approval: str | None = "yes") -> Known:
    assert KNOWN.contract is not None
    return replace(KNOWN, contract=replace(KNOWN.contract, payer=payer, customer_approval=approval))


ASKING = replace(GIVEN, known=known_as())  # the cap of its category is 2 000 NOK


def line(command: str) -> WorkLine:
    name, _, rest = command.partition(" ")
    read = READERS[name](rest, NOW, by="Ola")
    assert read is not None
    return read


def job(*commands: str, given: Given = ASKING) -> Ticket:
    made = handed_off(HandoffState.ON_SITE)
    for each in commands:
        made = write_down(made, 1, line(each), given, NOW, by=OLA).ticket
    return made


def says_yes(made: Ticket, given: Given = ASKING, why: str = "") -> Outcome:
    return decide_cost(made, given, NOW, by=DINA, yes=True, why=why)


def asked(outcome: Outcome) -> list[object]:
    return [each.facts["amount"] for each in outcome.notices if each.tell is Tell.COST_QUESTION]


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("pakning garanti retur", MAKER),
        ("2 timer på garantien", MAKER),
        ("frakt, produsenten betaler", MAKER),
        ("täcks av garantin", MAKER),
        ("dækkes af garantien", MAKER),
        ("covered by the warranty", MAKER),
        ("насос по гарантии", MAKER),
        ("за счет производителя", MAKER),
        ("frakt, kunden betaler", CUSTOMER),
        ("på kundens regning", CUSTOMER),
        ("kunden betalar frakten", CUSTOMER),
        ("faktureres til kunden", CUSTOMER),
        ("at the customer’s expense", CUSTOMER),
        ("дорога за счёт клиента", CUSTOMER),
        ("kjeden betaler", NETWORK),
        ("kedjan betalar", NETWORK),
        ("kæden betaler", NETWORK),
        ("the chain pays", NETWORK),
        ("за счёт магазина", NETWORK),
        ("på kulanse", US),
        ("goodwill", US),
        ("ikke garanti, kunden betaler", CUSTOMER),
        ("garanti, men kunden betaler frakten", CUSTOMER),
        ("pakning ikke på garanti", None),
        ("out of warranty", None),
        ("гарантия истекла", None),
        ("kunden betaler ikke", None),
        ("kunden betaler, kjeden betaler", None),
        ("er det garanti?", None),
        ("snakket med kunden", None),
        ("", None),
    ],
)
def test_who_pays_is_read_from_technicians_words(text: str, payer: Payer | None) -> None:
    assert read_payer(text) == payer


@pytest.mark.parametrize(
    ("command", "payer"),
    [
        ("log 1.5 h maker", MAKER),
        ("log 1,5 ч по гарантии", MAKER),
        ("part ABC-12 x2 350 kr garanti", MAKER),
        ("cost 480 kr frakt customer", CUSTOMER),
        ("cost 480 kr frakt, kunde", CUSTOMER),
        ("extra 300 kr sluk kæde", NETWORK),
        ("log 1h called customer", None),
        ("log 1h snakket med kunden", None),
        ("part ABC-12", None),
        ("cost 200 kr retur til leverandør", None),
    ],
)
def test_a_command_may_end_in_who_pays(command: str, payer: Payer | None) -> None:
    assert line(command).payer == payer


def test_a_part_that_the_maker_pays_is_a_warranty_part() -> None:
    lines = [line(f"part ABC-12 {word}") for word in ("garanti", "maker", "kunden betaler", "ikke garanti")]
    assert [each.warranty for each in lines] == [True, True, False, False]
    assert not line("log 2h garanti").warranty


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2 timer på garanti", [("2 h", MAKER)]),
        ("taxi 350 kr, kunden betaler", [("350 kr", CUSTOMER)]),
        ("taxi 350 kr (kunden betalar)", [("350 kr", CUSTOMER)]),
        ("2 часа по гарантии", [("2 h", MAKER)]),
        ("taxa 350 kr - kæden betaler", [("350 kr", NETWORK)]),
        ("Brukte 2 timer. Kunden betaler.", [("2 h", CUSTOMER)]),
        ("2 timer, 40 km, på garanti", [("2 h", MAKER), ("40 km", MAKER)]),
        ("2 timer på garanti. Taxi 350 kr, kunden betaler.", [("2 h", MAKER), ("350 kr", CUSTOMER)]),
        ("2 timer, ikke garanti", [("2 h", None)]),
        ("2 timer, taxi 350 kr", [("2 h", None), ("350 kr", None)]),
        ("kunden betaler 350 kr parkering", []),
        ("Er det garanti på 2 timer?", []),
    ],
)
def test_words_say_who_pays_at_their_end(text: str, lines: list[tuple[str, Payer | None]]) -> None:
    read = read_sentences(text, NOW, by="Ola")
    assert [(in_all([each])[0], each.payer) for each in read] == lines


@any_(st.text(max_size=60))
def test_no_words_break_the_reading_of_who_pays(text: str) -> None:
    assert read_payer(text) in (*Payer, None)
    assert read_payer(f"{text} ?") is None


@pytest.mark.parametrize(
    ("text", "payer"),
    [("maker", MAKER), ("Kunden", CUSTOMER), ("kedjan", NETWORK), ("us", US), ("oss", US), ("мы", US)],
)
def test_the_desk_names_who_pays_in_a_word(text: str, payer: Payer) -> None:
    assert (named(text), named("avtale")) == (payer, None)
    with pytest.raises(ValueError, match="somebody"):
        named("somebody")


def test_work_is_summed_by_who_pays_it() -> None:
    lines = [line(each) for each in ("log 1.5h maker", "cost 480 kr frakt maker", "part ABC-12 x2 garanti",
                                     "cost 350 NOK taxi customer", "log 2h")]  # fmt: skip
    shares = [(each.payer, each.sums) for each in shares_of(lines, KNOWN)]
    assert shares == [(MAKER, ("1.5 h", "480 NOK", "2 pcs")), (CUSTOMER, ("350 NOK",)), (None, ("2 h",))]


def test_where_nothing_says_who_pays_nothing_is_shown_of_it() -> None:
    account = account_of(job("log 2h", "cost 350 kr taxi"), KNOWN, GIVEN.policy)
    assert account is not None
    assert (account.shares, account.work[0].payer) == ((), None)


def test_the_contract_says_who_pays_what_nobody_has_said_it_of() -> None:
    lines = [line("log 2h"), line("cost 350 kr taxi customer")]
    shares = [(each.payer, each.sums) for each in shares_of(lines, known_as(payer=NETWORK))]
    assert shares == [(CUSTOMER, ("350 kr",)), (NETWORK, ("2 h",))]


@any_(st.lists(st.tuples(st.integers(min_value=1, max_value=10**6), st.sampled_from([*Payer, None]))))
def test_the_shares_come_to_the_whole(costs: list[tuple[int, Payer | None]]) -> None:
    lines = [replace(line(f"cost {amount} kr del"), payer=payer) for amount, payer in costs]
    sums = [sum_ for share in shares_of(lines, KNOWN) for sum_ in share.sums]
    told_ = sum(Decimal(each.removesuffix(" kr").replace(" ", "")) for each in sums)
    assert told_ == (sum(amount for amount, _ in costs) if any(payer for _, payer in costs) else 0)


def test_the_customer_is_asked_for_what_they_pay_alone() -> None:
    made = job("cost 1500 NOK pumpe maker", "cost 2500 NOK arbeid customer", "cost 100 NOK taxi")
    assert asked(says_yes(made)) == ["2 600 NOK"]
    assert customer.kinds_asked(job("part ABC-1 900 NOK maker", "cost 2500 NOK lift"), ASKING) == ("extra",)


@pytest.mark.parametrize("payer", ["maker", "kedja", "goodwill"])
def test_a_customer_who_pays_nothing_of_it_is_not_asked(payer: str) -> None:
    agreed = says_yes(job(f"cost 5000 NOK pumpe {payer}"), why="5 000 NOK, ok")
    assert (asked(agreed), live(agreed.ticket).state) == ([], HandoffState.ON_SITE)


def test_what_they_may_spend_unasked_is_not_asked_about() -> None:
    made = job("cost 5000 NOK pumpe maker", "cost 350 NOK taxi customer")
    assert asked(says_yes(made)) == []
    above = replace(GIVEN, known=known_as(approval="300 NOK"))
    assert asked(says_yes(made, above)) == ["350 NOK"]


def test_the_contracts_payer_is_asked_or_not_like_any() -> None:
    theirs = replace(GIVEN, known=known_as(payer=CUSTOMER))
    chains = replace(GIVEN, known=known_as(payer=NETWORK))
    made = job("cost 5000 NOK pumpe")
    assert (asked(says_yes(made, theirs)), asked(says_yes(made, chains))) == (["5 000 NOK"], [])


def test_what_the_customer_has_agreed_to_is_not_asked_again_for_another_payers_cost() -> None:
    made = says_yes(job("cost 2500 NOK arbeid")).ticket
    question = customer.question_of(live(made))
    assert question is not None
    yes = customer.answers(made, question, ASKING, NOW, by=KARI, yes=True).ticket
    more = write_down(yes, 1, line("cost 9000 NOK pumpe maker"), ASKING, NOW, by=OLA).ticket
    assert asked(says_yes(more)) == []
    theirs = write_down(yes, 1, line("cost 400 NOK ventil"), ASKING, NOW, by=OLA).ticket
    assert asked(says_yes(theirs)) == ["2 900 NOK"]


def test_the_cap_counts_what_everybody_pays() -> None:
    stopped = write_down(job(), 1, line("cost 2100 NOK pumpe maker"), ASKING, NOW, by=OLA)
    assert Tell.COST_TO_APPROVE in told(stopped, Party.DISPATCHERS)


def test_the_desk_says_who_pays_and_no_partner_hears_it() -> None:
    outcome = paid_by(job("log 2h"), 1, "goodwill", ASKING, NOW, by=DINA)
    work = live(outcome.ticket).work[0]
    assert (work.payer, events(outcome)) == (US, ["pays_us"])
    assert Audience.PARTNER not in outcome.entries[0].audience
    assert told(outcome, Party.PARTNER) == []
    assert "us" not in build_card(outcome.ticket, live(outcome.ticket), KNOWN, GIVEN.policy).costs.work[0]


@pytest.mark.parametrize(("number", "who"), [(0, ""), (2, "maker"), (1, "somebody"), (1, "")])
def test_which_line_and_who_has_to_be_said(number: int, who: str) -> None:
    with pytest.raises(Refused, match="which_payer") as refusal:
        paid_by(job("log 2h"), number, who, ASKING, NOW, by=DINA)
    assert refusal.value.facts == {"lines": ("2 h",)}
    with pytest.raises(Refused, match="no_such_line"):
        paid_by(job(), 1, "maker", ASKING, NOW, by=DINA)


def test_saying_it_twice_changes_nothing() -> None:
    once = paid_by(job("log 2h"), 1, "maker", ASKING, NOW, by=DINA).ticket
    assert paid_by(once, 1, "maker", ASKING, NOW, by=DINA).answer == "already"


def test_an_edit_that_changes_who_pays_is_read_again() -> None:
    made = edited(job(), "log 2h garanti")
    anew = edited(made, "log 2h kunden betaler")
    assert [(each.payer, each.quantity) for each in live(anew).work] == [(CUSTOMER, Decimal(2))]
    assert [each.payer for each in live(edited(anew, "log 2h")).work] == [None]


def test_an_edit_leaves_what_the_desk_has_said() -> None:
    made = paid_by(edited(job(), "log 2h garanti"), 1, "customer", ASKING, NOW, by=DINA).ticket
    outcome = edits(made, "log 3h garanti")
    work = live(outcome.ticket).work
    assert [(each.payer, each.quantity) for each in work] == [(CUSTOMER, Decimal(3))]
    assert [each.facts["payer"] for each in outcome.notices if each.tell is Tell.LOGGED] == [None]


def edited(made: Ticket, command: str) -> Ticket:
    return edits(made, command).ticket


def edits(made: Ticket, command: str) -> Outcome:
    lines = [replace(line(command), source="tg:1:1")]
    return said_anew(made, 1, "tg:1:1", lines, ASKING, NOW, by=OLA)


def test_a_question_whose_sum_changes_is_the_desks_again() -> None:
    made = says_yes(job("cost 2500 NOK arbeid", "cost 3000 NOK pumpe")).ticket
    outcome = paid_by(made, 2, "maker", ASKING, NOW, by=DINA)
    assert live(outcome.ticket).price_asked is None
    assert Tell.COST_TO_APPROVE in told(outcome, Party.DISPATCHERS)
    assert asked(says_yes(outcome.ticket)) == ["2 500 NOK"]


def test_a_question_whose_sum_stays_stands() -> None:
    made = says_yes(job("cost 2500 NOK arbeid", "cost 500 NOK pumpe maker")).ticket
    for outcome in (
        paid_by(made, 2, "us", ASKING, NOW, by=DINA),
        strike(made, 2, ASKING, NOW, by=DINA, reason="feil"),
    ):
        assert live(outcome.ticket).price_asked == "2 500 NOK"
        assert Tell.COST_TO_APPROVE not in told(outcome, Party.DISPATCHERS)
