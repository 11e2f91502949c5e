# ruff: noqa: E501 -- mails are written as they come
"""Asset, place, person, number, access, urgency and reference, as people write them."""

from typing import Any

import pytest

from mail.parse import asset_hints, with_assets
from mail.parsed import Priority
from tests.mail.reading import REGISTER, read
from tickets.register import Asset

PLACES = [
    ("Vi holder til i Storgata 5, 0155 Oslo.", ("Storgata 5", "0155", "Oslo")),
    ("Adresse: Skoleveien 3 A, 3. etg., 1400 Ski", ("Skoleveien 3 A", "1400", "Ski")),
    ("Hissen på Storgatan 14B, 2 tr, 411 38 Göteborg står.", ("Storgatan 14B", "411 38", "Göteborg")),
    ("Vi bor Vestergade 22, 5000 Odense C. Ring på.", ("Vestergade 22", "5000", "Odense C")),
    ("Адрес: 630099, г. Новосибирск, Красный проспект, д. 17, оф. 302.", ("Красный проспект, д. 17", "630099", "Новосибирск")),
    ("Приезжайте на ул. Ленина, д. 4, корп. 2.", ("ул. Ленина, д. 4, корп. 2", None, None)),
    ("Unit 4, 22 High Street, Leeds LS1 4AP.", ("22 High Street", "LS1 4AP", "Leeds")),
    ("We are at 7 Mill Lane, Upper Barton, Exeter, EX5 1AB", ("7 Mill Lane", "EX5 1AB", "Exeter")),
    ("Adresse: Kong Oscars gate 44, 5017 Bergen", ("Kong Oscars gate 44", "5017", "Bergen")),
    ("Vi holder til i Dr. Holms vei 15, 0787 Oslo.", ("Dr. Holms vei 15", "0787", "Oslo")),
    ("Besöksadress Hamntorget 1, SE-211 20 Malmö.", ("Hamntorget 1", "211 20", "Malmö")),
    ("Лифт на ул. 8 Марта, д. 5 не едет.", ("ул. 8 Марта, д. 5", None, None)),
    ("Санкт-Петербург, Невский пр-т, 28.", ("Невский пр-т, 28", None, "Санкт-Петербург")),
    ("Butikken i Lillehammer har problemer med ovnen.", (None, None, "Lillehammer")),
    ("Our shop in Harrogate has trouble with the oven.", (None, None, "Harrogate")),
    ("Kontoret i Storgata 5 har ny ovn.", ("Storgata 5", None, None)),
    ("Kasse 3 viser feil 4403 i butikk 58.", (None, None, None)),
    ("Printeren har fejl 50 og Windows 11.", (None, None, None)),
]  # fmt: skip

PEOPLE = [
    ("Vaktmester Per Olsen møter dere, han har nummer 41 23 45 67.", ("Per Olsen", "+4741234567")),
    ("Veterinærsygeplejerske Trine Bach er her, direkte 74 42 11 90.", ("Trine Bach", "+4574421190")),
    ("Spør etter Jonas på 905 12 345.", ("Jonas", "+4790512345")),
    ("Dere når vaktmester Arne Hauge på 412 34 567.", ("Arne Hauge", "+4741234567")),
    ("Kontakta Lars-Erik Holm 070-123 45 67 så öppnar han.", ("Lars-Erik Holm", "+46701234567")),
    ("Vår kollega Eva Lind möter upp, hon nås på 070-765 43 21.", ("Eva Lind", "+46707654321")),
    ("Spørg efter pedel Palle Juhl, tlf. 20 30 40 50.", ("Palle Juhl", "+4520304050")),
    ("Встретит Ольга Сергеевна, 8 903 111-22-33.", ("Ольга Сергеевна", "+79031112233")),
    ("Контактное лицо Смирнов А.В., тел. +7 (383) 222-33-44.", ("Смирнов А.В.", "+73832223344")),
    ("Ask for Dave Hill on 07700 900123.", ("Dave Hill", "+447700900123")),
]

ACCESS = [
    ("Maskinen står. Bruk bakdøra og ring på.", "Bruk bakdøra og ring på."),
    ("Nøkkelboks ved inngangen, kode 4471.", "Nøkkelboks ved inngangen, kode 4471."),
    ("Automatdøra ved hovedinngangen går ikke igjen.", None),
    ("Gå in via lastkajen och anmäl er i receptionen.", "Gå in via lastkajen och anmäl er i receptionen."),
    ("Porten till lagret går inte upp.", None),
    ("Kom ind ad porten i gården.", "Kom ind ad porten i gården."),
    ("Вход со двора, охрана пропустит.", "Вход со двора, охрана пропустит."),
    ("Шлагбаум не открывается.", None),
    ("Report to the loading bay and sign in.", "Report to the loading bay and sign in."),
    ("The gate does not open.", None),
    ("Butiken är öppen 9-20 alla dagar.", None),
    ("The door does not unlock with the fob any more.", None),
    ("Nyckel hämtas hos vaktmästaren på plan 1.", "Nyckel hämtas hos vaktmästaren på plan 1."),
    ("Porten er låst etter fire, vakta åpner.", "Porten er låst etter fire, vakta åpner."),
]

URGENCY = [
    ("Dette haster veldig!", Priority.HIGH),
    ("Det haster ikke, ta det når dere er i nærheten.", Priority.LOW),
    ("Behövs snarast möjligt.", Priority.HIGH),
    ("Det är ingen brådska.", Priority.LOW),
    ("En person sitter fast i hissen!", Priority.CRITICAL),
    ("I skal komme med det samme.", Priority.HIGH),
    ("Это не срочно.", Priority.LOW),
    ("Срочно пришлите мастера!", Priority.HIGH),
    ("Чувствуется запах газа.", Priority.CRITICAL),
    ("No rush on this one.", Priority.LOW),
    ("No particular rush.", Priority.LOW),
    ("Не горит, можно на следующем ТО.", Priority.LOW),
    ("В лифте застрял человек!", Priority.CRITICAL),
    ("Det ryker fra skapet.", Priority.CRITICAL),
    ("The lift sticks, but nobody is ever trapped.", Priority.NORMAL),
    ("Der er ingen travlhed med det.", Priority.LOW),
    ("We cannot trade, all tills are down.", Priority.CRITICAL),
    ("The shop in High Street needs a new filter.", Priority.NORMAL),
]

REFERENCES = [
    ("Vår ref. 4411-22.", "4411-22"),
    ("Inköpsorder 88-1204.", "88-1204"),
    ("Vores rekvisitionsnummer er R-7781.", "R-7781"),
    ("Номер заявки у нас: З-00412.", "З-00412"),
    ("Please quote our PO 77812.", "77812"),
    ("Your ticket 5512 was fine.", None),
]

ASSETS = [
    ("Anlegg A-410 lekker.", "A-410"),
    ("Anlegg nr. 410 lekker.", "A-410"),
    ("Serienr K7729 02 er død.", "A-411"),
    ("Franken på bakrommet på Solsiden er kald.", "A-411"),
    ("Otis-heisen i Parkveien 10 står.", "A-456"),
    ("Otis-heisen i Parkveien står.", None),
    ("Kaffemaskinen er kald.", None),
    ("Daikin in the ballroom is noisy, the kitchen one is fine.", "UK/202"),
    ("Касса Атол в столовой не печатает.", "Р-502"),
    ("P-501 не печатает.", "Р-501"),
    ("A-410 og A-411 står begge to.", None),
    ("A-410 er i orden, men A-411 lekker.", "A-411"),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_place_is_read_as_written(text: str, place: tuple[str | None, ...]) -> None:
    fields = read(text, register=()).fields

    assert (fields.site_address, fields.postal_code, fields.city) == place


@pytest.mark.parametrize(("text", "contact"), PEOPLE)
def test_person_on_site_comes_before_the_sender(text: str, contact: tuple[str, str]) -> None:
    fields = read(f"{text}\n\nMvh\nKari Nes\nMob. 911 22 333").fields

    assert (fields.contact_name, fields.contact_phone) == contact


@pytest.mark.parametrize(("text", "access"), ACCESS)
def test_access_instructs_and_does_not_complain(text: str, access: str | None) -> None:
    assert read(text).fields.access == access


@pytest.mark.parametrize(("text", "priority"), URGENCY)
def test_priority_is_what_is_said_or_at_stake(text: str, priority: Priority) -> None:
    assert read(text).fields.priority is priority


@pytest.mark.parametrize(("text", "reference"), REFERENCES)
def test_reference_is_the_senders_own(text: str, reference: str | None) -> None:
    assert read(text).fields.reference == reference


@pytest.mark.parametrize(("text", "asset_id"), ASSETS)
def test_asset_is_named_or_none(text: str, asset_id: str | None) -> None:
    assert read(text).fields.asset_id == asset_id


def test_sender_is_the_contact_only_when_signed() -> None:
    signed = read("Ovnen er kald.\n\nMvh\nKari Nes\nKontor: 22 33 44 55\nMob: 911 22 333").fields
    unsigned = read("Ovnen er kald.").fields

    assert (signed.contact_name, signed.contact_phone) == ("Kari Nes", "+4791122333")
    assert (unsigned.contact_name, unsigned.contact_phone) == (None, None)


def test_address_of_a_signature_is_not_the_site() -> None:
    fields = read("Ovnen er kald.\n\nMvh\nKari Nes\nStorgata 5, 0155 Oslo", register=()).fields

    assert (fields.site_address, fields.postal_code) == (None, None)


def test_register_can_be_asked_afterwards() -> None:
    parsed = read("Serienr: K7729-01 er kald.", register=())

    assert "K7729-01" in asset_hints(parsed)
    assert with_assets(parsed, REGISTER[:2]).fields.asset_id == "A-410"
    assert with_assets(parsed, ()).fields.asset_id is None


FORM = """Ordrenummer: 55-1201
Butikk: Solsiden
Gateadresse: Havnegata 12
Postnummer: 7010
Sted: Trondheim
Kontaktperson: Jonas Lie
Mobil: 905 12 345
Serienummer: K7729-01
Adkomst: Gjennom varemottaket
Når: 12.11.2026 kl. 09:00-11:00
Prioritet: Høy

--
Denne meldingen er sendt automatisk og kan ikke besvares.
"""


def test_form_gives_every_field_by_its_label() -> None:
    parsed = read(FORM, sender="Butikkdrift <noreply@solsiden.example>")
    shown: dict[str, Any] = {key: value for key, value in parsed.fields.to_json().items() if value}

    assert parsed.text == FORM.partition("\n\n--")[0]
    assert shown == {
        "asset_id": "A-410",
        "serial": "K7729-01",
        "site_address": "Havnegata 12",
        "postal_code": "7010",
        "city": "Trondheim",
        "contact_name": "Jonas Lie",
        "contact_phone": "+4790512345",
        "access": "Gjennom varemottaket",
        "window_start": "2026-11-12T09:00:00+01:00",
        "window_end": "2026-11-12T11:00:00+01:00",
        "priority": "high",
        "reference": "55-1201",
    }


def test_site_of_the_register_is_no_street() -> None:
    kiosk = Asset(id="F-61", brand="Posiflex", site="Varekroken 61 kasse 3", address="Tollbugata 6")
    fields = read("Kassa på Varekroken 61 henger, det er en Posiflex.", register=[kiosk]).fields

    assert (fields.asset_id, fields.site_address) == ("F-61", None)


def test_serial_number_behind_an_abbreviated_label_is_read() -> None:
    assert read("Maskinen med serienr. XT-99999 lekker.").fields.serial == "XT-99999"


def test_engineer_of_ours_is_nobodys_contact() -> None:
    fields = read("Your engineer Dave said he would ring back on Tuesday. What is happening?").fields

    assert (fields.contact_name, fields.window_start) == (None, None)
