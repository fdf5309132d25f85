"""Labels of forms, such as that of Europass, in the languages of the persons."""

from __future__ import annotations

from evals.cv_corpus.people import Person

_KINDS = ("dates", "position", "tasks", "employer", "degree", "subjects", "school", "name", "place", "phone", "email")
_LABELS = {
    "en": "Dates|Occupation or position held|Main activities and responsibilities|Name and address of employer|"
    "Title of qualification awarded|Principal subjects|Name of organisation providing education|"
    "Name|Address|Telephone|E-mail",
    "de": "Zeitraum|Beruf oder Funktion|Wichtigste Tätigkeiten und Zuständigkeiten|Name und Adresse des Arbeitgebers|"
    "Bezeichnung der erworbenen Qualifikation|Hauptfächer|Name der Bildungseinrichtung|"
    "Name|Adresse|Telefon|E-Mail",
    "es": "Fechas|Profesión o cargo desempeñado|Funciones y responsabilidades principales|Nombre y dirección de la "
    "empresa|Título de la cualificación obtenida|Principales materias|Nombre de la organización educativa|"
    "Nombre|Dirección|Teléfono|Correo electrónico",
    "fr": "Dates|Fonction ou poste occupé|Principales activités et responsabilités|Nom et adresse de l'employeur|"
    "Intitulé du certificat ou diplôme délivré|Principales matières|Nom de l'établissement|"
    "Nom|Adresse|Téléphone|Courriel",
    "it": "Date|Lavoro o posizione ricoperti|Principali attività e responsabilità|Nome e indirizzo del datore di "
    "lavoro|Titolo della qualifica rilasciata|Principali tematiche|Nome dell'organizzazione erogatrice|"
    "Nome|Indirizzo|Telefono|E-mail",
    "nl": "Data|Beroep of functie|Voornaamste werkzaamheden en verantwoordelijkheden|Naam en adres van de werkgever|"
    "Certificaat of diploma|Voornaamste vakken|Naam van de onderwijsinstelling|"
    "Naam|Adres|Telefoon|E-mail",
    "pl": "Daty|Zawód lub zajmowane stanowisko|Główne działania i obowiązki|Nazwa i adres pracodawcy|"
    "Nazwa uzyskanych kwalifikacji|Główne przedmioty|Nazwa instytucji edukacyjnej|"
    "Imię i nazwisko|Adres|Telefon|E-mail",
    "pt": "Datas|Função ou cargo ocupado|Principais atividades e responsabilidades|Nome e morada do empregador|"
    "Designação da qualificação atribuída|Principais disciplinas|Nome da organização de ensino|"
    "Nome|Morada|Telefone|Correio eletrónico",
    "tr": "Tarihler|Meslek veya pozisyon|Temel faaliyetler ve sorumluluklar|İşverenin adı ve adresi|"
    "Alınan derecenin adı|Temel konular|Eğitim kurumunun adı|"
    "Ad Soyad|Adres|Telefon|E-posta",
}


def label(person: Person, kind: str) -> str:
    """A form's label for this kind of value, English where the person's language has none."""
    return _LABELS.get(person.language, _LABELS["en"]).split("|")[_KINDS.index(kind)]
