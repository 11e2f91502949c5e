"""Nordlys Service as the application's tests know it: its configuration and its register."""

CONFIGURATION = """
[desk]
name = "Nordlys Service"
address = "service@nordlys.example"
language = "nb"
timezone = "Europe/Oslo"

[calendars.always]
hours = { mon-sun = "00:00-24:00" }

[sla.standard]
calendar = "always"
accept  = { critical = "30m", high = "1h", normal = "4h", low = "1d" }
on_site = { critical = "4h", high = "1d", normal = "2d", low = "5d" }
resolve = { critical = "8h", high = "2d", normal = "5d", low = "10d" }
ping_at = [0.5, 0.75, 1.0]

[[categories]]
id = "coffee"
words = ["kaffemaskin", "кофемашина", "coffee machine"]
checklist = ["Steng vannet", "Bilde før og etter"]
parts = "Pakninger og pumpe"

[[categories]]
id = "till"
words = ["kasse", "касса", "till"]
checklist = ["Kvitteringsprøve"]
parts = "Skriverhode"

[[categories]]
id = "dishes"
words = ["oppvaskmaskin"]
checklist = ["Steng vannet", "Rens filteret"]
parts = "Varmeelement"
evidence = ["photo before", "photo after", "checklist", "reading temperature 82-90 °C", "signature"]

[[partners]]
id = "nord-elektro"
name = "Nord Elektro AS"
skills = ["coffee", "dishes"]

[[partners]]
id = "syd-kyl"
name = "Syd Kyl AB"
language = "sv"

[[never_outsource]]
when = { customer = "solsikken", priority = "low" }

[[routes]]
when = { category = "coffee" }
offer = ["nord-elektro", "syd-kyl"]
accept_within = "40m"

[[routes]]
when = { category = "dishes" }
offer = ["nord-elektro"]

[[routes]]
when = { category = "till" }
offer = ["syd-kyl"]
"""

# Each test takes a customer of its own, so that none meets what another has left.
KARIS = [f"kari{number}@solsikken.example" for number in range(60)]
IVANS = [f"ivan{number}@vesna.example" for number in range(60)]

REGISTER = {
    "customers": """\
id,name,language
solsikken,Kafé Solsikken AS,nb
vesna,Магазин «Весна»,ru
bakeri,Bakeri Berg AS,nb
hotell,Hotell Fjord AS,nb
salong,Salong Saks AS,nb
""",
    "contracts": """\
id,customer_id,name,sla,terms,approved_parts,cost_cap,parts_by,claim_by,return_to
solsikken-24,solsikken,Serviceavtale Solsikken,standard,Meld fra når du er ferdig,Originale pakninger,4 000 kr,Nordlys lager,WMF Norge,"Nordlys lager, Oslo"
salong-1,salong,Kaffeavtale,standard,Meld fra når du er ferdig,Pakninger,2 000 kr,,,
hotell-1,hotell,Kjøkkenavtale,standard,Ring før dere kommer,Varmeelement,3 000 kr,,,
vesna-1,vesna,Kassaavtale Vesna,standard,Besøk i åpningstiden,Skriverhode,2 500 kr,,,
""",  # noqa: E501
    "contacts": "\n".join(
        (
            "id,customer_id,name,email,phone,language",
            "siri,salong,Siri Saks,siri@salong.example,+4790445566,nb",
            "olga,salong,Ольга Сакс,olga@salong.example,+4790445577,ru",
            "hanna,hotell,Hanna Dahl,hanna@hotell.example,+4790112233,nb",
            "liv,bakeri,Liv Berg,liv@bakeri.example,+4795551234,nb",
            *(f"k{n},solsikken,Kari Nordmann,{each},+4791234567,nb" for n, each in enumerate(KARIS)),
            *(f"i{n},vesna,Иван Петров,{each},+4793456789,ru" for n, each in enumerate(IVANS)),
        )
    ),
    "sites": """\
id,customer_id,name,address,postal_code,city,access,contact_name,contact_phone
solsikken-gl,solsikken,Solsikken Grünerløkka,Markveien 12,0554,Oslo,Nøkkelboks 4471,Kari Nordmann,+4791234567
salong-1,salong,Salongen,Torggata 9,0181,Oslo,,Siri Saks,+4790445566
hotell-kj,hotell,Hotellkjøkkenet,Strandgata 5,0150,Oslo,Varemottaket,Hanna Dahl,+4790112233
vesna-gr,vesna,Весна Grønland,Grønland 18,0188,Oslo,Inngang fra gata,Иван Петров,+4793456789
""",
    "assets": """\
asset_id,serial,model,brand,category,customer,site,location,contract_id
K-2041,WMF-77120934,1500 S+,WMF,coffee,solsikken,solsikken-gl,Bak disken,solsikken-24
K-3001,SAECO-3001,Aulika,Saeco,coffee,salong,salong-1,Pauserommet,salong-1
D-5501,HB-5501,AMX,Hobart,dishes,hotell,hotell-kj,Kjøkkenet,hotell-1
T-0318,EV-00318844,7.2,Evotor,till,vesna,vesna-gr,Kasse 2,vesna-1
""",
}
