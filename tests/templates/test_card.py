"""The handoff card: all a technician needs, on a phone."""

from dataclasses import replace
from typing import Any

import pytest

from templates import Texts
from templates.languages import shipped
from tests.templates.telegram import parse
from tests.templates.world import CARD, FACTS, NOW, PARTNER, at, card_with
from tickets.card import Card
from tickets.card_parts import Part
from tickets.evidence.demands import Proof, read_demands, standing
from tickets.states import ENDED_HANDOFFS, HandoffState, Priority


def shown(texts: Texts, language: str = "nb", limit: int = 4096, **changes: Any) -> str:
    card: Card = card_with(**changes)
    return texts.chat("partner/card", language, limit=limit, view=replace(PARTNER, card=card), now=NOW)


@pytest.mark.parametrize("language", shipped())
def test_the_problem_comes_before_the_six_parts(texts: Texts, language: str) -> None:
    card = shown(texts, language)
    places = [card.index("Maskinen viser feil 8")]
    places += [card.index(f"<b>{texts.word(f'part/{part}', language)}</b>") for part in Part]
    assert places[0] == min(places)
    assert len(set(places)) == 7


def test_the_headline_says_which_machine_where_and_how_urgent(texts: Texts) -> None:
    assert shown(texts).startswith("<b>#1001 · 🔴 Kritisk · Jura GIGA X8 · Oslo</b>\n\n")
    assert shown(texts, priority=Priority.NORMAL).startswith("<b>#1001 · Jura GIGA X8 · Oslo</b>\n\n")


def test_an_unknown_machine_leaves_the_subject_in_its_place(texts: Texts) -> None:
    assert shown(texts, machine=None, city=None, priority=Priority.LOW).startswith(
        "<b>#1001 · Kaffemaskinen brygger ikke</b>"
    )


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (HandoffState.OFFERED, "⏳ Svar senest <b>i dag kl. 14.30</b>"),
        (HandoffState.ACCEPTED, "✅ Akseptert · Ola"),
        (HandoffState.EN_ROUTE, "🚗 På vei · Ola"),
        (HandoffState.WAITING, "⏸ Venter · Ola"),
        (HandoffState.DONE, "🏁 Ferdig, til godkjenning · Ola"),
    ],
)
def test_the_second_line_moves_with_the_job(texts: Texts, state: HandoffState, line: str) -> None:
    technician = None if state is HandoffState.OFFERED else "Ola"
    assert shown(texts, state=state, technician=technician).split("\n\n")[1] == line


def test_work_sent_back_shows_what_is_missing(texts: Texts) -> None:
    card = shown(texts, state=HandoffState.REWORK, note="Bilde av typeskiltet")
    assert card.split("\n\n")[1] == "↩️ Sendt tilbake\nBilde av typeskiltet"


def test_an_address_is_one_tap_from_the_map(texts: Texts) -> None:
    card = shown(texts, address='Øvre "Slottsgate" 3 & 5')
    assert "?q=%C3%98vre%20%22Slottsgate%22%203%20%26%205%2C%200250%20Oslo" in card
    assert "Øvre &#34;Slottsgate&#34; 3 &amp; 5, 0250 Oslo</a>" in card


def test_an_address_does_not_say_its_town_twice(texts: Texts) -> None:
    assert ">Stranden 1, 0250 Oslo</a>" in shown(texts, address="Stranden 1, 0250 Oslo")


def test_phone_numbers_are_written_as_people_read_them(texts: Texts) -> None:
    assert "Kari Nordmann · +47 90 01 23 45" in shown(texts)
    assert "Kari Nordmann · ring Ola først" in shown(texts, phone="ring Ola først")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nb", "2,5 t reise"),
        ("sv", "2,5 tim reise"),
        ("da", "2,5 t reise"),
        ("ru", "2,5 ч reise"),
        ("en", "2.5 h reise"),
    ],
)
def test_hours_are_written_as_the_reader_writes_them(texts: Texts, language: str, line: str) -> None:
    assert f": <b>{line}</b>" in texts.chat("partner/logged", language, **FACTS["partner/logged"])


def test_a_part_called_like_hours_stays_as_it_was_written(texts: Texts) -> None:
    assert "2.5 hp pumpe" in texts.chat(
        "partner/logged", "nb", **FACTS["partner/logged"] | {"what": "2.5 hp pumpe"}
    )


def test_what_a_dispatcher_typed_is_shown_also_when_it_is_none(texts: Texts) -> None:
    card = shown(texts, filled={Part.PARTS: "ingen"}, approved_parts=None, cap=None)
    assert "🔧 <b>Deler og kostnad</b>\ningen\n\n" in card


def test_a_machine_without_a_past_says_so(texts: Texts) -> None:
    assert "<b>Tidligere jobber</b>\nIngen tidligere jobber på denne maskinen" in shown(texts, history=())


def test_what_is_missing_is_not_hidden(texts: Texts) -> None:
    card = shown(texts, name=None, phone=None, access=None)
    assert "<b>Kontakt og adgang</b>\nIkke kjent ennå\n\n" in card


@pytest.mark.parametrize("state", sorted(ENDED_HANDOFFS))
def test_a_job_that_ended_keeps_nobodys_numbers(texts: Texts, state: HandoffState) -> None:
    told = "Maskinen viser feil 8. Ring Mona 40 55 66 77, kode 9182 på bakdøra."
    card = shown(texts, state=state, problem=told, machine=None, subject="Ring Mona 40 55 66 77")
    assert "#1001" in card
    secrets = ("Nøkkel", "90 01 23 45", "Stranden", "Kari", "Mona", "40 55 66 77", "9182", "feil 8")
    assert not [secret for secret in secrets if secret in card]


@pytest.mark.parametrize("state", sorted(ENDED_HANDOFFS))
def test_the_page_of_a_job_that_ended_says_no_more_than_its_card(texts: Texts, state: HandoffState) -> None:
    view = replace(PARTNER, card=card_with(state=state, problem="Ring Mona, kode 9182"))
    facts = FACTS["partner/job_page"] | {"view": view, "asks": "", "brings": False, "now": NOW}
    page = texts.mail("partner/job_page", "nb", **facts)
    assert "#1001" in page.html
    assert "9182" not in page.html + page.text


def test_a_story_gives_way_and_the_six_parts_stay(texts: Texts) -> None:
    card = shown(texts, problem="Det begynte i fjor. " * 500)
    parsed = parse(card)
    assert 3900 < parsed.units <= 4096
    assert all(texts.word(f"part/{part}", "nb") in parsed.text for part in Part)
    assert "<blockquote expandable>" in card
    assert "…</blockquote>" in card


def test_as_a_caption_every_part_still_begins(texts: Texts) -> None:
    parsed = parse(shown(texts, limit=1024))
    assert parsed.units <= 1024
    assert all(texts.word(f"part/{part}", "nb") in parsed.text for part in Part)


def test_history_is_folded_away(texts: Texts) -> None:
    fold = shown(texts).partition("<b>Tidligere jobber</b>\n")[2]
    assert fold.startswith(
        "<blockquote expandable><b>12. juni 2026</b> Lekker vann: Byttet pumpe og pakning\n"
    )


def test_deadlines_near_the_end_of_the_year_say_which(texts: Texts) -> None:
    assert "Ferdig senest <b>4. jan. 2027 09.00</b>" in shown(texts, resolve_by=at(4, 9, month=1, year=2027))


def test_a_partner_who_works_by_mail_reads_how_to_answer(texts: Texts) -> None:
    mail = texts.mail("partner/card", "nb", view=PARTNER, now=NOW)
    assert mail.subject == "Oppdrag [#1001]: Jura GIGA X8 · Oslo"
    assert "«tar den», «på vei», «fremme», «ferdig»" in mail.text
    assert 'href="tel:+4790012345"' in mail.html


def rich(texts: Texts, photos: int = 0, **changes: Any) -> str:
    view = replace(PARTNER, card=card_with(**changes))
    return texts.rich("partner/card", "nb", view=view, photos=photos, now=NOW) or ""


def test_a_rich_card_has_headings_a_table_a_map_and_a_folded_past(texts: Texts) -> None:
    card = rich(texts)
    assert all(f" {texts.word(f'part/{part}', 'nb')}</h5>" in card for part in Part)
    assert "<table compact><tr><td>Maskin</td><td>Jura GIGA X8</td></tr>" in card
    assert '<tg-map lat="59.9127" long="10.7461" zoom="15"/>' in card
    assert "<details><summary>2 tidligere jobber</summary><p><b>12. juni 2026</b>" in card


def test_a_rich_card_shows_photos_alone_or_side_by_side(texts: Texts) -> None:
    assert "<img" not in rich(texts)
    assert '</blockquote><img src="tg://photo?id=p1"/><h5>' in rich(texts, photos=1)
    assert '<img src="tg://photo?id=p2"/></tg-collage>' in rich(texts, photos=2)


def test_a_rich_card_has_no_map_without_a_place_and_no_empty_table(texts: Texts) -> None:
    nowhere: Any = dict.fromkeys(("latitude", "longitude", "on_site_by", "resolve_by"))
    card = rich(texts, **nowhere, window_start=None, window_end=None, reference=None)
    assert "<tg-map" not in card
    assert "<table compact></table>" not in card


def test_a_rich_card_that_ended_keeps_nobodys_numbers_pictures_or_place(texts: Texts) -> None:
    card = rich(texts, photos=2, state=HandoffState.APPROVED)
    assert not [each for each in ("Nøkkel", "90 01 23 45", "Stranden", "<img", "tg-map") if each in card]


def test_words_that_look_like_tags_stay_words(texts: Texts) -> None:
    assert "<p>Kari &lt;3" in rich(texts, name="Kari <3")
    assert "&lt;li&gt;" in rich(texts, access="<li>kode 1</li>")


def test_what_is_too_long_for_a_rich_message_is_left_to_the_plain_one(texts: Texts) -> None:
    assert (
        texts.rich(
            "partner/card",
            "nb",
            view=replace(PARTNER, card=card_with(problem="x " * 20_000)),
            photos=0,
            now=NOW,
        )
        is None
    )


def test_what_is_cut_short_on_the_card_follows_whole(texts: Texts) -> None:
    story = "\n".join(f"{line}. Det durer og lekker <litt> mer." for line in range(150))
    view = replace(PARTNER, card=card_with(problem=story))
    card, *rest = texts.whole("partner/card", "nb", view=view, now=NOW)
    assert all(parse(page).units <= 4096 for page in (card, *rest))
    told = "\n".join(parse(page).text for page in rest)
    assert told.split("\n") == story.split("\n")


def test_nothing_follows_a_card_that_fits(texts: Texts) -> None:
    assert len(texts.whole("partner/card", "nb", view=PARTNER, now=NOW)) == 1


def test_what_must_come_is_ticked_as_it_comes(texts: Texts) -> None:
    proofs = (Proof(key="reading:trykk", at=NOW, by="Ola", value="8.5 bar"),)
    evidence = standing(
        read_demands(["photo after x2", "checklist", "reading trykk 8-9 bar"], CARD.demands.steps), proofs
    )
    card = shown(texts, evidence=evidence)
    assert "☐ bilde etter ×2\n" in card
    assert "☑ trykk (bar): 8.5 bar" in card
    assert card.count("Slå av strømmen") == 1
