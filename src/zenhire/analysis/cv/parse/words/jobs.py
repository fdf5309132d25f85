"""Words that job titles and names of employers are made of, in several languages."""

from __future__ import annotations

import re

from zenhire.analysis.cv.parse.fold import alternatives, fold, key
from zenhire.analysis.cv.parse.memo import for_one_cv

_TITLES = """engineer developer programmer architect analyst scientist researcher manager director officer president
        vp ceo cto cfo coo cio cmo
head lead leader supervisor coordinator administrator assistant associate consultant specialist technician designer
artist editor writer
author journalist reporter producer photographer teacher lecturer professor instructor tutor trainer coach nurse
doctor physician surgeon
dentist pharmacist therapist physiotherapist psychologist counselor counsellor caregiver carer midwife paramedic
veterinarian lawyer
attorney solicitor paralegal judge accountant auditor bookkeeper controller cashier clerk teller banker broker
trader underwriter actuary
salesman saleswoman salesperson seller merchandiser buyer purchaser planner scheduler dispatcher driver pilot
captain steward stewardess
mechanic electrician plumber carpenter welder machinist operator fitter painter mason bricklayer roofer builder
foreman labourer laborer
worker cook chef baker butcher waiter waitress bartender barista host hostess receptionist secretary housekeeper
cleaner janitor guard
officer soldier sergeant firefighter policeman detective inspector agent representative rep executive advisor
adviser strategist
intern trainee apprentice student volunteer member founder co-founder cofounder owner partner principal fellow
postdoc freelancer contractor
librarian curator translator interpreter stylist hairdresser barber beautician model actor actress musician dancer
singer animator
illustrator webmaster administrator tester qa sysadmin devops generalist recruiter ambassador advocate evangelist
chairman chairwoman chair
dean superintendent estimator surveyor draftsman drafter geologist chemist biologist physicist statistician
economist mathematician
handler packer picker loader stocker forklift courier porter attendant server aide helper nanny babysitter educator
facilitator mentor
marketer copywriter planner publicist buyer tailor seamstress upholsterer jeweller gardener landscaper farmer
fisherman miner driller
expert practitioner professional investigator examiner appraiser adjuster collector processor transcriptionist
typist proofreader keeper storekeeper groundskeeper
locksmith glazier rigger crane scaffolder lineman installer assembler caretaker warden proctor captain sommelier
concierge
leiter leiterin entwickler entwicklerin ingenieur ingenieurin berater beraterin mitarbeiter mitarbeiterin assistent
assistentin referent
referentin kaufmann kauffrau sachbearbeiter sachbearbeiterin techniker technikerin meister meisterin geselle
gesellin azubi auszubildender
auszubildende praktikant praktikantin werkstudent werkstudentin lehrer lehrerin pfleger pflegerin krankenschwester
arzt ärztin koch köchin
bäcker bäckerin verkäufer verkäuferin fahrer fahrerin schweißer schweißerin elektriker elektrikerin schlosser
schlosserin mechaniker mechanikerin
mechatroniker mechatronikerin geschäftsführer geschäftsführerin vorstand buchhalter buchhalterin fachkraft
hilfskraft gruppenleiter teamleiter
erzieher erzieherin redakteur redakteurin fachangestellte fachangestellter bauleiter bauleiterin monteur disponent
disponentin vorarbeiter pflegefachfrau pflegefachmann
volontär volontärin aushilfe kellner kellnerin friseur friseurin kraft hebamme apotheker apothekerin anwalt anwältin
ingénieur ingénieure développeur développeuse responsable directeur directrice chef cheffe chargé chargée conseiller
conseillère assistante
technicien technicienne infirmier infirmière aide-soignant aide-soignante médecin enseignant enseignante professeur
professeure stagiaire apprenti apprentie
vendeur vendeuse comptable gestionnaire employé employée ouvrier ouvrière soudeur soudeuse cuisinier cuisinière
serveur serveuse boulanger boulangère
électricien électricienne chauffeur mécanicien mécanicienne consultante alternant alternante formateur formatrice
juriste avocat avocate
secrétaire commercial commerciale acheteur acheteuse magasinier magasinière préparateur préparatrice conducteur
conductrice agent agente adjoint adjointe éducateur éducatrice
ingeniero ingeniera desarrollador desarrolladora jefe jefa director directora gerente encargado encargada
coordinador coordinadora técnico técnica
enfermero enfermera médico médica profesor profesora maestro maestra becario becaria aprendiz vendedor vendedora
dependiente dependienta contable
administrativo administrativa auxiliar asesor asesora consultor consultora analista programador programadora
cocinero cocinera camarero camarera
soldador soldadora electricista mecánico mecánica conductor conductora operario operaria abogado abogada periodista
diseñador diseñadora supervisora
ingegnere sviluppatore sviluppatrice responsabile direttore direttrice capo coordinatore coordinatrice tecnico
infermiere infermiera
insegnante docente tirocinante stagista apprendista venditore venditrice commesso commessa contabile impiegato
impiegata addetto addetta consulente analista
cuoco cuoca cameriere cameriera saldatore elettricista meccanico autista operaio operaia avvocato giornalista
progettista assistente magazziniere
engenheiro engenheira desenvolvedor desenvolvedora gerente diretor diretora chefe coordenador coordenadora técnico
enfermeiro enfermeira
professor professora estagiário estagiária vendedor vendedora contador contadora contabilista assistente consultor
analista cozinheiro cozinheira
soldador eletricista mecânico motorista operador operadora advogado advogada jornalista projetista encarregado
encarregada
ingenieur ontwikkelaar leidinggevende hoofd medewerker medewerkster verpleegkundige verzorgende leraar lerares
docente docent stagiair stagiaire
verkoper verkoopster boekhouder adviseur monteur lasser kok bakker chauffeur magazijnmedewerker beheerder
projectleider teamleider onderzoeker
inżynier programista programistka kierownik kierowniczka dyrektor specjalista specjalistka asystent asystentka
analityk pielęgniarka pielęgniarz lekarz
lekarka nauczyciel nauczycielka stażysta stażystka praktykant sprzedawca sprzedawczyni księgowy księgowa doradca
konsultant konsultantka kucharz kelner kelnerka
spawacz elektryk mechanik kierowca operator pracownik pracownica magazynier brygadzista mistrz koordynator
koordynatorka technik referent recepcjonista recepcjonistka
mühendis mühendisi geliştirici geliştiricisi yazılımcı müdür müdürü yönetici yöneticisi uzman uzmanı asistan
asistanı danışman danışmanı hemşire hemşiresi doktor
öğretmen öğretmeni öğretim stajyer stajyeri satış temsilci temsilcisi muhasebeci aşçı garson kaynakçı elektrikçi
şoför sorumlusu sorumlu şefi şef teknisyen
teknisyeni tekniker analist analisti operatör operatörü direktör direktörü koordinatör koordinatörü eleman elemanı
ustabaşı usta"""
# Titles that may be names, too, and are none where a person's name is sought.
_ALSO_NAMES = """mason painter dean judge usher barber carpenter shepherd farmer tailor porter priest warden forester
pastor gardener richter"""
_MORE_TITLES = """hand rigger roofer plumber carpenter mason bricklayer painter plasterer groundskeeper janitor cleaner
overseer boss postdoc postdoctoral rat rätin dezernent dezernentin dozent dozentin bürgermeister
bürgermeisterin contrôleur contrôleuse attaché attachée postdoctorant postdoctorante maître doctorant doctorante
becaria profesora jefa adjunta
mediengestalter mediengestalterin prokurist prokuristin betriebswirt hausmeister hausmeisterin
housekeeper concierge valet barista bartender sommelier steward stewardess purser pilot captain dispatcher firefighter
paramedic constable detective sergeant lieutenant corporal warden ranger forester farmer shepherd groomer stylist barber
beautician masseur counsellor counselor chaplain priest pastor organist conductor musician violinist actor actress
dancer
choreographer photographer videographer journalist author translator interpreter librarian archivist curator registrar
provost dean lecturer tutor teller cashier underwriter actuary broker trader treasurer bursar bookkeeper paralegal
solicitor barrister attorney counsel judge usher bailiff notary surveyor estimator drafter geologist chemist biologist
physicist statistician economist gardener florist baker butcher brewer tailor seamstress upholsterer jeweller waiter
waitress porter courier postman lifeguard referee
recepcionista gobernanta camarera piloto azafata peluquero peluquera fontanero albañil carpintero pintor jardinero
limpiador limpiadora conserje celador celadora fisioterapeuta farmacéutico farmacéutica veterinario veterinaria
psicólogo psicóloga educador educadora monitor monitora entrenador entrenadora bombero bombera policía vigilante
repartidor repartidora peón tornero fresador delineante arquitecto arquitecta topógrafo geólogo biólogo bióloga químico
química traductor traductora redactor redactora notario gestor gestora auditor auditora tesorero cajero cajera
cariste pâtissier pâtissière maçon plombier menuisier couvreur charpentier aide-soignant aide-soignante sage-femme
pharmacien pharmacienne kinésithérapeute ambulancier ambulancière pompier hôtesse caissier caissière manutentionnaire
rédacteur rédactrice traducteur traductrice graphiste architecte géomètre dessinateur dessinatrice paysagiste jardinier
agriculteur agricultrice animateur animatrice entraîneur bibliothécaire documentaliste auditeur auditrice notaire
greffier greffière
pflegefachfrau pflegefachmann kellner kellnerin friseur friseurin maurer dachdecker tischler tischlerin schreiner
schreinerin zimmermann klempner installateur gärtner gärtnerin landwirt landwirtin winzer winzerin floristin apotheker
apothekerin arzt ärztin zahnarzt zahnärztin hebamme physiotherapeut physiotherapeutin polizist polizistin soldat
soldatin
richter richterin rechtsanwalt rechtsanwältin steuerberater steuerberaterin buchhalter buchhalterin kassierer
kassiererin
lagerist lageristin kommissionierer disponent disponentin übersetzer übersetzerin redakteur grafiker grafikerin
muratore idraulico falegname imbianchino giardiniere parrucchiere parrucchiera estetista farmacista veterinario
psicologo psicologa educatore educatrice allenatore pompiere poliziotto vigile guardia corriere traduttore traduttrice
redattore redattrice bibliotecario bibliotecaria notaio architetto geometra geologo biologo biologa chimico
pedreiro canalizador carpinteiro jardineiro cabeleireiro cabeleireira esteticista farmacêutico farmacêutica psicólogo
bombeiro polícia vigilante estafeta tradutor tradutora redator redatora bibliotecário arquiteto arquiteta topógrafo
rececionista empregado empregada porteiro"""
_SUFFIXES = """leiter leiterin ingenieur ingenieurin entwickler entwicklerin berater beraterin techniker technikerin
        mechaniker mechanikerin
verkaufer verkauferin lehrer lehrerin pfleger pflegerin schwester fahrer fahrerin kaufmann kauffrau meister
meisterin assistent assistentin
helfer helferin arbeiter arbeiterin warter wartin monteur elektroniker elektronikerin programmierer programmiererin
direktor direktorin
referent referentin schlosser verpleegkundige medewerker medewerkster leider begeleider ontwikkelaar adviseur
schweisser schweiser bearbeiter
bearbeiterin fachkraft pflegekraft lehrkraft angestellte angestellter student studentin redakteur manager managerin
backer koch kocher
leitung mechatroniker mechatronikerin zeichner zeichnerin trainer trainerin controller controllerin erzieher erzieherin
praktikant praktikantin professor professorin gestalter gestalterin architect
architekt architektin analist analyst specialist spezialist spezialistin consultant
designer ontwerper beheerder coordinator koordinator koordinatorin onderzoeker verzorger"""
_SENIORITY = """senior junior sr jr chief deputy vice interim acting assistant associate principal staff lead
        general regional national global
stellvertretender stellvertretende adjunct graduate trainee leitender leitende mlodszy starszy kidemli"""

TITLE_WORDS = frozenset(map(fold, f"{_TITLES} {_MORE_TITLES}".split()))
_TITLE_SUFFIXES = tuple(map(fold, _SUFFIXES.split()))
_SENIOR_WORDS = frozenset(_SENIORITY.split())
_LEGAL_FORMS = """inc inc. incorporated llc l.l.c. llp lp ltd ltd. limited plc corp corp. corporation co co. company
        gmbh mbh ag kg kgaa ug e.v. ev e.k. se
    sa s.a. sas s.a.s. sarl s.à.r.l. eurl sasu sl s.l. slu s.l.u. srl s.r.l. spa s.p.a. snc sas lda lda. ltda ltda.
    s/a bv b.v. nv n.v. vof
    sp. z o.o. sp z o.o. s.c. a.ş. aş ltd. şti. şti. pty pvt oy ab as a/s aps kft zrt sro s.r.o. d.o.o. ehf oü gbr
    ohg eg"""
_ORG_WORDS = """group groupe gruppe gruppo grupo grupa holding holdings partners associates consulting consultants
        solutions services service systems technologies technology
    tech labs lab laboratories laboratory software digital studio studios agency media networks network bank banque
    banca banco insurance hospital hospitals clinic clinique
    clínica clinica klinik klinikum hôpital hospitalier ospedale hospitalar ziekenhuis szpital hastane hastanesi
    hospital centre center centro zentrum centrum school
    college university université universität universidad università universidade universiteit uniwersytet
    üniversitesi institute institut instituto istituto academy foundation fondation
    stiftung fundación fondazione ministry ministère ministerium council county department authority agence army
    navy force airlines airways
    hotel hôtel hotels restaurant ristorante restaurante restauracja restoran bistro café cafe bakery bäckerei
    boulangerie panadería panificio piekarnia fırın
    store stores shop market supermarket supermarché mart retail foods food farm farms motors automotive auto garage
    werke werk industries industry industrie
    manufacturing factory fabrik usine fábrica fabbrica fabryka fabrika logistics logistik logistique logística
    logistica transport transports trucking shipping
    construction bau builders contractors energy energie energia power electric pharma pharmaceuticals chemicals
    steel stahl plastics textiles
    society association verein verband union club museum museo musée theatre theater library press publishing verlag
    church ymca
    care pflegeheim altenheim seniorenheim residence ehpad praxis apotheke pharmacy pharmacie farmacia apteka eczanesi
    office büro cabinet kanzlei studio bureau rechtsanwälte communications telecom mobile research ventures capital
    investments
    international enterprises trading handel commerce distribution import export freight werft shipyard chantier
    chantiers astilleros
    okulu lisesi otel lojistik inşaat enerji sanayi ticaret fabrikası maschinenbau metallbau gastronomie bäckereien
    kita kindergarten schule gymnasium grundschule"""
_LEGAL = alternatives(_LEGAL_FORMS.split())
_ORGS = alternatives(_ORG_WORDS.split())
_LEGAL_FORM = re.compile(rf"(?<![\w.-])(?:{_LEGAL})(?![\w'-])")
_ORG_WORD = re.compile(rf"(?<!\w)(?:{_ORGS})(?!\w)")
_ORG_SUFFIX = re.compile(
    r"(?<!\w)\w{3,}(?:werke?|bau|klinik|klinikum|bank|haus|werft|verlag|schule|kasse|technik|zentrum|"
    r"betriebe|labs|soft|tech|ware|huis|groep|bedrijf|backerei)(?!\w)"
)
_SELF = re.compile(
    r"(?<!\w)(?:self[- ]employed|freelance|selbstst?andig|freiberuflich|autonomo|independant|zzp|"
    r"libero professionista|company name)(?!\w)"
)


NAMES_TOO = frozenset(_ALSO_NAMES.split())


@for_one_cv
def title_score(text: str) -> float:
    """How much a text looks like a job's title, 0 to about 1."""
    words = key(text).split()
    if not words or len(words) > 12:
        return 0.0
    named = [_names_title(word) for word in words]
    if not any(named):
        return 0.25 if words[0] in _SENIOR_WORDS else 0.0
    last = named[-1] or any(
        named[at] for at in range(len(words)) if words[at + 1 : at + 2] and words[at + 1] in _AFTER_TITLE
    )
    return 1.0 if last or named[0] else 0.8


def _names_title(word: str) -> bool:
    if word in TITLE_WORDS or word.endswith(_TITLE_SUFFIXES):
        return True
    prefix = _UNDER.match(word)
    return prefix is not None and word[prefix.end() :] in TITLE_WORDS


# "Subdirectora", "Vizepräsident", "Souschef".
_UNDER = re.compile(r"(?:sub|vice|vize|vice-|sous|co|ex|under|stv)-?")
_AFTER_TITLE_WORDS = "of for in de des du d' di del della da do w ds in fur der van voor ii iii iv i"
_AFTER_TITLE = frozenset(_AFTER_TITLE_WORDS.split())


@for_one_cv
def org_score(text: str) -> float:
    """How much a text looks like an employer's name, 0 to about 1."""
    folded = fold(text)
    if _SELF.search(folded):
        return 1.0
    if any(text[match.start()].isupper() or "." in match.group() for match in _LEGAL_FORM.finditer(folded)):
        return 1.0
    if _ORG_WORD.search(folded):
        return 0.8
    return 0.6 if _ORG_SUFFIX.search(folded) else 0.0


def ends_with_legal_form(text: str) -> bool:
    """Whether a part after a comma is only a legal form ("Inc.")."""
    return bool(_LEGAL_FORM.fullmatch(fold(text).strip().rstrip(".")) or _LEGAL_FORM.fullmatch(fold(text).strip()))
