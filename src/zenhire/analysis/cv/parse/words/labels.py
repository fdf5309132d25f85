"""Labels before the values of an entry, as forms and the older Europass have them, folded."""

from __future__ import annotations

import re
from typing import Literal

from zenhire.analysis.cv.parse.fold import fold

Label = Literal["period", "org", "role", "place", "area", "tasks", "other"]

_PERIOD = """dates, date, period, duration, from to, from until, dates of employment, employment dates, time period,
    dates attended, completed, completion, date completed, date of completion, completion date, year completed,
    jahr, année, año, anno, ano, jaar, rok, yıl,
    obtention, date d obtention, obtenu en, finalización, fecha de finalización, conclusione, conclusão, afgerond,
    year, years, zeitraum, datum, dauer, von bis, zeit, dates d emploi, periode, période, durée,
    fechas, fecha, periodo, período, duración, date da a, date dal al, durata, período de tempo, datas, data,
    duração, datums, data van tot, daty, okres, okres zatrudnienia, tarih, tarihler, süre, dönem"""
_PLACE = """location, place, city, city country, ort, standort, lieu, ville, lugar, ciudad, ubicación, luogo, sede,
    città, local, localidade, cidade, localização, plaats, locatie, stad, miejsce, miejscowość, lokalizacja, yer,
    şehir, konum"""
_WORK: dict[Label, str] = {
    "period": _PERIOD,
    "place": _PLACE,
    "org": """employer, company, company name, organisation, organization, name of employer, employer name,
        name and address of employer, employed by, firm, client, arbeitgeber, firma, unternehmen, betrieb,
        name und adresse des arbeitgebers, name des arbeitgebers, employeur, entreprise, société, organisme,
        nom et adresse de l employeur, nom de l employeur, empresa, empleador, compañía, organización,
        nombre y dirección de la empresa, nombre de la empresa, datore di lavoro, azienda, impresa, società, ente,
        nome e indirizzo del datore di lavoro, empregador, organização, nome e endereço do empregador,
        nome e morada do empregador, instituição,
        nome da empresa, werkgever, bedrijf, bedrijfsnaam, organisatie, naam en adres van de werkgever, pracodawca,
        nazwa firmy, nazwa i adres pracodawcy, nazwa pracodawcy, işveren, şirket, kurum, firma adı, şirket adı""",
    "role": """position, position held, job title, title, designation, role, post, occupation, function,
        occupation or position held, position title, funktion, beruf, tätigkeit, stelle, rolle, berufsbezeichnung,
        beruf oder funktion, poste, poste occupé, fonction, emploi, fonction ou poste occupé, intitulé du poste,
        puesto, cargo, función, profesión o cargo desempeñado, puesto de trabajo, ocupación, posición,
        posizione, ruolo, mansione, qualifica, lavoro o posizione ricoperti, funzione, incarico, função,
        função ou cargo ocupado, posto, functie, functietitel, beroep of functie, rol, stanowisko, funkcja, zawód,
        zawód lub zajmowane stanowisko, pozycja, rola, görev, pozisyon, unvan, ünvan, meslek""",
    "tasks": """responsibilities, duties, main activities, main activities and responsibilities, tasks, activities,
        job description, description, roles and responsibilities, key responsibilities, achievements, job profile,
        aufgaben, tätigkeiten, aufgabengebiet, hauptaufgaben, verantwortlichkeiten, wichtigste tätigkeiten,
        tätigkeiten und zuständigkeiten, activités, missions, tâches, responsabilités, principales activités,
        principales activités et responsabilités, funciones, tareas, responsabilidades, actividades,
        funciones y responsabilidades, logros, mansioni, attività, principali attività, responsabilità, compiti,
        principali mansioni e responsabilità, funções, atividades, tarefas, principais atividades,
        principais atividades e responsabilidades, taken, werkzaamheden, verantwoordelijkheden, activiteiten,
        mansioni principali, attività principali, compiti principali, atividades principais, tareas principales,
        principales funciones, funciones principales, principales tareas, missions principales, principales missions,
        principaux résultats, wichtigste aufgaben, taken en verantwoordelijkheden, key duties, main duties,
        duties and responsibilities, job responsibilities, key achievements, tâches principales,
        obowiązki, zakres obowiązków, zadania, główne zadania, czynności, görevler, sorumluluklar, görev tanımı""",
    "other": """type of business, type of business or sector, industry, sector, reason for leaving, team size,
        department, branche, abteilung, secteur, sector de actividad, tipo de empresa, settore, tipo di attività,
        setor, departamento, sector van de onderneming, branża, rodzaj działalności, sektör""",
}
_EDUCATION: dict[Label, str] = {
    "period": _PERIOD,
    "place": _PLACE,
    "org": """school, university, college, institution, institute, organisation, name of institution, school name,
        university or college, name and type of organisation providing education and training,
        name of school, board or university, schule, hochschule, universität, einrichtung, bildungseinrichtung,
        name der bildungseinrichtung, école, établissement, université, organisme de formation,
        nom et type de l établissement, centro, institución, universidad, escuela, centro de estudios,
        nombre y tipo de organización, istituto, università, scuola, ente, nome e tipo di organizzazione, instituição,
        universidade, escola, instituição de ensino, nome e tipo da organização,
        name of organisation providing education,
        name und art der bildungs oder ausbildungseinrichtung, name der bildungs oder ausbildungseinrichtung,
        nom et type de l établissement d enseignement ou de formation, nom de l établissement d enseignement,
        nombre y tipo de la organización que ha impartido la educación o la formación,
        nombre de la organización educativa, nome e tipo d organizzazione erogatrice dell istruzione e formazione,
        nome dell organizzazione erogatrice dell istruzione e formazione, nome dell istituto,
        nome e tipo da organização de ensino ou formação, nome da organização de ensino, onderwijsinstelling,
        instelling,
        universiteit, naam en type van de instelling, uczelnia, szkoła, nazwa szkoły, nazwa uczelni,
        nazwa instytucji edukacyjnej, nazwa i typ organizacji, okul,
        üniversite, kurum, okul adı""",
    "role": """degree, qualification, title of qualification awarded, title of qualification, diploma, certificate,
        course, programme, program, degree awarded, abschluss, qualifikation, bezeichnung der qualifikation,
        erworbene qualifikation, diplôme, titre, qualification obtenue, intitulé du diplôme, titre du diplôme, título,
        titulación, grado, título de la cualificación obtenida, titolo, titolo di studio, diploma, qualifica,
        titolo della qualifica rilasciata, grau, qualificação, designação da qualificação atribuída, diplomas,
        bezeichnung der erworbenen qualifikation, intitulé du certificat ou diplôme délivré, cualificación obtenida,
        título de la cualificación, kwalificatie, behaald diploma, graad, dyplom, tytuł, uzyskany tytuł, stopień,
        nazwa kwalifikacji, nazwa uzyskanych kwalifikacji, derece,
        diploma adı""",
    "area": """subject, subjects, field of study, major, specialisation, specialization, field, area of study,
        fachrichtung, studiengang, fach, studienfach, schwerpunkt, spécialité, domaine, filière, spécialisation,
        principal subjects, principal subjects occupational skills covered, hauptfächer,
        hauptfächer berufliche fähigkeiten,
        principales matières, principales matières compétences professionnelles couvertes, principales materias,
        principales materias o capacidades ocupacionales estudiadas, principali tematiche,
        principali tematiche competenze professionali possedute, principais disciplinas,
        principais disciplinas competências profissionais, especialidad, área, campo de estudio, carrera, indirizzo,
        facoltà, corso, corso di studi, curso, área de estudo,
        richting, studierichting, opleiding, specialisatie, kierunek, główne przedmioty,
        kierunek studiów, specjalność, bölüm, alan""",
    "tasks": """thesis, coursework, details, description, achievements""",
    "other": """grade, gpa, level, level in national classification, result, score, percentage, note, mention, nota,
        voto, final grade, promedio, cijfer, ocena, wynik, ortalama""",
}


def _table(words: dict[Label, str]) -> dict[str, Label]:
    return {
        " ".join(re.findall(r"[^\W\d_]+", fold(label))): kind
        for kind, labels in words.items()
        for label in labels.split(",")
        if label.strip()
    }


# Before the parts of a place: "City: Torino | Country: Italy".
PLACE_LABELS = frozenset(
    " ".join(re.findall(r"[^\W\d_]+", fold(label)))
    for label in f"{_PLACE}, country, land, pays, país, paese, kraj, ülke".split(",")
)
# The first lines of long labels that wrap in their column: "Nom de l'établissement" of "... d'enseignement".
_LEAST_BEGUN = 3


def _begun(table: dict[str, Label]) -> dict[str, Label]:
    """Beginnings of labels, of at least three words, that begin labels of one kind only."""
    kinds: dict[str, set[Label]] = {}
    for label, kind in table.items():
        words = label.split()
        for count in range(_LEAST_BEGUN, len(words)):
            kinds.setdefault(" ".join(words[:count]), set()).add(kind)
    return {words: found.pop() for words, found in kinds.items() if len(found) == 1}


Kind = Literal["work", "education"]
LABELS: dict[Kind, dict[str, Label]] = {"work": _table(_WORK), "education": _table(_EDUCATION)}
BEGUN_LABELS: dict[Kind, dict[str, Label]] = {kind: _begun(table) for kind, table in LABELS.items()}
# What else columns of tables are called.
_COLUMNS = """course, class, exam, examination, examination passed, board, board university, university board, marks,
    percentage, grade, cgpa, gpa, cgpa percentage, percentage cgpa, score, result, division, stream, specialization,
    specialisation, year of passing, passing year, sl no, s no, no, sr no, note, abschluss, ergebnis, mention, nota"""
COLUMNS = frozenset(" ".join(column.split()) for column in _COLUMNS.split(","))
# What columns of tables with languages, skills and certificates are called, too, and those of two dates.
_OTHER_COLUMNS = """language, languages, level, proficiency, speaking, writing, reading, listening, understanding,
    spoken, written, read, write, speak, skill, skills, certificate, certification, issuer, issued by, from, to, start,
    end, start date, end date, sprache, sprachen, niveau, mündlich, schriftlich, zertifikat, von, bis, langue, langues,
    parlé, écrit, oral, certificat, du, au, de, à, idioma, idiomas, nivel, hablado, escrito, certificado, desde, hasta,
    lingua, lingue, livello, parlato, scritto, certificato, dal, al, língua, línguas, nível, escrita, fala, leitura,
    até, taal, talen, certificaat, van, tot, język, języki, poziom, mowa, pismo, certyfikat, od, do, dil, seviye,
    konuşma, yazma, sertifika, other language, sonstige sprache, autre langue, otro idioma, altra lingua, outra língua,
    inny język, andere taal, attestato, corso, curso, cursus, kurs"""
_OTHERS = frozenset(" ".join(fold(column).split()) for column in _OTHER_COLUMNS.split(","))
# Before the names in heads of entries: "Role: Tester", "School: ...".
HEAD_LABELS = frozenset(label for table in LABELS.values() for label, told in table.items() if told in ("org", "role"))
_CONTACT = """nom et prénom, prénom et nom, nombre y apellidos, nome e cognome, nome completo, name vorname,
    vor und nachname, imię i nazwisko, voor en achternaam, town, woonplaats, localidade,
    población, wohnort, e posta, name,
    surname, first name, last name, full name, address, telephone, phone, mobile, e mail, email,
    nationality, date of birth, gender, website, vorname, nachname, familienname, anschrift, adresse, telefon, mobil,
        e mail adresse,
    staatsangehörigkeit, geburtsdatum, nom, prénom, nom prénom, prénom nom, adresse, téléphone, courriel,
    courrier électronique, nationalité, date de naissance, nombre, apellido, apellidos, nombre apellido, dirección,
    teléfono, correo electrónico, nacionalidad, fecha de nacimiento, nome, cognome, nome cognome, cognome nome,
    indirizzo, telefono, cellulare, nazionalità, cittadinanza, data di nascita, apelido, morada, endereço, telefone,
    telemóvel, correio electrónico, correio eletrónico, nacionalidade, data de nascimento, naam, adres, telefoon,
    nationaliteit, geboortedatum, imię, nazwisko, imię nazwisko, numer telefonu, narodowość, data urodzenia, ad, soyad,
    ad soyad, adres, telefon, uyruk, doğum tarihi"""
_ANY = frozenset(
    {label for table in LABELS.values() for label in table}
    | {" ".join(re.findall(r"[^\W\d_]+", fold(label))) for label in _CONTACT.split(",")}
)
_PLURAL = re.compile(r"\(\w{1,3}\)")


# The two dates of a period, each in a cell of its own.
_ENDS = """from, to, start, end, start date, end date, von, bis, du, au, desde, hasta, dal, al, de, até, van, tot,
    od, do, début, fin, inicio, fin, inizio, fine, início, fim, beginn, ende, başlangıç, bitiş"""
ENDS_OF_PERIODS = frozenset(" ".join(fold(word).split()) for word in _ENDS.split(","))


_LEVELS = """level, proficiency, niveau, nivel, livello, nível, poziom, seviye"""
_LEVEL_COLUMNS = frozenset(fold(word.strip()) for word in _LEVELS.split(","))


def is_level_column(text: str) -> bool:
    """Whether a column of a table is called "Level"."""
    return fold(text.strip()) in _LEVEL_COLUMNS


def is_column(text: str) -> bool:
    """Whether a text is what a column of a table is called, or each of those that slashes part ("Board/University")."""
    parts = [" ".join(re.findall(r"[^\W\d_]+", fold(_PLURAL.sub("", part)))) for part in text.split("/")]
    return all(part in _ANY or part in COLUMNS or part in _OTHERS or part in ENDS_OF_PERIODS for part in parts)


def is_label(text: str) -> bool:
    """Whether a text is a usual label of a form, of a job, a study or a person ("Nombre(s) / Apellido(s)")."""
    return " ".join(re.findall(r"[^\W\d_]+", fold(_PLURAL.sub("", text)))) in _ANY
