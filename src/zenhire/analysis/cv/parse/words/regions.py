"""States, provinces, counties and the like that CVs name after a town; a hyphen stands for any sign or space."""

from __future__ import annotations

from zenhire.analysis.cv.parse.fold import key

_REGIONS = """alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois
indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
nebraska nevada new-hampshire new-jersey new-mexico new-york north-carolina north-dakota ohio oklahoma oregon
pennsylvania rhode-island south-carolina south-dakota tennessee texas utah vermont virginia washington west-virginia
wisconsin wyoming puerto-rico district-of-columbia
ontario quebec québec alberta british-columbia manitoba new-brunswick newfoundland newfoundland-and-labrador
nova-scotia prince-edward-island saskatchewan yukon nunavut northwest-territories
bayern bavaria sachsen saxony hessen hesse nrw nordrhein-westfalen north-rhine-westphalia baden-württemberg
niedersachsen lower-saxony sachsen-anhalt thüringen brandenburg mecklenburg-vorpommern rheinland-pfalz saarland
schleswig-holstein oberbayern niederbayern oberpfalz oberfranken mittelfranken unterfranken schwaben
tirol vorarlberg steiermark kärnten oberösterreich niederösterreich burgenland salzburgerland
aargau graubünden thurgau wallis valais tessin ticino waadt vaud neuenburg jura solothurn uri schwyz obwalden
nidwalden glarus zug appenzell
bretagne provence normandie normandy île-de-france ile-de-france occitanie aquitaine nouvelle-aquitaine
pays-de-la-loire hauts-de-france grand-est bourgogne-franche-comté auvergne-rhône-alpes centre-val-de-loire
provence-alpes-côte-d'azur paca corse alsace lorraine picardie finistère morbihan ille-et-vilaine loire-atlantique
vendée gironde landes haute-garonne hérault gard bouches-du-rhône var alpes-maritimes isère rhône haute-savoie savoie
essonne yvelines val-de-marne hauts-de-seine seine-saint-denis val-d'oise seine-et-marne bas-rhin haut-rhin
pas-de-calais nord guadeloupe martinique guyane réunion la-réunion mayotte
cataluña catalunya catalonia andalucía andalusia galicia aragón asturias cantabria castilla-y-león castilla-la-mancha
extremadura navarra país-vasco euskadi comunidad-valenciana comunidad-de-madrid la-rioja islas-baleares
islas-canarias canarias baleares vizcaya bizkaia guipúzcoa gipuzkoa álava
lombardia lombardy toscana tuscany piemonte sicilia veneto lazio campania puglia calabria sardegna liguria
emilia-romagna marche umbria abruzzo molise basilicata friuli friuli-venezia-giulia trentino trentino-alto-adige
alto-adige südtirol valle-d'aosta
noord-holland zuid-holland noord-brabant gelderland overijssel limburg zeeland friesland drenthe flevoland
oost-vlaanderen west-vlaanderen vlaams-brabant vlaanderen flanders wallonie hainaut brabant-wallon
minho algarve alentejo ribatejo trás-os-montes açores madeira
mazowieckie małopolska małopolskie śląskie wielkopolska wielkopolskie dolnośląskie pomorskie zachodniopomorskie
łódzkie lubelskie podkarpackie podlaskie kujawsko-pomorskie warmińsko-mazurskie świętokrzyskie opolskie lubuskie
yorkshire north-yorkshire south-yorkshire west-yorkshire east-yorkshire kent essex surrey hampshire devon cornwall
dorset somerset wiltshire gloucestershire oxfordshire berkshire buckinghamshire hertfordshire bedfordshire
cambridgeshire suffolk norfolk lincolnshire nottinghamshire derbyshire leicestershire northamptonshire warwickshire
worcestershire herefordshire shropshire staffordshire cheshire lancashire cumbria northumberland tyne-and-wear
county-durham merseyside greater-manchester west-midlands east-midlands greater-london east-sussex west-sussex sussex
isle-of-wight isle-of-man gwent gwynedd dyfed powys glamorgan south-glamorgan fife lothian midlothian west-lothian
east-lothian lanarkshire ayrshire aberdeenshire highland perthshire tayside strathclyde antrim county-antrim
county-down tyrone fermanagh
munster leinster ulster connacht co-cork co-dublin co-galway co-kerry co-westmeath
jalisco nuevo-león puebla estado-de-méxico edo-mex querétaro guanajuato yucatán veracruz sonora chihuahua coahuila
sinaloa michoacán oaxaca chiapas tabasco baja-california quintana-roo
são-paulo minas-gerais bahia paraná santa-catarina rio-grande-do-sul pernambuco ceará goiás espírito-santo pará
amazonas mato-grosso mato-grosso-do-sul paraíba
antioquia cundinamarca valle-del-cauca atlántico santander mendoza tucumán chubut
new-south-wales queensland tasmania western-australia south-australia northern-territory
western-cape eastern-cape northern-cape free-state gauteng kwazulu-natal kzn limpopo mpumalanga north-west
maharashtra karnataka tamil-nadu kerala telangana andhra-pradesh gujarat rajasthan punjab haryana uttar-pradesh
madhya-pradesh bihar west-bengal odisha assam jharkhand uttarakhand himachal-pradesh chhattisgarh
sindh balochistan khyber-pakhtunkhwa kpk lagos-state ogun oyo rivers-state
selangor sarawak sabah penang pulau-pinang perak kedah negeri-sembilan
metro-manila laguna cavite batangas bulacan pampanga cebu iloilo luzon visayas mindanao
jawa-barat jawa-timur bali abu-dhabi sharjah ajman ras-al-khaimah fujairah eastern-province
attica attika macedonia crete skåne uusimaa pirkanmaa hovedstaden
remote"""
REGIONS = frozenset(key(name.replace("-", " ")) for name in _REGIONS.split())
