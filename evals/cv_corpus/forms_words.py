"""Words of tables' headers and of forms' labels in the languages of the persons."""

from __future__ import annotations

from evals.cv_corpus.people import LAST_YEAR, Person

_KINDS = (
    *("personal", "period", "employer", "position", "duties", "year", "school", "degree", "field", "grade"),
    *("language", "speaking", "writing", "level", "skills", "others", "from", "to", "certificate", "full_name"),
    *("town", "phone", "email", "issuers"),
)
_WORDS = {
    "en": "Personal details|Period|Employer|Position|Duties|Year|Institution|Degree|Field of study|Grade|Language|"
    "Speaking|Writing|Level|Professional skills|Other skills|From|To|Certificate|Full name|Town|Telephone|E-mail|"
    "City College;Training Board",
    "de": "Persönliche Angaben|Zeitraum|Arbeitgeber|Position|Aufgaben|Jahr|Bildungseinrichtung|Abschluss|Fachrichtung|"
    "Note|Sprache|Sprechen|Schreiben|Niveau|Fachkenntnisse|Sonstige Kenntnisse|Von|Bis|Zertifikat|Vor- und Nachname|"
    "Wohnort|Telefon|E-Mail|IHK;TÜV Akademie",
    "es": "Datos personales|Periodo|Empresa|Puesto|Funciones|Año|Centro|Título|Especialidad|Nota|Idioma|Hablado|"
    "Escrito|Nivel|Conocimientos profesionales|Otros conocimientos|Desde|Hasta|Certificado|Nombre y apellidos|"
    "Población|Teléfono|Correo electrónico|Cámara de Comercio;Centro de Formación",
    "fr": "État civil|Période|Employeur|Poste|Missions|Année|Établissement|Diplôme|Spécialité|Mention|Langue|Oral|"
    "Écrit|Niveau|Compétences professionnelles|Autres compétences|Du|Au|Certificat|Nom et prénom|Ville|Téléphone|"
    "Courriel|AFPA;CCI Formation",
    "it": "Dati personali|Periodo|Datore di lavoro|Posizione|Mansioni|Anno|Istituto|Titolo di studio|Indirizzo|Voto|"
    "Lingua|Parlato|Scritto|Livello|Competenze professionali|Altre competenze|Dal|Al|Attestato|Nome e cognome|"
    "Città|Telefono|E-mail|Camera di Commercio;Ente di Formazione",
    "nl": "Persoonlijke gegevens|Periode|Werkgever|Functie|Taken|Jaar|Instelling|Diploma|Richting|Cijfer|Taal|Spreken|"
    "Schrijven|Niveau|Vakkennis|Overige vaardigheden|Van|Tot|Certificaat|Voor- en achternaam|Woonplaats|Telefoon|"
    "E-mail|NCOI;Kamer van Koophandel",
    "pl": "Dane osobowe|Okres|Pracodawca|Stanowisko|Obowiązki|Rok|Uczelnia / szkoła|Tytuł|Kierunek|Ocena|Język|W mowie|"
    "W piśmie|Poziom|Umiejętności zawodowe|Inne umiejętności|Od|Do|Certyfikat|Imię i nazwisko|Miejscowość|Telefon|"
    "E-mail|Izba Rzemieślnicza;Ośrodek Szkoleniowy",
    "pt": "Dados pessoais|Período|Empresa|Cargo|Funções|Ano|Instituição|Grau|Área|Classificação|Língua|Oral|Escrita|"
    "Nível|Competências profissionais|Outras competências|De|Até|Certificado|Nome completo|Localidade|Telefone|"
    "E-mail|IEFP;Câmara de Comércio",
    "tr": "Kişisel bilgiler|Dönem|Firma|Pozisyon|Görevler|Yıl|Okul|Derece|Bölüm|Not|Dil|Konuşma|Yazma|Seviye|"
    "Mesleki beceriler|Diğer beceriler|Başlangıç|Bitiş|Sertifika|Ad Soyad|Şehir|Telefon|E-posta|"
    "Ticaret Odası;Halk Eğitim Merkezi",
}
_GRADES = {
    "en": "2:1|Merit|First class",
    "de": "1,7|2,3|gut",
    "es": "7,8|Notable|8,4",
    "fr": "Bien|Assez bien|14/20",
    "it": "104/110|92/100|110/110",
    "nl": "7,4|8,1|7,0",
    "pl": "bardzo dobry|4,5|dobry",
    "pt": "15 valores|16 valores|14 valores",
    "tr": "3,12/4,00|82/100|2,87/4,00",
}

_EUROPASS = {
    "en": "Personal information|Work experience|Education and training|Personal skills and competences|"
    "Mother tongue(s)|Other language(s)|Technical skills and competences|Additional information|First name(s) / "
    "Surname(s)",
    "de": "Angaben zur Person|Berufserfahrung|Schul- und Berufsbildung|Persönliche Fähigkeiten und Kompetenzen|"
    "Muttersprache(n)|Sonstige Sprache(n)|Technische Fähigkeiten und Kompetenzen|Zusätzliche Angaben|"
    "Vorname(n) / Nachname(n)",
    "fr": "Information personnelle|Expérience professionnelle|Education et formation|Aptitudes et compétences "
    "personnelles|Langue(s) maternelle(s)|Autre(s) langue(s)|Aptitudes et compétences techniques|Information "
    "complémentaire|Prénom(s) / Nom(s)",
    "es": "Información personal|Experiencia laboral|Educación y formación|Capacidades y competencias personales|"
    "Idioma(s) materno(s)|Otro(s) idioma(s)|Capacidades y competencias técnicas|Información adicional|"
    "Nombre(s) / Apellido(s)",
    "it": "Informazioni personali|Esperienza professionale|Istruzione e formazione|Capacità e competenze personali|"
    "Madrelingua(e)|Altra(e) lingua(e)|Capacità e competenze tecniche|Ulteriori informazioni|Nome(i) / Cognome(i)",
    "pt": "Informação pessoal|Experiência profissional|Educação e formação|Aptidões e competências pessoais|"
    "Língua(s) materna(s)|Outra(s) língua(s)|Aptidões e competências técnicas|Informação adicional|"
    "Nome(s) próprio(s) / Apelido(s)",
    "pl": "Dane osobowe|Doświadczenie zawodowe|Wykształcenie i odbyte szkolenia|Umiejętności i kompetencje|"
    "Język(i) ojczysty(e)|Inny(e) język(i)|Umiejętności i kompetencje techniczne|Informacje dodatkowe|"
    "Imię (imiona) / Nazwisko(a)",
}
_EUROPASS_KINDS = ("self", "work", "education", "skills", "mother", "other", "technical", "additional", "name")
EUROPASS_LANGUAGES = frozenset(_EUROPASS)


def word(person: Person, kind: str) -> str:
    """The word of a table's header or of a form's field."""
    return _WORDS[person.language].split("|")[_KINDS.index(kind)]


def issuer(person: Person, at: int) -> str:
    """Who gave the certificate with this number."""
    some = word(person, "issuers").split(";")
    return some[(person.number + at) % len(some)]


def passed_in(person: Person, at: int) -> int:
    """The year of the certificate with this number."""
    return LAST_YEAR - 1 - (person.number + 3 * at) % 9


def grade(person: Person, at: int) -> str:
    """The grade of the course of study with this number."""
    some = _GRADES[person.language].split("|")
    return some[(person.number + at) % len(some)]


def europass(person: Person, kind: str) -> str:
    """A heading or label of the older Europass in the official wording."""
    return _EUROPASS.get(person.language, _EUROPASS["en"]).split("|")[_EUROPASS_KINDS.index(kind)]
