"""Large cities, seats of provinces and other towns that CVs name often; a hyphen stands for any sign or space."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from zenhire.analysis.cv.parse.fold import key

_NAMES = """berlin hamburg münchen munich köln cologne frankfurt stuttgart düsseldorf leipzig dortmund essen bremen
dresden
hannover nürnberg nuremberg duisburg bochum wuppertal bielefeld bonn münster karlsruhe mannheim augsburg wiesbaden
mainz kiel rostock freiburg kassel potsdam erfurt jena ulm heidelberg wien vienna graz linz salzburg innsbruck
zürich zurich genf geneva genève basel bern lausanne luzern winterthur paris lyon marseille toulouse nice nantes
strasbourg montpellier bordeaux lille rennes reims grenoble dijon angers brest limoges tours amiens metz rouen nancy
caen orléans le-havre saint-étienne toulon london manchester birmingham leeds liverpool bristol sheffield newcastle
nottingham cardiff edinburgh glasgow aberdeen belfast oxford cambridge southampton portsmouth leicester coventry
hull york norwich exeter plymouth derby dublin cork galway limerick madrid barcelona valencia sevilla seville
zaragoza málaga bilbao murcia palma granada vigo gijón alicante córdoba valladolid pamplona santander roma rome
milano milan napoli naples torino turin palermo genova bologna firenze florence venezia venice verona bari catania
padova trieste parma modena brescia lisboa lisbon porto braga coimbra faro aveiro setúbal évora amsterdam rotterdam
utrecht eindhoven groningen tilburg breda nijmegen haarlem arnhem delft leiden maastricht brussels bruxelles antwerp
antwerpen gent ghent brugge liège namur warszawa warsaw kraków cracow łódź wrocław poznań gdańsk szczecin lublin
katowice gdynia białystok rzeszów istanbul ankara izmir bursa antalya adana konya gaziantep mersin kayseri eskişehir
kocaeli trabzon samsun new-york los-angeles chicago houston phoenix philadelphia dallas austin boston seattle denver
detroit atlanta miami portland baltimore san-francisco san-diego san-jose las-vegas pittsburgh cleveland cincinnati
minneapolis nashville memphis orlando tampa charlotte columbus indianapolis milwaukee sacramento toronto montreal
montréal vancouver ottawa calgary sydney melbourne brisbane perth adelaide auckland wellington mumbai delhi
new-delhi bangalore bengaluru hyderabad chennai pune kolkata tokyo osaka beijing shanghai shenzhen seoul singapore
bangkok jakarta manila kuala-lumpur são-paulo rio-de-janeiro brasília belo-horizonte curitiba porto-alegre recife
salvador fortaleza buenos-aires bogotá medellín lima santiago quito caracas ciudad-de-méxico guadalajara monterrey
stockholm göteborg malmö oslo bergen copenhagen københavn aarhus helsinki tampere prague praha brno bratislava
budapest bucharest sofia athens zagreb belgrade ljubljana kyiv riga vilnius tallinn casablanca tunis alger algiers
cairo lagos nairobi accra johannesburg cape-town durban tel-aviv beirut amman riyadh doha abu-dhabi luxembourg
aachen bottrop braunschweig chemnitz cottbus darmstadt erlangen flensburg fürth gelsenkirchen gera gießen göttingen
gütersloh hagen halle hamm hanau heilbronn herne hildesheim ingolstadt iserlohn kaiserslautern koblenz krefeld
leverkusen lübeck ludwigsburg ludwigshafen lüneburg magdeburg marburg minden moers mönchengladbach mülheim neuss
oberhausen offenbach oldenburg osnabrück paderborn pforzheim ratingen recklinghausen regensburg remscheid reutlingen
rosenheim saarbrücken salzgitter schwerin siegen solingen stralsund trier tübingen villingen wilhelmshaven witten
wolfsburg worms würzburg zwickau bamberg bayreuth konstanz passau emden landshut klagenfurt villach wels st-pölten
dornbirn bregenz eisenstadt st-gallen lugano biel thun chur schaffhausen fribourg neuchâtel zug sion aix-en-provence
ajaccio albi annecy arras auxerre avignon bayonne beauvais belfort besançon béziers blois bourges calais cannes
carcassonne châteauroux chambéry chartres cherbourg clermont-ferrand colmar dunkerque évry la-rochelle laval lorient
mâcon mulhouse narbonne nevers nîmes niort pau périgueux perpignan poitiers quimper saint-brieuc saint-denis
saint-malo saint-nazaire troyes valence vannes versailles villeurbanne vichy bath blackburn blackpool bolton
bournemouth bradford brighton burnley canterbury carlisle chelmsford cheltenham chester colchester crewe darlington
doncaster dundee durham eastbourne gloucester grimsby guildford harrogate hereford huddersfield inverness ipswich
lancaster lincoln luton maidstone middlesbrough milton-keynes newport northampton peterborough preston reading
rotherham salford salisbury shrewsbury slough southend stirling stockport stoke-on-trent sunderland swansea swindon
telford torquay wakefield warrington watford wigan winchester wolverhampton worcester wrexham derry londonderry
lisburn armagh bangor waterford kilkenny sligo drogheda dundalk wexford albacete alcalá-de-henares alcorcón
algeciras almería ávila badajoz badalona burgos cáceres cádiz cartagena castellón ceuta ciudad-real cuenca donostia
elche fuenlabrada getafe girona huelva huesca jaén jerez-de-la-frontera la-coruña a-coruña las-palmas leganés león
lérida lleida logroño lugo marbella mataró melilla mérida móstoles orense ourense oviedo palencia pontevedra reus
sabadell salamanca san-sebastián santa-cruz-de-tenerife santiago-de-compostela segovia soria tarragona terrassa
teruel toledo vitoria zamora agrigento alessandria ancona aosta arezzo ascoli-piceno asti avellino barletta belluno
benevento bergamo biella bolzano brindisi cagliari caltanissetta campobasso caserta catanzaro chieti como cosenza
cremona crotone cuneo fermo ferrara foggia forlì frosinone gorizia grosseto imperia isernia l'aquila la-spezia
latina lecce lecco livorno lodi lucca macerata mantova massa matera messina monza novara nuoro oristano pavia
perugia pesaro pescara piacenza pisa pistoia pordenone potenza prato ragusa ravenna reggio-calabria reggio-emilia
rieti rimini rovigo salerno sassari savona siena siracusa sondrio taranto teramo terni trapani trento treviso udine
varese verbania vercelli vibo-valentia vicenza viterbo almada amadora barreiro beja bragança caldas-da-rainha
castelo-branco cascais covilhã figueira-da-foz funchal guarda guimarães leiria loures matosinhos oeiras penafiel
ponta-delgada portalegre portimão póvoa-de-varzim santarém sintra tomar torres-vedras viana-do-castelo
vila-nova-de-gaia vila-real viseu aracaju belém campinas campo-grande cuiabá florianópolis goiânia guarulhos
joão-pessoa joinville juiz-de-fora londrina maceió manaus maringá natal niterói osasco ribeirão-preto santos
são-bernardo-do-campo são-josé-dos-campos são-luís sorocaba teresina uberlândia vitória alkmaar almelo almere
alphen-aan-den-rijn amersfoort amstelveen apeldoorn assen bergen-op-zoom den-bosch den-haag the-hague
's-hertogenbosch deventer doetinchem dordrecht ede emmen enschede gouda heerlen helmond hengelo hilversum hoofddorp
hoorn leeuwarden lelystad middelburg oss purmerend roermond roosendaal rijswijk schiedam sittard spijkenisse
veenendaal venlo vlaardingen vlissingen zaandam zeist zoetermeer zutphen zwolle aalst charleroi genk hasselt
kortrijk leuven louvain mechelen mons ostend oostende tournai turnhout bielsko-biała bydgoszcz bytom chorzów
częstochowa dąbrowa-górnicza elbląg gliwice gorzów-wielkopolski kalisz kielce koszalin legnica nowy-sącz olsztyn
opole płock radom ruda-śląska rybnik siedlce słupsk sopot sosnowiec świdnica tarnów toruń tychy wałbrzych włocławek
zabrze zakopane zamość zielona-góra adıyaman afyonkarahisar ağrı aksaray amasya artvin aydın balıkesir batman
bilecik bitlis bodrum bolu burdur çanakkale çankırı çorum denizli diyarbakır düzce edirne elazığ erzincan erzurum
giresun hatay ığdır isparta kahramanmaraş karabük karaman kars kastamonu kırıkkale kırklareli kırşehir kilis kütahya
malatya manisa mardin muğla muş nevşehir niğde ordu osmaniye rize sakarya siirt sinop sivas şanlıurfa tekirdağ tokat
tunceli uşak van yalova yozgat zonguldak akron albany albuquerque alexandria allentown amarillo anaheim anchorage
ann-arbor arlington asheville augusta aurora bakersfield baton-rouge boise boulder brooklyn buffalo cedar-rapids
chandler charleston chattanooga chesapeake colorado-springs columbia corpus-christi dayton des-moines el-paso eugene
fargo fayetteville fort-lauderdale fort-wayne fort-worth fremont fresno gainesville garland gilbert glendale
grand-rapids green-bay greensboro hartford henderson hialeah honolulu huntsville irvine irving jackson jacksonville
jersey-city kansas-city knoxville lansing laredo lexington little-rock long-beach louisville lubbock madison mesa
modesto montgomery newark new-haven new-orleans norfolk oakland oklahoma-city omaha oxnard pasadena pensacola plano
princeton providence raleigh reno richmond riverside rochester rockford saint-louis st.-louis saint-paul st.-paul
salem salt-lake-city san-antonio san-bernardino santa-ana santa-barbara santa-clara santa-cruz santa-fe savannah
scottsdale shreveport spokane springfield stamford stockton syracuse tacoma tallahassee tempe topeka tucson tulsa
tuscaloosa virginia-beach washington-dc washington-d.c. wichita wilmington winston-salem yonkers edmonton halifax
hamilton kingston mississauga moncton québec quebec-city regina saskatoon st-john's surrey victoria windsor winnipeg
kitchener canberra hobart darwin geelong gold-coast christchurch dunedin ahmedabad bhopal chandigarh coimbatore
gurgaon gurugram indore jaipur kanpur kochi lucknow mysore nagpur noida patna surat trivandrum vadodara
visakhapatnam karachi lahore islamabad dhaka colombo kathmandu nagoya kyoto kobe fukuoka sapporo yokohama busan
guangzhou hangzhou nanjing chengdu wuhan tianjin taipei hanoi ho-chi-minh-city cebu surabaya bandung uppsala
västerås örebro linköping lund helsingborg trondheim stavanger tromsø odense aalborg esbjerg espoo turku oulu
reykjavik tartu kaunas ostrava plzeň olomouc liberec košice žilina debrecen szeged pécs győr cluj-napoca timișoara
iași brașov constanța varna plovdiv burgas thessaloniki patras heraklion split rijeka osijek novi-sad niš maribor
sarajevo skopje tirana podgorica pristina chișinău minsk lviv kharkiv odesa odessa dnipro moscow saint-petersburg
st.-petersburg kazan novosibirsk yekaterinburg tbilisi yerevan baku almaty astana tashkent rabat marrakech fès
tanger agadir oran constantine sfax sousse giza abuja ibadan kano kumasi mombasa kampala kigali dar-es-salaam
addis-ababa dakar abidjan douala yaoundé kinshasa luanda maputo harare lusaka pretoria port-elizabeth rosario
mendoza la-plata cali barranquilla cusco arequipa trujillo valparaíso concepción guayaquil maracaibo montevideo
asunción la-paz santa-cruz-de-la-sierra panamá san-josé tegucigalpa managua san-salvador guatemala santo-domingo
san-juan la-habana puebla tijuana querétaro cancún jerusalem haifa jeddah dammam sharjah muscat kuwait-city manama
baghdad erbil tehran"""
CITIES = frozenset(map(key, _NAMES.split()))


_BEGINNING = 3


def is_town(name: str) -> bool:
    """Whether a folded name is that of a town of more than 15,000 inhabitants (GeoNames), and no other word."""
    return f"\n{name}\n" in _towns().get(name[:_BEGINNING], "")


@lru_cache(maxsize=1)
def _towns() -> dict[str, str]:
    """The names by their first letters, each list one text: a fifth of the memory that a set of names takes."""
    table = resources.files("zenhire.analysis.cv.parse").joinpath("data/towns.txt")
    found: dict[str, list[str]] = {}
    for name in table.read_text(encoding="utf-8").splitlines():
        found.setdefault(name[:_BEGINNING], []).append(name)
    return {beginning: f"\n{chr(10).join(names)}\n" for beginning, names in found.items()}
