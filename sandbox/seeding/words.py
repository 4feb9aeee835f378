"""The words that made-up Norwegian companies, people and jobs are put together from."""

# fmt: off
FIRST_NAMES = (
    "Anne", "Kari", "Ingrid", "Marit", "Liv", "Eva", "Berit", "Astrid", "Bjørg", "Hilde", "Solveig",
    "Randi", "Nina", "Silje", "Kristin", "Elin", "Tone", "Åse", "Gry", "Mona", "Wenche", "Heidi", "Trine",
    "Hanne", "Sølvi", "Guro", "Ragnhild", "Sunniva", "Maja", "Nora", "Jan", "Per", "Bjørn", "Ole", "Lars",
    "Kjell", "Knut", "Svein", "Arne", "Thomas", "Hans", "Geir", "Tor", "Morten", "Terje", "Odd", "Erik",
    "Martin", "Andreas", "Jonas", "Håkon", "Sverre", "Ståle", "Øyvind", "Pål", "Åge", "Stig", "Magnus",
    "Eirik", "Sindre", "Vegard", "Mohammed", "Piotr", "Tomasz", "Agnieszka", "Amina", "Ahmed", "Linh",
)

LAST_NAMES = (
    "Hansen", "Johansen", "Olsen", "Larsen", "Andersen", "Pedersen", "Nilsen", "Kristiansen", "Jensen",
    "Karlsen", "Johnsen", "Pettersen", "Eriksen", "Berg", "Haugen", "Hagen", "Johannessen", "Andreassen",
    "Jacobsen", "Dahl", "Jørgensen", "Halvorsen", "Henriksen", "Lund", "Sørensen", "Jakobsen", "Moen",
    "Gundersen", "Iversen", "Strand", "Solberg", "Svendsen", "Martinsen", "Bakken", "Eide", "Knutsen",
    "Lie", "Bakke", "Mikkelsen", "Kvam", "Sæther", "Sæbø",
    "Næss", "Nygård", "Tveit", "Brekke", "Bråten", "Øverland", "Aas",
    "Ødegård", "Hovland", "Sandvik", "Myhre", "Rønning", "Fjeld", "Vik", "Skår", "Bjørnstad", "Åsen",
    "Kowalski", "Nowak", "Nguyen", "Ali",
)

TRADES = (
    "Bygg", "Rør", "Elektro", "Maler", "Tak", "Mur og Flis", "Tømrer", "Snekkerverksted", "Blikk", "Anlegg",
    "Betong", "Ventilasjon", "Kulde", "Hage og Anlegg", "Eiendom", "Entreprenør", "Totalbygg", "Maskin",
    "Transport", "Glass og Fasade", "Låsservice", "Gulv", "Stillas", "Brønnboring", "Regnskap", "Drift",
    "Vaktmester",
)
# fmt: on

# Company names: {person} a last name, {place} a town, {trade} a trade.
COMPANY_FORMS = (
    "{person} {trade} AS",
    "{place} {trade} AS",
    "Brødrene {person} {trade} AS",
    "{person} & Sønn {trade} AS",
    "{place} og Omegn {trade} AS",
    "{person} og {other} {trade} AS",
    "{trade}gruppen {place} AS",
    "{person} {trade} avd. {place}",
    "Borettslaget {person}s gate, {place}",
    "Sameiet {person}løkka {place}",
    "{person} {trade} {place} ENK",
)

# Postal codes and the towns they belong to.
# fmt: off
PLACES = (
    ("0150", "Oslo"), ("0480", "Oslo"), ("0667", "Oslo"), ("1337", "Sandvika"), ("1406", "Ski"),
    ("1530", "Moss"), ("1606", "Fredrikstad"), ("1771", "Halden"), ("2003", "Lillestrøm"),
    ("2050", "Jessheim"), ("2317", "Hamar"), ("2609", "Lillehammer"), ("2815", "Gjøvik"),
    ("3015", "Drammen"), ("3110", "Tønsberg"), ("3210", "Sandefjord"), ("3510", "Hønefoss"),
    ("3616", "Kongsberg"), ("3717", "Skien"), ("4005", "Stavanger"),
    ("4307", "Sandnes"), ("4365", "Nærbø"), ("6887", "Lærdal"),
    ("4611", "Kristiansand"), ("4836", "Arendal"), ("5003", "Bergen"), ("5525", "Haugesund"),
    ("6002", "Ålesund"), ("6413", "Molde"), ("6509", "Kristiansund"), ("6800", "Førde"),
    ("7011", "Trondheim"), ("7072", "Heimdal"), ("7600", "Levanger"), ("7713", "Steinkjer"),
    ("8006", "Bodø"), ("8514", "Narvik"), ("9008", "Tromsø"), ("9405", "Harstad"), ("9510", "Alta"),
    ("9800", "Vadsø"),
)

STREETS = (
    "Storgata", "Kirkeveien", "Industriveien", "Skolegata", "Strandgata", "Bjørkeveien", "Øvre Torggate",
    "Åsveien", "Verkstedveien", "Fjordgata", "Nordre gate", "Møllergata", "Håndverksveien", "Næringsparken",
    "Grønlia", "Tollbugata", "Ringveien", "Solbakken", "Sjøgata", "Parkveien",
)

WORKS = (
    "Rehabilitering av bad", "Nytt tak", "Tilbygg", "Ny garasje", "Drenering", "Etterisolering",
    "Elektrisk anlegg", "Varmepumpe", "Fasadeskifte", "Kjøkkenmontering", "Grunnarbeid", "Støping av plate",
    "Vindusbytte", "Rørfornying", "Ventilasjonsanlegg", "Utomhusarbeid", "Brannsikring", "Serviceavtale",
    "Leilighetsbygg", "Påbygg 2. etasje",
)

PARTS = (
    "Grunnarbeid", "Råbygg", "Innredning", "Teknisk", "Tilleggsarbeid", "Utomhus",
)
INTERNAL_WORKS = (
    "Administrasjon", "Lager og verksted", "Kurs og opplæring", "HMS", "Bilpark", "Anbudsregning",
)
# fmt: on
