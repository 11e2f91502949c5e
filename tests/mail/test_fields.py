# ruff: noqa: E501 -- mails are written as they come
"""Asset, place, person, number, access, urgency and reference, as people write them."""

from typing import Any

import pytest

from mail.fields.form import role_of
from mail.parse import asset_hints, parse, with_assets
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
    ("Det gjelder Gml. Kongevei 12, 7040 Trondheim.", ("Gml. Kongevei 12", "7040", "Trondheim")),
    ("St. Olavs gt. 9, 0165 OSLO", ("St. Olavs gt. 9", "0165", "OSLO")),
    ("Vi har flyttet fra Gamleveien 3 til Nyveien 18, 3060 Svelvik.", ("Nyveien 18", "3060", "Svelvik")),
    ("Ovnen står i Nyveien 18, 3060 Svelvik. Faktura sendes Sjøgata 2, 9008 Tromsø.", ("Nyveien 18", "3060", "Svelvik")),
    ("vi bor på vestergade 8, 6700 esbjerg", ("vestergade 8", "6700", "esbjerg")),
    ("Drottninggatan 22 Karlskoga. Ugnen blir inte varm.", ("Drottninggatan 22", None, "Karlskoga")),
    ("190000, Санкт-Петербург, наб. реки Мойки, д. 5", ("наб. реки Мойки, д. 5", "190000", "Санкт-Петербург")),
    ("Ул. Чехова, 6, Таганрог. Печь не греет.", ("Ул. Чехова, 6", None, "Таганрог")),
    ("Unit 7 Riverside Business Park, Norwich NR1 1AA", ("Unit 7 Riverside Business Park", "NR1 1AA", "Norwich")),
    ("Please come to the shop at 9 high street, ashford tn24 8tf", ("9 high street", "tn24 8tf", "ashford")),
    ("The pump is at Hale Barn, Lower Road, Wem, Shropshire SY4 5UT.", ("Lower Road", "SY4 5UT", "Wem")),
    ("1600 Main St, Springfield, IL 62701 is where the oven is.", ("1600 Main St", "62701", "Springfield")),
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
    ("Spør etter jonas i baren, 905 12 345.", ("jonas", "+4790512345")),
    ("Oddvar er mannen dere skal ha tak i, han har tlf 97 11 00 42.", ("Oddvar", "+4797110042")),
    ("Fatima öppnar åt er, hennes mobil är 076-114 90 03.", ("Fatima", "+46761149003")),
    ("Viceværten, Flemming, viser jer vej, 20 30 40 50.", ("Flemming", "+4520304050")),
    ("My husband Graham will be in, 07700 900123.", ("Graham", "+447700900123")),
    ("Dr Amy Okoro will meet you, 07700 900733.", ("Amy Okoro", "+447700900733")),
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
    ("Porten åpnes med kode 1234#.", "Porten åpnes med kode 1234#."),
    ("Nycklar kvitteras ut i receptionen.", "Nycklar kvitteras ut i receptionen."),
    ("Vagten udleverer adgangskort mod legitimation.", "Vagten udleverer adgangskort mod legitimation."),
    ("Нужен паспорт для оформления пропуска.", "Нужен паспорт для оформления пропуска."),
    ("The side gate is left on the latch.", "The side gate is left on the latch."),
    ("Key's in the lockbox, 4471.", "Key's in the lockbox, 4471."),
    (
        "oven is cold. round the back, side gate's on a code 2244. ta",
        "round the back, side gate's on a code 2244.",
    ),
    ("Låset kärvar och nyckeln fastnar.", None),
    ("The main door does not lock.", None),
    ("Heisen stopper i 3. etasje.", None),
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
    ("Fryselageret har steget til -9 grader og vi har fisk der inne.", Priority.HIGH),
    ("Sykesignalanlegget i 2. etasje er dødt.", Priority.CRITICAL),
    ("Det er ikke noe som haster, men luka knirker.", Priority.LOW),
    ("Ovnen virker ikke kom snarest mulig", Priority.HIGH),
    ("About £15,000 of frozen stock will be lost by tonight.", Priority.HIGH),
    ("No danger to anyone.", Priority.NORMAL),
    ("A chef has burnt his arm on it.", Priority.CRITICAL),
    ("Vattnet forsar ut på golvet.", Priority.HIGH),
    ("Ничего срочного.", Priority.LOW),
    ("Det drypper vann ned i sikringsskapet.", Priority.CRITICAL),
    ("Water is dripping on the fuse board.", Priority.CRITICAL),
    ("Serverrommet er oppe i 38 grader.", Priority.HIGH),
]

REFERENCES = [
    ("Vår ref. 4411-22.", "4411-22"),
    ("Inköpsorder 88-1204.", "88-1204"),
    ("Vores rekvisitionsnummer er R-7781.", "R-7781"),
    ("Номер заявки у нас: З-00412.", "З-00412"),
    ("Please quote our PO 77812.", "77812"),
    ("Your ticket 5512 was fine.", None),
    ("Deres ref: 22911. Vår ref: KT-551.", "KT-551"),
    ("Takk for tilbud 8812.", None),
    ("Saken er hos oss registrert med nr. A-3321.", "A-3321"),
    ("Please put 77-812 on the invoice.", "77-812"),
    ("Indkøbsordre PO-88120, jeres ordrebekræftelse 4410.", "PO-88120"),
    ("Зарегистрировано у нас под номером 7781/2.", "7781/2"),
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
    ("3341 er død. Nr. 410 på klistrelappen deres lekker.", "A-410"),
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


LABELS = [
    ("Anläggningens adress", "address"),
    ("Telefonnr. på stedet", "phone"),
    ("Opgavenr.", "reference"),
    ("№ заявки", "reference"),
    ("Leverandørens sagsnr.", None),
    ("Site contact telephone", "phone"),
    ("Meldt ind af", "reporter"),
    ("E-mail address", None),
    ("Reported date/time", None),
    ("Нижний Новгород", None),
]


@pytest.mark.parametrize(("label", "role"), LABELS)
def test_label_of_a_form_is_known_by_its_parts(label: str, role: str | None) -> None:
    assert role_of(label) == role


SERIALS = [
    ("serienr 4471 902 233 lekker", "4471902233"),
    ("snr. 7 712-334 A og er fra 2018", "7712-334A"),
    ("På skiltet står det SN 44.100.22", "44.100.22"),
    ("Serial number on the plate reads 44-K 7781.", "44-K7781"),
    ("S/N 0012-AB", "0012-AB"),
    ("serial: unknown, order 5512", None),
]


@pytest.mark.parametrize(("text", "serial"), SERIALS)
def test_serial_number_is_read_as_it_is_grouped(text: str, serial: str | None) -> None:
    assert read(text, register=()).fields.serial == serial


def test_mail_in_capitals_is_read_like_any_other() -> None:
    fields = read(
        "OVEN IS DEAD. 14 MILL STREET, STAFFORD ST16 2AJ. ASK FOR TOM ON 07700 900123. USE THE BACK DOOR."
    ).fields

    assert (fields.site_address, fields.postal_code, fields.city) == (
        "14 MILL STREET",
        "ST16 2AJ",
        "STAFFORD",
    )
    assert (fields.contact_name, fields.access) == ("Tom", "USE THE BACK DOOR.")


def test_street_of_the_register_is_known_in_small_letters() -> None:
    assert read("franken i havnegata 12 er kald").fields.site_address == "havnegata 12"
    assert read("Атол на гагарина 5 не печатает").fields.site_address == "гагарина 5"


def test_numbers_called_something_else_are_no_telephones() -> None:
    fields = read("Ovnen er kald. Org.nr. 912 345 678, snr 30 114 772. Ring meg på 905 12 345.").fields

    assert fields.contact_phone == "+4790512345"


def test_who_reported_is_not_who_is_on_site() -> None:
    form = "Melder: Rita Foss\nKontakt: Jonas Lie / 415 09 332\nGate: Havnegata 12\nHaster: Nei\nFeil: Lekker"
    fields = read(form, sender="Skjema <noreply@solsiden.example>").fields

    assert (fields.contact_name, fields.contact_phone) == ("Jonas Lie", "+4741509332")
    assert fields.priority is Priority.LOW


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


def test_category_is_heard_inflected() -> None:
    raw = "From: a@b.ru\nSubject: x\n\nПочините кофемашину, пожалуйста.".encode()

    assert parse(raw, categories={"coffee": ["кофемашина"], "till": ["касса"]}).fields.category == "coffee"
