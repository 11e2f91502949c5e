"""Who only asks how far it is gets an answer at once; whoever says more is read by a person."""

import pytest

from tickets.status_asked import only_asks_status


@pytest.mark.parametrize(
    "text",
    [
        "Status?",
        "status",
        "Hei! Hva er status på sak #1001?",
        "Hei, er det noe nytt? Takk!",
        "Når kommer dere?",
        "Hej, vad händer med mitt ärende?",
        "När kommer teknikern?",
        "Hej. Er der noget nyt i sagen? På forhånd tak",
        "Hvad er status på sag #1002?",
        "Здравствуйте! Подскажите, пожалуйста, что с моей заявкой?",
        "Когда приедет мастер?",
        "Статус заявки #1001",
        "Hi, could we have a status update please?",
        "Any news on this? Thanks",
    ],
)
def test_asking_for_the_status_is_that(text: str) -> None:
    assert only_asks_status(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Status? Nå lekker den enda mer.",
        "Hei, takk!",
        "Hva skjer når jeg trykker på knappen?",
        "When are you coming? We close at four.",
        "Статус ошибки 17 на экране",
        "Status lampe lyser rødt",
        "Hej, statusen på kassan är fel 12",
        "status " * 20,
    ],
)
def test_more_than_that_is_for_a_person(text: str) -> None:
    assert not only_asks_status(text)
