"""Bad configuration is refused with the place, what is wrong and the mend, several at once."""

from pathlib import Path

import pytest

from bot.settings import ConfigurationError, load
from tests.bot.configuration import MINIMAL, WHOLE, refusal_of, settings_of


def test_several_problems_come_at_once() -> None:
    said = refusal_of('[desk]\naddress = "service"\nlanguage = "no"\n').splitlines()
    assert said[0].startswith("stafett.toml: desk.name: is missing.")
    assert said[1].startswith('stafett.toml: desk.address: "service" is not a mail address.')
    assert said[2].endswith("Write one of 'nb', 'sv', 'da', 'ru' or 'en'.")


def test_typing_error_gets_the_near_key() -> None:
    said = refusal_of(MINIMAL + '[sla.standard]\nacept = { low = "1d" }')
    assert said == 'stafett.toml: sla.standard.acept: is not a setting. Did you mean "accept"?'


def test_unknown_section_gets_the_near_section() -> None:
    assert 'telegrm: is not a setting. Did you mean "telegram"?' in refusal_of(MINIMAL + "[telegrm]")


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("[desk2]\nx=1", "desk2: is not a setting"),
        ('[database]\nurl = "postgres://u:hush@db/s"', "database.url: not a database that we know"),
        ('[database]\nurl = "sqlite+aiosqlite://"', "database.url: not a database that we know"),
        ('[files]\nurl = "ftp://x"', 'files.url: "ftp://x" is not a store'),
        ('[telegram]\ntoken = "hush"', "telegram.token: not a bot token"),
        ('[telegram]\napi_base = "api.telegram.org"', "telegram.api_base: "),
        (
            '[telegram]\nupdates = "webhook"',
            'telegram: updates = "webhook" needs webhook_url and webhook_secret',
        ),
        ('[mail.smtp]\nlisten = "2525"', 'mail.smtp.listen: "2525" is not host:port'),
        ('[mail.smtp]\nlisten = "127.0.0.1:99999"', "is not host:port"),
        ('[mail.imap]\nhost = "imap.nordlys.example"', "mail.imap: host is given but no user"),
        ('[mail.outgoing]\nhost = "mx.example"\nuser = "u"', "would travel in the clear"),
        (
            '[mail.smtp]\ncertificate = "none.pem"',
            "mail.smtp.certificate: certificate and key cannot be used (No such file or directory)",
        ),
        ('[mail.smtp]\nkey = "tls.key"', "key is given but no certificate"),
        ('[mail.outgoing]\nlogin = "oauth"', 'login = "oauth" needs a user'),
        (
            '[mail.imap]\nhost = "imap.example"\nuser = "u"\nlogin = "oauth"',
            'mail: login = "oauth" is given but no [mail.oauth]',
        ),
        (
            '[mail.imap]\nhost = "imap.example"\nuser = "u"\nlogin = "oauth"\nsecurity = "none"',
            "the access token would travel in the clear",
        ),
        ('[mail.oauth]\nclient_id = "a"', "nothing says where tokens are asked for"),
        ('[mail.oauth]\nclient_id = "a"\nprovider = "microsoft"', "neither client_secret nor refresh_token"),
        (
            '[mail.oauth]\nclient_id = "a"\nclient_secret = "hush"\nprovider = "microsoft"',
            "an application that signs in by itself needs its tenant",
        ),
        (
            '[mail.oauth]\nclient_id = "a"\nclient_secret = "hush"\nprovider = "google"',
            "Google gives tokens for a mailbox by refresh token only",
        ),
        ('[mail.outgoing]\ndkim_domain = "nordlys.example"', "DKIM needs dkim_domain, dkim_selector and"),
        (
            '[mail.outgoing]\ndkim_domain = "nordlys.example"\ndkim_selector = "s"\ndkim_key = "hush"',
            "mail.outgoing: DKIM: the key cannot be read. Make one",
        ),
        ('[mail.outgoing]\nport = "smtp"', "mail.outgoing.port: should be a valid integer"),
        ('[calendars.office]\nhours = { monday = "08:00-16:00" }', '"monday" is not a weekday'),
        ('[calendars.office]\nhours = { mon = "8-16" }', '"8-16" are not hours'),
        ('[calendars.office]\nhours = { mon = "25:00-26:00" }', "are not hours"),
        ('[calendars.office]\nhours = { mon = "22:00-06:00" }', "ends before it begins"),
        ('[calendars.office]\nhours = { mon = "13:00-16:00, 08:00-12:00" }', "has hours out of order"),
        (
            '[calendars.office]\nhours = { mon-fri = "08:00-16:00", fri = "08:00-14:00" }',
            "fri is given twice",
        ),
        ('[calendars.office]\nhours = { mon = "" }', "the calendar never opens"),
        ('[calendars.office]\nholidays = "NORGE"', 'no holidays are known for "NORGE"'),
        ('[calendars.office]\nholidays = "DE-XX"', '"DE" has no part "XX"'),
        ('[calendars.office]\ntimezone = "Europe/Olso"', 'Did you mean "Europe/Oslo"?'),
        ('[calendars."Our office"]', 'calendars.Our office: "Our office" cannot be an id'),
        (
            '[sla.standard]\ncalendar = "offise"',
            'sla.standard.calendar: there is no calendar "offise". Did you',
        ),
        ('[sla.standard]\naccept = { normal = "4 hours" }', "sla.standard.accept.normal: "),
        (
            '[sla.standard]\naccept = { urgent = "4h" }',
            "sla.standard.accept.urgent: is not one of the known words",
        ),
        ("[sla.standard]\nping_at = [0.9, 0.5]", "not shares in ascending order"),
        ("[sla.standard]\nping_at = [0.5, 1.5]", "not shares in ascending order"),
        ('[sla.standard]\npause_while = ["waiting_customers"]', 'Did you mean "waiting_customer"?'),
        ("[calendars.a]\n[calendars.b]", "sla.standard.calendar: there are several and none is named"),
        ("[sla.gold]\n[sla.silver]", "desk.sla: there are several and none is named"),
        ('[[categories]]\nid = "till"\ncost_cap = "much"', "is not an amount with its currency"),
        ('[[categories]]\nid = "till"\n[[categories]]\nid = "till"', 'categories[2]: "till" is given twice'),
        ('[[partners]]\nid = "Nord"\nname = "N"', '"Nord" cannot be an id'),
        ('[[partners]]\nid = "nord"\nname = "N"\nemail = "nord"', "partners[1].email: "),
        ('[[partners]]\nid = "nord"\nname = "N"\npostal_codes = ["0%"]', "is not a postal code pattern"),
        ('[[partners]]\nid = "nord"\nname = "N"\nsla = "gold"', 'partners[1].sla: there is no SLA "gold"'),
        ('[[partners]]\nid = "nord"\nname = "N"\ncapacity_per_week = 0', "greater than or equal to 1"),
        ('[[routes]]\noffer = ["nord"]', 'routes[1].offer[1]: there is no partner "nord"'),
        ("[[routes]]\noffer = []", "routes[1].offer: is empty"),
        ('[[routes]]\noffer = ["nord"]\nwhen = { catgory = "till" }', "routes[1].when.catgory: "),
        ('[[routes]]\noffer = ["nord"]\nwhen = { category = "till" }', 'there is no category "till"'),
        ('[[routes]]\noffer = ["nord"]\nwhen = { priority = "hihg" }', 'Did you mean "high"?'),
    ],
)
def test_odd_value_is_refused(added: str, said: str) -> None:
    refusal = refusal_of(MINIMAL + added)
    assert said in refusal
    assert "hush" not in refusal


def test_unknown_partner_gets_the_near_one() -> None:
    said = refusal_of(WHOLE.replace('offer = ["nord-elektro"]', 'offer = ["nord-electro"]'))
    assert said.endswith('there is no partner "nord-electro". Did you mean "nord-elektro"?')


def test_a_job_must_not_come_back_to_one_who_has_handed_it_on() -> None:
    partners = (("alfa", "beta"), ("beta", "gamma"), ("gamma", "alfa"))
    written = "".join(
        f'[[partners]]\nid = "{name}"\nname = "{name}"\nsubcontractors = ["{below}"]\n'
        for name, below in partners
    )
    said = refusal_of(MINIMAL + written).splitlines()
    assert len(said) == 3
    assert said[0].startswith(
        'stafett.toml: partners[1].subcontractors[1]: a job that goes to "beta" could come back to "alfa".'
    )


def test_subcontractors_are_partners() -> None:
    written = '[[partners]]\nid = "alfa"\nname = "Alfa"\nsubcontractors = ["betta"]\nreporting = "{}"\n'
    assert 'there is no partner "betta"' in refusal_of(MINIMAL + written.format("consolidated"))
    assert "Write one of 'independent' or 'consolidated'" in refusal_of(MINIMAL + written.format("both"))


def test_webhook_must_be_what_telegram_calls() -> None:
    webhook = '[telegram]\nupdates = "webhook"\nwebhook_secret = "s"\nwebhook_url = "{}"\n'
    assert "Telegram will not call" in refusal_of(MINIMAL + webhook.format("http://desk.example/hook"))
    assert "Telegram will not call" in refusal_of(MINIMAL + webhook.format("https://desk.example:9000"))
    own_server = webhook.format("http://127.0.0.1:9000/hook") + 'api_base = "http://127.0.0.1:8081"'
    assert settings_of(MINIMAL + own_server).telegram.updates == "webhook"


def test_desk_address_leaves_room_for_reply_addresses() -> None:
    assert "leaves no room" in refusal_of(MINIMAL.replace("service@", "service+x@"))


def test_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"there is no such file. Write one with `stafett init`"):
        load(tmp_path / "stafett.toml")


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "stafett.toml"
    path.write_text("[desk]\nname = Nordlys\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"stafett.toml: cannot be read: .*line 2"):
        load(path)


def test_problem_of_the_environment_names_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stafett.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    monkeypatch.setenv("STAFETT_WEB__LISTEN", "8080")
    with pytest.raises(ConfigurationError, match=r"^the environment: web.listen: "):
        load(path)


def test_mistyped_section_in_the_environment_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stafett.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    monkeypatch.setenv("STAFETT_TELEGRM__TOKEN", "123:abc")
    monkeypatch.setenv(
        "STAFETT_PORT", "tcp://10.0.0.1:80"
    )  # Kubernetes sets this for a service named stafett
    with pytest.raises(ConfigurationError, match="STAFETT_TELEGRM__TOKEN: there is no section"):
        load(path)


def test_list_that_is_no_json_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stafett.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    monkeypatch.setenv("STAFETT_PARTNERS", "nord-elektro")
    with pytest.raises(ConfigurationError, match="as JSON"):
        load(path)
