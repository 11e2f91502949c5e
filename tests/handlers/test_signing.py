"""Names that we sign: told from made-up ones, wherever they stand, at every address of the desk's."""

from handlers.signing import MARK, Addresses, OfHandoff, Signer, handoff_of, of_handoff

ADDRESSES = Addresses("service@nordlys.example", Signer("5e" * 32), ("kasse@nordlys.example",))


def test_a_reply_address_is_read_below_each_of_the_desks() -> None:
    token = ADDRESSES.signer.token(1001, "c")
    assert ADDRESSES.read(f"Kasse+{token}@Nordlys.example") == (1001, "c")
    assert ADDRESSES.read(f"post+{token}@nordlys.example") is None


def test_marks_are_found_in_any_text_and_forged_ones_are_not() -> None:
    text = (
        f"{MARK}: {ADDRESSES.signer.token(1001, 'c')}\n"
        f"> skrev Nordlys <{ADDRESSES.reply_address(1002)}>:\n"
        f"service+1003-c-aaaaaaaaaaaaa@nordlys.example"
    )
    assert ADDRESSES.marked(text) == [(1001, "c"), (1002, "c")]


def test_whoever_writes_thousands_of_marks_is_not_read_to_the_end() -> None:
    text = "+1003-c-aaaaaaaaaaaaa " * 100 + f"+{ADDRESSES.signer.token(1001, 'c')}"
    assert ADDRESSES.marked(text) == []


def test_a_handoffs_purposes_are_read_as_what_they_are_for_alone() -> None:
    answers = of_handoff(OfHandoff.ANSWER, 12)
    token = ADDRESSES.signer.token(1001, answers)
    assert handoff_of((ADDRESSES.signer.read(token) or (0, ""))[1], OfHandoff.ANSWER) == 12
    assert [handoff_of(each, OfHandoff.LINK) for each in (answers, "c", "j", "score")] == [None] * 4
