"""A technician's few words are a step of the job; everything else is words."""

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.answers import LANGUAGES, Answer, read_answer
from tickets.states import HandoffState, WaitReason

ACCEPTED = Answer(HandoffState.ACCEPTED)
EN_ROUTE = Answer(HandoffState.EN_ROUTE)
ON_SITE = Answer(HandoffState.ON_SITE)
DONE = Answer(HandoffState.DONE)
DECLINED = Answer(HandoffState.DECLINED)
PARTS = Answer(HandoffState.WAITING, WaitReason.PARTS)
ACCESS = Answer(HandoffState.WAITING, WaitReason.ACCESS)
CUSTOMER = Answer(HandoffState.WAITING, WaitReason.CUSTOMER)
APPROVAL = Answer(HandoffState.WAITING, WaitReason.APPROVAL)

STEPS = {
    "accepted": ACCEPTED,
    "en_route": EN_ROUTE,
    "on_site": ON_SITE,
    "done": DONE,
    "declined": DECLINED,
    "waiting_parts": PARTS,
    "waiting_access": ACCESS,
    "waiting_customer": CUSTOMER,
    "waiting_approval": APPROVAL,
}


def in_lists(table: str | None = None) -> list[tuple[str, Answer]]:
    """Every phrase of the lists, with the step it is listed under."""
    found = []
    for language in LANGUAGES:
        lists = tomllib.loads(files("tickets").joinpath("words", f"{language}.toml").read_text("utf-8"))
        lists = lists.get(table, {}) if table else lists
        found += [(phrase, step) for name, step in STEPS.items() for phrase in lists.get(name, [])]
    return found


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("Tar den", ACCEPTED),
        ("På vei!", EN_ROUTE),
        ("Hei, er på vei nå", EN_ROUTE),
        ("Fremme nå", ON_SITE),
        ("Da er vi fremme hos kunden 👍", ON_SITE),
        ("Ferdig.", DONE),
        ("Jobben er ferdig, alt virker. Bilder kommer", DONE),
        ("venter på deler", PARTS),
        ("Må bestille deler, kommer torsdag", PARTS),
        ("Kommer ikke inn, ingen her", ACCESS),
        ("venter på svar fra kunden", CUSTOMER),
        ("Beklager, kan ikke ta den", DECLINED),
        ("Jag tar jobbet", ACCEPTED),
        ("är på väg", EN_ROUTE),
        ("Framme nu", ON_SITE),
        ("Klart!", DONE),
        ("Jobbet är klart, allt funkar", DONE),
        ("väntar på reservdelar till måndag", PARTS),
        ("ingen öppnar", ACCESS),
        ("tyvärr, kan inte ta den", DECLINED),
        ("Jeg tager den", ACCEPTED),
        ("Kører nu", EN_ROUTE),
        ("Så er jeg fremme", ON_SITE),
        ("Færdig, maskinen kører igen", DONE),
        ("Mangler en reservedel", PARTS),
        ("Døren er låst", ACCESS),
        ("Kan desværre ikke tage opgaven", DECLINED),
        ("Беру заявку", ACCEPTED),
        ("Выехал", EN_ROUTE),
        ("Добрый день, мы на месте", ON_SITE),
        ("Готово", DONE),
        ("Всё сделано, работает. Спасибо", DONE),
        ("Ждём запчасти до четверга", PARTS),
        ("не пускают", ACCESS),
        ("жду ответа клиента", CUSTOMER),
        ("К сожалению, не сможем взять", DECLINED),
        ("I'll take it", ACCEPTED),
        ("on my way", EN_ROUTE),
        ("We're on site now", ON_SITE),
        ("Just finished, all tested, photos attached", DONE),
        ("needs a part until Thursday", PARTS),
        ("nobody home", ACCESS),
        ("awaiting approval", APPROVAL),
        ("Sorry, can't take this one", DECLINED),
    ],
)
def test_a_phrase_is_its_step(words: str, step: Answer) -> None:
    assert read_answer(words) == step
    assert read_answer(words.upper() + " !!") == step


@pytest.mark.parametrize("offered", [False, True])
def test_every_listed_phrase_is_read_as_listed(offered: bool) -> None:
    listed = in_lists() + in_lists("offered" if offered else "at_work")
    assert [phrase for phrase, step in listed if read_answer(phrase, offered=offered) != step] == []


def test_every_language_has_words_for_every_step() -> None:
    for language in LANGUAGES:
        lists = tomllib.loads(files("tickets").joinpath("words", f"{language}.toml").read_text("utf-8"))
        assert all(len(lists[name]) >= 5 for name in STEPS)
        assert all(len(lists["offered"][name]) >= 10 for name in ("accepted", "declined"))


@pytest.mark.parametrize(
    "words",
    [
        *(
            "ikke ferdig",
            "nesten ferdig",
            "ferdig om 20 min",
            "ferdig for i dag",
            "ferdig kl 14",
            "blir ferdig i morgen",
        ),
        *(
            "ikke på vei",
            "på vei hjem",
            "på vei om en time",
            "snart fremme",
            "fremme om 20 min",
            "straks på vei",
        ),
        *(
            "inte klar",
            "snart klar",
            "klart det",
            "så klart",
            "Det är klart!",
            "på väg tillbaka",
            "framme om en timme",
        ),
        *("ikke færdig", "snart færdig", "næsten fremme", "jeg er klar", "færdig i morgen", "på vej hjem"),
        *(
            "не готово",
            "почти готово",
            "скоро буду",
            "выезжаю через час",
            "еду домой",
            "готово будет завтра",
            "закрыто",
        ),
        *(
            "not done",
            "almost done",
            "done in 10 min",
            "half done",
            "well done",
            "leaving in an hour",
            "on my way home",
        ),
        *(
            "not on site",
            "be there in 20 min",
            "done by 14:00",
            "don't need parts",
            "parts arrived",
            "cannot decline",
        ),
        *(
            "i orden",
            "greit",
            "ok",
            "👍",
            "ja",
            "nei",
            "да",
            "принято",
            "will do",
            "got it",
            "сделаю",
            "fikser det",
        ),
    ],
)
def test_the_opposite_the_future_and_the_vague_are_just_words(words: str) -> None:
    assert read_answer(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Ferdig?",
        "er det ferdig",
        "Er du fremme?",
        "är du klar",
        "på vej?",
        "вы на месте?",
        "Готово??",
        "are you done",
        "done?",
    ],
)
def test_questions_are_just_words(words: str) -> None:
    assert read_answer(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Ferdig med pumpa men den lekker fortsatt fra ventilen",
        "Jeg var på vei, men måtte snu",
        "Kunden sier at jobben er ferdig",
        "Приехал, но на объекте никого, жду",
        "On site, but the machine is gone",
        "done\n" * 13,
        "ferdig " + "x" * 300,
    ],
)
def test_stories_are_just_words(words: str) -> None:
    assert read_answer(words) is None
    assert read_answer(words, offered=True) is None


@pytest.mark.parametrize(
    "words", ["", " ", "…", "#", "1001", "14:30", "👍👎", "ferdig ❌", "🙂", "på vei 👎"]
)
def test_signs_alone_and_doubts_are_no_step(words: str) -> None:
    assert read_answer(words) is None


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("pa vei", EN_ROUTE),
        ("paa vej", EN_ROUTE),
        ("fremmme", ON_SITE),
        ("faerdig", DONE),
        ("fardig", DONE),
        ("I’m here", ON_SITE),
        ("im here", ON_SITE),
        ("ждём запчасти", PARTS),
        ("ЖДЕМ ЗАПЧАСТИ", PARTS),
        ("ferdiiig", DONE),
    ],
)
def test_accents_apostrophes_and_doubled_letters_do_not_count(words: str, step: Answer) -> None:
    assert read_answer(words) == step


@pytest.mark.parametrize(
    "words",
    [
        "På vei, fremme 14:30",
        "på vei, er der om ca 20 min",
        "kjører nå, 20 min",
        "på väg, framme om en timme",
        "på vej, hos jer kl 1430",
        "Выехал, буду через 20 минут",
        "on my way, there in half an hour",
        "omw, eta 14.30",
    ],
)
def test_on_the_way_may_say_when_one_arrives(words: str) -> None:
    assert read_answer(words) == EN_ROUTE


def test_the_jobs_number_may_stand_beside_the_step() -> None:
    assert read_answer("#1001 ferdig") == DONE
    assert read_answer("done 1001") == DONE
    assert read_answer("2 ferdig") is None


@pytest.mark.parametrize(
    "words",
    ["ok", "Ja!", "👍🏽", "✅", "det går bra", "kan ta den", "Jadå", "fint, tak", "да", "+", "sure thing"],
)
def test_a_plain_yes_accepts_an_offer_only(words: str) -> None:
    assert read_answer(words, offered=True) == ACCEPTED
    assert read_answer(words) is None


@pytest.mark.parametrize(
    "words", ["Nei, dessverre", "har ikke tid", "hinner tyvärr inte", "nej tak", "не успеваем", "no thanks"]
)
def test_a_plain_no_declines_an_offer_only(words: str) -> None:
    assert read_answer(words, offered=True) == DECLINED
    assert read_answer(words) is None


@pytest.mark.parametrize(
    "words", ["klar", "kan ta den i morgen", "ja, men ikke i dag", "ok?", "maybe", "ja eller nei"]
)
def test_a_yes_with_a_condition_is_for_people_to_judge(words: str) -> None:
    assert read_answer(words, offered=True) is None


@given(st.text(), st.booleans())
def test_reading_never_fails(words: str, offered: bool) -> None:
    answer = read_answer(words, offered=offered)
    assert answer is None or answer in STEPS.values()


phrases = st.sampled_from([phrase for phrase, _step in in_lists()])


@given(phrases, st.sampled_from(["ikke", "inte", "not", "не", "nesten", "skoro", "kanskje", "если", "når"]))
def test_a_doubting_word_before_a_phrase_never_leaves_its_step(phrase: str, doubt: str) -> None:
    assert read_answer(f"{doubt} {phrase}") != read_answer(phrase)


@given(phrases, st.text(alphabet="abcdefghijklmnoprstuvyæøåäöбвгджзк ", min_size=25, max_size=60))
def test_a_phrase_in_a_story_is_no_step(phrase: str, story: str) -> None:
    long_words = re.sub(r"\b\w{1,6}\b", "forklaring", story)
    assert read_answer(f"{phrase} fordi {long_words}") is None


@pytest.mark.parametrize("words", ["Declined: no time", "Avslått: for langt unna", "отказ: нет времени"])
def test_any_reason_may_follow_a_no_to_an_offer(words: str) -> None:
    assert read_answer(words, offered=True) == Answer(HandoffState.DECLINED)
    assert read_answer(words.replace(":", " og"), offered=True) is None


@pytest.mark.parametrize(
    "words",
    ["Kan ikke: bilen er på verksted", "Nej: ingen ledig", "Не можем: машина в ремонте", "No: no time"],
)
def test_a_plain_no_may_say_why(words: str) -> None:
    assert read_answer(words, offered=True) == DECLINED


@pytest.mark.parametrize(
    "words",
    ["Kan ikke: i dag, men gjerne i morgen", "Nei: kan dere ringe først?", "Не можем: сегодня, но завтра да"],
)
def test_half_a_no_is_for_people_to_judge(words: str) -> None:
    assert read_answer(words, offered=True) is None
