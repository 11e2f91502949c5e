"""`stafett import`: files as people have them, all or nothing, problems with line and column."""

import io
import re
from pathlib import Path

import pytest

from bot.errors import Refused
from bot.import_command import import_csv
from bot.register_columns import KINDS
from bot.settings import Settings
from storage.store import Store
from tests.bot.configuration import WHOLE, settings_of
from tickets.work.payers import Payer

CUSTOMERS = "customer_id,name\nholmvik,Holmvik Arkitekter AS\nlundeby,Lundeby Sameie\n"
SITES = (
    "site_id,customer,name,address,postal_code\n"
    "h5,Holmvik Arkitekter AS,Holmvik 5. etasje,Øvre Tangen 7,0155\n"
)
ASSETS = (
    "asset_id,serial,model,brand,customer,site,address,postal_code,city\n"
    "F-3304,118-4407,GIGA X8,Jura,Holmvik Arkitekter AS,Holmvik 5. etasje,Øvre Tangen 7,0155,Oslo\n"
)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return settings_of(f'{WHOLE}\n[database]\nurl = "{sqlite_url}"\n')


class Desk:
    """Somebody with files to import."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder

    async def imports(self, kind: str, content: str | bytes) -> str:
        path = self.folder / f"{kind}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out = io.StringIO()
        assert await import_csv(self.settings, kind, path, out) == 0
        return out.getvalue()

    async def is_refused(self, kind: str, content: str | bytes) -> str:
        with pytest.raises(Refused) as refused:
            await self.imports(kind, content)
        return str(refused.value).replace(f"{self.folder}/", "")


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Desk:
    return Desk(settings, tmp_path)


async def test_a_register_is_imported_file_by_file(desk: Desk, sqlite_store: Store) -> None:
    assert await desk.imports("customers", CUSTOMERS) == "Imported 2 customers: 2 new, 0 already there.\n"
    await desk.imports("sites", SITES)
    await desk.imports("assets", ASSETS)
    async with sqlite_store.glance() as unit:
        asset = await unit.register.asset("F-3304")
    assert asset is not None
    assert (asset.customer, asset.site, asset.postal_code) == (
        "Holmvik Arkitekter AS",
        "Holmvik 5. etasje",
        "0155",
    )


async def test_importing_again_changes_what_the_file_names(desk: Desk, sqlite_store: Store) -> None:
    await desk.imports("customers", CUSTOMERS)
    await desk.imports("customers", "id,name,language\nholmvik,Holmvik AS,sv\nny,Ny Kunde,\n")
    said = await desk.imports("customers", "id,name\nholmvik,Holmvik Arkitekter\n")
    assert said == "Imported 1 customer: 0 new, 1 already there.\n"
    async with sqlite_store.glance() as unit:
        customer = await unit.register.customer("holmvik")
    assert customer is not None
    assert (customer.name, customer.language) == ("Holmvik Arkitekter", "sv")


@pytest.mark.parametrize(
    "content",
    [
        CUSTOMERS.encode("utf-8-sig"),
        CUSTOMERS.replace(",", ";").encode("cp1252"),
        CUSTOMERS.replace(",", "\t").encode("utf-16"),
        ("sep=;\r\n" + CUSTOMERS.replace(",", ";").replace("\n", "\r\n")).encode(),
        CUSTOMERS.replace("\n", "\n\n").replace("customer_id", " Customer-ID ").encode(),
    ],
    ids=["utf-8 with mark", "windows, semicolons", "excel's unicode text", "sep line", "blank lines"],
)
async def test_files_as_programs_write_them_are_read(desk: Desk, content: bytes) -> None:
    assert (await desk.imports("customers", content)).startswith("Imported 2 customers")


async def test_nordic_letters_survive_windows_files(desk: Desk, sqlite_store: Store) -> None:
    await desk.imports("customers", "id;name\nsor;Sørby Kjøl & Frys Ærlig\n".encode("cp1252"))
    async with sqlite_store.glance() as unit:
        customer = await unit.register.customer("sor")
    assert customer is not None
    assert customer.name == "Sørby Kjøl & Frys Ærlig"


async def test_one_wrong_row_imports_nothing(desk: Desk, sqlite_store: Store) -> None:
    said = await desk.is_refused("customers", "id,name,language\na,A,nb\nb,B,xx\nc,,nb\n")
    assert said.splitlines() == [
        "nothing was imported.",
        'customers.csv, line 3, column language: there is no language "xx". Known here: da, en, nb, ru, sv',
        "customers.csv, line 4, column name: is empty",
    ]
    async with sqlite_store.glance() as unit:
        assert await unit.register.customer("a") is None


async def test_an_unknown_customer_is_to_be_imported_first(desk: Desk) -> None:
    said = await desk.is_refused("sites", SITES)
    assert (
        'line 2, column customer: there is no customer "Holmvik Arkitekter AS". Import the customer first'
        in said
    )


async def test_an_unknown_site_is_to_be_imported_first(desk: Desk) -> None:
    await desk.imports("customers", CUSTOMERS)
    said = await desk.is_refused("assets", ASSETS)
    assert (
        'column site: the customer "holmvik" has no site "Holmvik 5. etasje". Import the site first' in said
    )


async def test_a_site_of_another_customer_is_refused(desk: Desk) -> None:
    await desk.imports("customers", CUSTOMERS)
    await desk.imports("sites", SITES)
    said = await desk.is_refused("assets", "id,customer,site\nF-1,lundeby,h5\n")
    assert 'the customer "lundeby" has no site "h5"' in said


async def test_a_near_name_is_suggested(desk: Desk) -> None:
    await desk.imports("customers", "id,name\nkafe,kafé nord\n")
    said = await desk.is_refused("sites", "id,customer,name\ns,kafe nord,Bar\n")
    assert 'Did you mean "kafé nord"?' in said


async def test_two_of_one_name_need_the_id(desk: Desk) -> None:
    await desk.imports("customers", "id,name\na,Kiosken\nb,Kiosken\n")
    said = await desk.is_refused("sites", "id,customer,name\ns,Kiosken,Bar\n")
    assert 'there are 2 customers called "Kiosken": write the id (a, b)' in said


async def test_the_id_counts_where_both_are_given(desk: Desk, sqlite_store: Store) -> None:
    await desk.imports("customers", "id,name\na,Kiosken\nb,Kiosken\n")
    await desk.imports("sites", "id,customer,customer_id,name\ns,Kiosken,b,Bar\n")
    async with sqlite_store.glance() as unit:
        site = await unit.register.site("s")
    assert site is not None
    assert site.customer_id == "b"


async def test_an_id_twice_in_one_file_is_refused(desk: Desk) -> None:
    said = await desk.is_refused("customers", "id,name\na,A\nb,B\na,C\n")
    assert 'line 4, column id: "a" is on line 2 too' in said


async def test_every_kind_of_cell_says_what_is_wrong_with_it(desk: Desk) -> None:
    await desk.imports("customers", CUSTOMERS)
    contact = "id,customer,name,email,phone\nk,holmvik,Kari,kari(at)holmvik,12\n"
    said = await desk.is_refused("contacts", contact)
    assert 'column email: "kari(at)holmvik" is not a mail address' in said
    assert 'column phone: "12" is not a telephone number' in said
    said = await desk.is_refused("contracts", "id,customer,name,sla,valid_until\nc,holmvik,Gull,gold,soon\n")
    assert 'column sla: there is no SLA in the configuration "gold". Known here: standard' in said
    assert 'column valid_until: "soon" is not a date. Write it as 2026-12-31' in said
    said = await desk.is_refused("sites", f"id,customer,name,timezone\n{'s' * 65},holmvik,Bar,Oslo\n")
    assert "column id: 65 characters are too many: at most 64" in said
    assert 'column timezone: "Oslo" is not a time zone. Write it as Europe/Oslo' in said
    said = await desk.is_refused("sites", "id,customer,name,lat,lon\nbar,holmvik,Bar,91,øst\n")
    assert 'column lat: "91" is not a place. Write decimal degrees, such as 59.9139' in said
    assert 'column lon: "øst" is not a place' in said
    said = await desk.is_refused("customers", "id,name,approved_partners\na,A,nord-elektro|sor\n")
    assert 'there is no partner in the configuration "sor"' in said
    said = await desk.is_refused("contracts", "id,customer,name,sla,payer\nc,holmvik,G,standard,gud\n")
    assert '"gud" is not maker, customer, network or us' in said
    said = await desk.is_refused("assets", "id,customer,category,contract\nF,holmvik,cofee,gull\n")
    assert 'there is no category in the configuration "cofee". Did you mean "coffee"?' in said
    assert 'there is no contract "gull". Import the contract first' in said


async def test_cells_become_what_they_mean(desk: Desk, sqlite_store: Store) -> None:
    await desk.imports("customers", "id,name,approved_partners\nholmvik,Holmvik,nord-elektro\n")
    await desk.imports(
        "contacts", "id,customer,name,email,phone\nk,holmvik,Kari,KARI@h.example,22 33 44 55\n"
    )
    await desk.imports(
        "contracts",
        "id,customer,name,sla,checklist,valid_until,payer\n"
        'g,holmvik,Gull,standard,"Bilde|Trykk",31.12.2027,kjeden\n',
    )
    async with sqlite_store.glance() as unit:
        contact = await unit.register.contact("k")
        contract = await unit.register.contract("g")
    assert contact is not None
    assert contract is not None
    assert (contact.email, contact.phone) == ("kari@h.example", "+4722334455")
    assert (contract.checklist, contract.payer) == (("Bilde", "Trykk"), Payer.NETWORK)
    assert str(contract.valid_until) == "2027-12-31"


async def test_a_row_with_too_many_cells_names_its_line(desk: Desk) -> None:
    said = await desk.is_refused("customers", 'id,name\na,"Over\nto linjer"\nb,Kiosk, Oslo\n')
    assert said.startswith("customers.csv, line 4: 3 cells, but the header has 2.")


async def test_a_missing_or_misspelt_column_is_told(desk: Desk) -> None:
    assert "there is no column name (found: id)" in await desk.is_refused("customers", "id\na\n")
    assert 'unknown column "seriall". Did you mean "serial"?' in await desk.is_refused(
        "assets", "id,customer,seriall\nF,a,1\n"
    )
    assert 'column "name" is there twice' in await desk.is_refused("customers", "id,name,Name\n")


async def test_other_systems_columns_are_left_and_told(desk: Desk) -> None:
    said = await desk.imports("customers", "id,name,kredittgrense\na,A,10000\n")
    assert said.endswith("Not read: kredittgrense.\n")


async def test_no_text_at_all_is_told(desk: Desk) -> None:
    assert "is empty" in await desk.is_refused("customers", "")
    assert "not text that we can read" in await desk.is_refused("customers", b"PK\x03\x04\x00\x00\x81")
    assert "not readable as CSV" in await desk.is_refused("customers", 'id,name\na,"open\n')


async def test_a_thousand_wrong_rows_are_not_all_told(desk: Desk) -> None:
    rows = "".join(f"s{number},nobody,Bar\n" for number in range(1000))
    said = await desk.is_refused("sites", "id,customer,name\n" + rows)
    assert len(said.splitlines()) == 22
    assert said.endswith("There may be more.")


async def test_ten_thousand_assets_are_imported(desk: Desk, sqlite_store: Store) -> None:
    await desk.imports("customers", CUSTOMERS)
    rows = "".join(f"F-{number},{number},lundeby\n" for number in range(10_000))
    said = await desk.imports("assets", "asset_id,serial,customer\n" + rows)
    assert said == "Imported 10000 assets: 10000 new, 0 already there.\n"
    async with sqlite_store.glance() as unit:
        assert len(await unit.register.assets_by_keys([], ["9999"])) == 1


def test_the_documentation_names_every_column() -> None:
    text = (Path(__file__).parents[2] / "docs" / "register.md").read_text(encoding="utf-8")
    for name, kind in KINDS.items():
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        documented = re.findall(r"^\| `(\w+)`(?: \(or `(\w+)`\))? \| (given)? ?\|", section, re.MULTILINE)
        columns = [((*column.headers, "")[:2], column.required) for column in kind.columns]
        assert [((first, other), bool(given)) for first, other, given in documented] == columns
