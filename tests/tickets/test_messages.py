"""Steps in messages of several sentences, in five languages; and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.messages import mentions_done, read_message

STEPS = [
    ("Hei!\n\nVi tar jobben. Ola kommer i morgen kl 9.", True, "accepted"),
    ("Ferdig, brukte 2 timer. Alt virker.", False, "done"),
    ("Принято, приедем завтра", True, "accepted"),
    ("Accepted. We will be there tomorrow at 9.", True, "accepted"),
    ("Ok, vi tar den i morgen tidlig", True, "accepted"),
    ("Avvist, har ikke tid", True, "declined"),
    ("Declined - no capacity", True, "declined"),
    ("Ferdig!\nByttet pumpe og pakning.", False, "done"),
    ("Ferdig.\nSjekkliste ok\n85 °C\nSignert av Kari Nes", False, "done"),
    (
        "Hej Stafett,\n\nVi tager opgaven. Jens kommer på torsdag.\n\nMed venlig hilsen\nFjell Service",
        True,
        "accepted",
    ),
    ("Hejsan! Vi tar jobbet. Vi är på plats imorgon kl 10.", True, "accepted"),
    ("Добрый день!\nБерём заявку. Мастер приедет завтра к 10.\nС уважением, Иван", True, "accepted"),
    ("Готово. Заменили насос, всё работает.", False, "done"),
    ("Klart. Bytte pumpen.", False, "done"),
    ("Færdig! Alt virker igen. Brugte 3 timer.", False, "done"),
    ("Byttet pumpe. Ferdig.", False, "done"),
    ("Fremme. Byttet pumpe. Ferdig.", False, "done"),
    ("Hi team,\nwe accept the job. Is there a key box?", True, "accepted"),
    ("Hi, we take it. Regards\nJohn", True, "accepted"),
    ("Vi tar den. På vei.", True, "en_route"),
    ("Waiting for parts. They come on Thursday.", False, "waiting"),
    ("Отказ. Нет свободных мастеров.", True, "declined"),
    ("Vi tackar nej. Har ingen kapacitet.", True, "declined"),
    ("Tyvärr, vi avböjer. Fullbokade.", True, "declined"),
    ("Vi må dessverre avslå. Bilen er på verksted.", True, "declined"),
    ("På vei! Er der om 20 min.", False, "en_route"),
    ("Hei Kari, vi tar oppdraget.\nOla ringer kunden.", True, "accepted"),
    ("Ja. Kommer i morgen kl 10", True, "accepted"),
    ("Ok, vi kommer kl. 9", True, "accepted"),
    ("Done. Replaced the pump. 2 hours.", False, "done"),
    ("Finished, all tested", False, "done"),
    ("Vi är framme. Kunden öppnade.", False, "on_site"),
    ("kan ikke likevel, bilen er ødelagt", False, "declined"),
    ("Tyvärr, kan inte ändå. Bilen har gått sönder.", False, "declined"),
    ("Vi må desværre melde afbud, Jens er syg", False, "declined"),
    ("Не сможем приехать, машина сломалась", False, "declined"),
    ("Sorry, can't make it after all, the van broke down", False, "declined"),
]
NONE = [
    ("ikke ferdig", False),
    ("not done yet", False),
    ("kan ikke ta den før torsdag", True),
    ("tar dere den?", True),
    ("Ferdig, men den lekker fortsatt.", False),
    ("Vi tar den hvis dere betaler kjøring.", True),
    ("Ferdig. Mangler bare pakningen.", False),
    ("Ok. Når skal vi komme?", True),
    ("Ja. Hva koster delen?", True),
    ("Vi tar den. Nei, vent, kan ikke ta den.", True),
    ("Almost done. Replaced the pump.", False),
    ("Vi tar den, men ikke før torsdag", True),
    ("Kunden sier: ferdig.", False),
    ("Kunden skrev:\nVi tar jobben.", True),
    ("Ferdig? Nei.", False),
    ("Done. Will come back tomorrow.", False),
    ("Не готово. Заменили насос.", False),
    ("Готово почти. Завтра продолжим.", False),
    ("Берём, если оплатите дорогу.", True),
    ("Принято. Когда приехать?", True),
    ("Vi tager den, hvis kunden er hjemme", True),
    ("Er I fremme? Vi venter.", False),
    ("Ferdig med pumpen. Ventilen gjenstår.", False),
    ("Nei. Kan komme torsdag.", True),
    ("Avvist? Nei, vi tar den.", True),
    ("Done. Not really.", False),
    ("Ferdig.\n\nHilsen Tore\nPS: men den lekker", False),
    ("Hei, har dere fått svar fra kunden?", True),
    ("Hej, vi kan kanske ta den.", True),
    ("Ok. Jeg ringer dere.", True),
    ("When it is done, we call.", False),
    ("Har ikke startet. Ferdig i morgen.", False),
    ("Vi avslår ikke.", True),
    ("Accepted by the customer. We look at it.", True),
    ("Hei. Takk for saken.", True),
    ("Fremme i morgen. Ringer først.", False),
    ("Klart. Vi ringer.", False),
    ('"Ferdig". Sier kunden.', False),
    ("Vi tar den kanskje. Hilsen Ola", True),
    ("Yes. I will check with Ola.", True),
    ("No. 5 is broken.", True),
    ("Nei. Er det et skap der?", True),
    ("Нет. Перезвоню.", True),
    ("Kan ikke likevel, men på torsdag går det.", False),
    ("Vi tar den. Nei, likevel ikke.", True),
    ("Sorry, done?", False),
]


@pytest.mark.parametrize(("words", "offered", "state"), STEPS)
def test_one_clear_sentence_is_a_step_and_the_rest_are_words(words: str, offered: bool, state: str) -> None:
    said = read_message(words, offered=offered)
    assert said is not None
    assert said.answer.state == state


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Nei, det går dessverre ikke. Alle er på ferie.", "declined"),
        ("Hei! Dessverre kan vi ikke ta den, alle er på ferie.", "declined"),
        ("Hej! Tyvärr kan vi inte ta den, alla är på semester.\n\nMvh Vera", "declined"),
        ("Nej tack, vi har fullt.", "declined"),
        ("Desværre kan vi ikke tage den. Alle er på ferie.", "declined"),
        ("Sorry, we can't take this one, everybody is on holiday.", "declined"),
        ("Bekreftet. Mvh Tore", "accepted"),
        ("Hej, bekräftar!", "accepted"),
        ("Bekræftet, vi kommer i morgen kl. 9", "accepted"),
        ("Confirmed, thanks", "accepted"),
        ("Подтверждаем", "accepted"),
    ],
)
def test_an_offer_is_answered_as_people_answer_mails(words: str, state: str) -> None:
    said = read_message(words, offered=True)
    assert said is not None
    assert said.answer.state == state


@pytest.mark.parametrize(
    "words", ["Ferdig igjen", "Klart igen", "Done again", "Готово снова", "Arbetet är utfört"]
)
def test_work_that_is_done_again_is_done(words: str) -> None:
    assert mentions_done(words)
    assert read_message(words) is not None


@pytest.mark.parametrize(("words", "offered"), NONE)
def test_what_denies_asks_or_hangs_on_something_is_no_step(words: str, offered: bool) -> None:
    assert read_message(words, offered=offered) is None


@pytest.mark.parametrize(("words", "offered", "state"), STEPS)
@pytest.mark.parametrize(
    "doubt", ["Men kanskje ikke.", "But wait.", "Если получится.", "Hvis kunden er hjemme."]
)
def test_a_doubt_in_any_language_behind_it_leaves_it_to_people(
    words: str, offered: bool, state: str, doubt: str
) -> None:
    assert state
    assert read_message(f"{doubt}\n{words}", offered=offered) is None


def test_a_no_says_why_in_any_sentence() -> None:
    with_why = read_message("Vi må dessverre avslå. Bilen er på verksted.", offered=True)
    bare = read_message("Hei!\n\nVi må dessverre avslå.\n\nHilsen Tore", offered=True)
    assert (with_why and with_why.more, bare and bare.more) == (True, False)


@pytest.mark.parametrize(
    ("words", "mentions"),
    [
        ("Ferdig, men pumpa lekker", True),
        ("Done. Photos tomorrow.", True),
        ("ikke ferdig", False),
        ("", False),
    ],
)
def test_done_among_other_words_is_heard(words: str, mentions: bool) -> None:
    assert mentions_done(words) is mentions


@given(st.text(), st.booleans())
def test_reading_never_fails(words: str, offered: bool) -> None:
    said = read_message(words, offered=offered)
    assert said is None or said.answer.state
