"""Section headings in several languages, folded by `fold.key`."""

from __future__ import annotations

import re

from zenhire.analysis.cv.parse.fold import key
from zenhire.analysis.cv.parse.schema import SectionKind

_HEADINGS: dict[SectionKind, str] = {
    "summary": """summary, profile summary, sommaire, sintesi, profielschets, professional summary, executive summary,
        career summary, profile, professional profile,
        executive profile,
        personal profile, about, about me, objective, career objective, career profile, career overview,
        professional overview,
        overview, who i am, personal statement, summary of qualifications, qualifications summary,
        professional background,
        introduction,
        profil, kurzprofil, über mich, zusammenfassung, persönliches profil, berufliches profil, ziel, berufsziel,
        qualifikationsprofil,
        à propos, à propos de moi, profil professionnel, résumé professionnel, objectif, objectif professionnel,
        présentation, accroche,
        perfil, perfil profesional, resumen, resumen profesional, sobre mí, acerca de mí, objetivo, objetivo
        profesional, extracto,
        profilo, profilo professionale, profilo personale, chi sono, su di me, sommario, obiettivo, obiettivo
        professionale, presentazione,
        perfil profissional, resumo, resumo profissional, sobre mim, sobre, objetivo profissional, apresentação,
        profiel, persoonlijk profiel, over mij, samenvatting, doel, doelstelling, professioneel profiel,
        podsumowanie, podsumowanie zawodowe, profil zawodowy, o mnie, cel zawodowy, opis,
        özet, profesyonel özet, kariyer özeti, hakkımda, kariyer hedefi, profil özeti, ön yazı, kişisel profil""",
    "work": """przebieg pracy zawodowej, przebieg zatrudnienia, przebieg pracy,
        experience, loopbaan, work experience, professional experience, employment, employment history,
        work history, career history,
        employment experience, relevant experience, related experience, relevant work experience, job history,
        professional history,
        career, experiences, professional experiences, work, positions held, industry experience, teaching experience,
        clinical experience, research experience, military experience, additional experience, other experience,
        previous experience,
        internships, internship experience, work background, employment record, career experience, key experience,
        past experience, working experience,
        academic experience, professional appointments, appointments, experience and employment,
        berufserfahrung, berufliche erfahrung, berufspraxis, beruflicher werdegang, werdegang, berufstätigkeit,
        praxiserfahrung,
        arbeitserfahrung, beruflicher hintergrund, praktische erfahrung, praktika, berufliche stationen, berufliche
        laufbahn,
        expérience, expériences, expérience professionnelle, expériences professionnelles, parcours professionnel,
        parcours, stages,
        emplois, expérience de travail, expériences de travail, carrière,
        experiencia, experiencia laboral, experiencia profesional, trayectoria profesional, historial laboral,
        trayectoria, empleo,
        esperienza, esperienze, esperienza professionale, esperienze professionali, esperienza lavorativa,
        esperienze lavorative,
        esperienze di lavoro, carriera, percorso professionale,
        experiência, experiência profissional, experiências profissionais, histórico profissional, percurso
        profissional, carreira,
        trajetória profissional, experiências, atuação profissional,
        werkervaring, ervaring, professionele ervaring, loopbaan, relevante werkervaring, werkverleden,
        beroepservaring, stages en werk,
        doświadczenie, doświadczenie zawodowe, przebieg kariery, praktyka zawodowa, kariera zawodowa, historia
        zatrudnienia, staże, zatrudnienie,
        deneyim, iş deneyimi, iş deneyimleri, iş tecrübesi, deneyimler, mesleki deneyim, profesyonel deneyim,
        çalışma hayatı, tecrübe, stajlar""",
    "volunteer": """volunteer experience, volunteering, volunteer work, volunteer, voluntary work, volunteer
        activities, community service,
        community involvement, civic activities, community engagement, volunteer and community, on campus
        involvement, involvement,
        extracurricular activities, extracurriculars, leadership experience, leadership and activities, leadership,
        activities,
        ehrenamt, ehrenamtliche tätigkeit, ehrenamtliche tätigkeiten, ehrenamtliches engagement, engagement,
        gesellschaftliches engagement,
        bénévolat, engagements, engagement associatif, expérience bénévole, activités bénévoles, vie associative,
        voluntariado, actividades de voluntariado, experiencia de voluntariado, volontariato, attività di
        volontariato, trabalho voluntário,
        vrijwilligerswerk, vrijwillige inzet, wolontariat, działalność społeczna, gönüllülük, gönüllü çalışmalar,
        gönüllü faaliyetler""",
    "education": """schul- und berufsbildung, formação académica e profissional, wykształcenie i odbyte szkolenia,
        datos académicos, titulaciones, professional qualification, technical qualification,
        education, academic background, educational background, education and training, academic
        qualifications, academics,
        academic history, education background, qualifications and education, academic profile, studies, schooling,
        formal education,
        academic education, educational qualifications, education history, training and education, degrees,
        education and qualifications,
        education and certifications, education and credentials, academic credentials,
        ausbildung, bildung, bildungsweg, schulbildung, studium, akademischer werdegang, bildungsgang, schulische
        ausbildung, aus und weiterbildung,
        ausbildung und studium, schul und berufsausbildung, hochschulbildung, schule und studium,
        akademische ausbildung, hochschulstudium,
        bildungshintergrund, berufsausbildung,
        formation, formations, études, scolarité, diplômes, éducation, formation académique, parcours scolaire,
        formation et
        diplômes, cursus, diplômes et formations,
        educación, formación, formación académica, estudios, formación y estudios, títulos, educación y formación,
        estudios realizados,
        istruzione, formazione, istruzione e formazione, titoli di studio, studi, percorso di studi, formazione
        accademica,
        educação, formação, formação académica, formação acadêmica, escolaridade, habilitações literárias,
        habilitações académicas, habilitações acadêmicas, formação
        e educação, habilitações,
        opleiding, opleidingen, onderwijs, scholing, educatie, opleiding en onderwijs, opleiding en vorming, studie,
        opleidingen en
        cursussen,
        wykształcenie, edukacja, przebieg edukacji, wykształcenie i kursy, studia,
        eğitim, eğitim bilgileri, öğrenim, öğrenim bilgileri, eğitim durumu, akademik geçmiş, eğitim geçmişi""",
    "skills": """computer literacy, computer proficiency,
        skills, technical skills, key skills, core skills, core competencies, competencies, areas of
        expertise, expertise, highlights,
        skill highlights, skills and abilities, professional skills, computer skills, it skills, technologies,
        technical proficiencies,
        proficiencies, tools, tools and technologies, technical expertise, skill set, skillset, core qualifications,
        key competencies, abilities,
        software skills, hard skills, soft skills, special skills, additional skills, relevant skills, areas of
        strength, strengths,
        programming languages, technical summary, software, qualifications, core strengths, personal skills,
        interpersonal skills, digital skills,
        technical knowledge, skills and expertise, skills and tools, key strengths, job related skills, tech stack,
        summary of skills, skills summary,
        kenntnisse, fähigkeiten, fertigkeiten, kompetenzen, fachkenntnisse, edv kenntnisse, it kenntnisse,
        kenntnisse und fähigkeiten, fachkompetenzen,
        besondere kenntnisse, qualifikationen, kernkompetenzen, computerkenntnisse, softwarekenntnisse, weitere
        kenntnisse, technische kenntnisse, stärken,
        compétences, compétences techniques, compétences clés, savoir faire, atouts, compétences informatiques,
        informatique, aptitudes, outils,
        connaissances informatiques, compétences professionnelles, talents, savoir être,
        domaines de compétences, logiciels,
        habilidades, competencias, aptitudes, conocimientos, habilidades técnicas, conocimientos informáticos,
        informática, competencias clave,
        conocimientos técnicos, competencias profesionales, destrezas, capacidades, herramientas,
        competenze, abilità, capacità, competenze tecniche, competenze informatiche, competenze digitali, capacità e
        competenze, conoscenze informatiche,
        competenze professionali, conoscenze, competenze chiave, strumenti,
        competências, habilidades e competências, conhecimentos, qualificações, competências técnicas,
        conhecimentos técnicos,
        aptidões, ferramentas, competências pessoais,
        vaardigheden, competenties, kennis, computervaardigheden, kennis en vaardigheden, technische vaardigheden,
        expertise gebieden, digitale vaardigheden,
        umiejętności, kompetencje, znajomość programów, kwalifikacje, umiejętności techniczne, kluczowe umiejętności,
        umiejętności i
        kompetencje, obsługa komputera, umiejętności zawodowe,
        beceriler, yetenekler, yetkinlikler, teknik beceriler, bilgisayar becerileri, yetenek ve beceriler, teknik
        yetkinlikler, bilgisayar bilgisi, temel yetkinlikler""",
    "languages": """languages, language skills, language, languages known, foreign languages, language proficiency,
        languages spoken, language abilities,
        linguistic skills, spoken languages, modern languages, languages and levels, gesprochene sprachen, langues
        vivantes, langues pratiquées, idiomas hablados, lingue parlate, lingue conosciute, línguas faladas, idiomas
        falados, gesproken talen, znane języki, bilinen diller, bildiği diller, connaissances linguistiques,
        sprachen, sprachkenntnisse, fremdsprachen, langues, langues étrangères, langues parlées, compétences
        linguistiques, idiomas, lenguas,
        lingue, lingue straniere, competenze linguistiche, conoscenze linguistiche, línguas, idiomas e línguas,
        competências linguísticas,
        talen, talenkennis, taalvaardigheid, taalvaardigheden, języki, języki obce, znajomość języków, znajomość
        języków obcych,
        diller, yabancı dil, yabancı diller, dil bilgisi, dil becerileri, yabancı dil bilgisi""",
    "certificates": """certifications, certificates, certification, licenses, licences, licenses and certifications,
        certifications and licenses,
        professional certifications, professional designations, professional qualifications, designations,
        licensure, credentials, courses, training, trainings, courses and
        certifications, professional development,
        certifications and training, training and certifications, licenses and certificates, licences and
        certificates, continuing education, workshops,
        courses and training, certificates and courses, licensure and certifications, additional training,
        professional training,
        zertifikate, zertifizierungen, weiterbildung, weiterbildungen, fortbildungen, fortbildung, lehrgänge, kurse,
        scheine, zertifikate und weiterbildungen, lizenzen,
        certificats, certifications et formations, formations complémentaires, perfectionnement, habilitations,
        permis et
        habilitations, formation continue,
        certificaciones, certificados, cursos, cursos y certificaciones, cursos y diplomados,
        formación complementaria, licencias,
        formación adicional,
        certificazioni, certificati, corsi, corsi e certificazioni, corsi di formazione, attestati, patenti e
        certificazioni, abilitazioni,
        certificações, certificados e cursos, cursos e certificações, cursos complementares, formação complementar,
        certificaten, attesten, cursussen, trainingen, cursussen en certificaten, diploma's en certificaten,
        bijscholing,
        licenties,
        certyfikaty, kursy, szkolenia, kursy i szkolenia, kursy i certyfikaty, uprawnienia, szkolenia i certyfikaty,
        certyfikaty i uprawnienia,
        sertifikalar, kurslar, belgeler, kurs ve sertifikalar, kurslar ve sertifikalar, sertifika ve kurslar, eğitim
        ve sertifikalar, seminerler,
        professional designations, designations, professional qualifications, zusatzqualifikationen,
        zusatzausbildungen""",
    "projects": """projects, project, personal projects, selected projects, key projects, academic projects, side
        projects, project experience, open source,
        projekte, projekterfahrung, ausgewählte projekte, projets, projets personnels, proyectos, proyectos
        personales, progetti, progetti personali,
        projetos, projectos, projecten, projekty, projekty własne, projeler, kişisel projeler, notable projects,
        portfolio""",
    "publications": """publications, selected publications, papers, research publications, patents, publications and
        patents, presentations,
        publikationen, veröffentlichungen, publicaciones, pubblicazioni, publicações, publicaties, publikacje,
        yayınlar, articles, books,
        invited talks, talks, conferences, vorträge, patente, conférences""",
    "awards": """awards, honors, honours, honors and awards, awards and honors, achievements, accomplishments,
        awards and achievements, selected honors,
        scholarships, honors awards, key achievements, recognition, awards and recognition, scholarships and awards,
        distinctions, core accomplishments,
        auszeichnungen, preise, stipendien, erfolge, ehrungen, prix, récompenses, distinctions et prix, bourses,
        premios, reconocimientos, logros, becas, premi,
        riconoscimenti, premi e riconoscimenti, borse di studio, prémios, prêmios, conquistas, prijzen,
        onderscheidingen, nagrody, osiągnięcia, wyróżnienia, stypendia,
        ödüller, başarılar, burslar, ödül ve başarılar""",
    "interests": """interests, hobbies, hobbies and interests, interests and hobbies, personal interests,
        interessen, hobbys, freizeit, hobbys und interessen,
        freizeitinteressen, centres d'intérêt, centres d'intérêts, loisirs, intérêts, intereses, aficiones,
        pasatiempos, interessi, hobby, passatempi, interesses, passatempos,
        interesses e hobbies, hobby's, interesses en hobby's, hobby's en interesses, zainteresowania, hobby i
        zainteresowania, ilgi alanları, hobiler,
        ilgi alanları ve hobiler""",
    "references": """references, professional references, referenzen, références, referencias, referenze,
        referências, referenties, referencje, referanslar, referees""",
    "contact": """contactar, contáctame, contactez-moi,
        contact, contacts, me joindre, dados de contato, contact details, contact information, contact info,
        contact me, get in touch, kontakt,
        kontaktdaten, anschrift, coordonnées,
        contactez moi, contacto, datos de contacto, contatti, contatto, recapiti, contato, contactos, contatos,
        contactgegevens, dane kontaktowe, iletişim,
        iletişim bilgileri, links, profiles, social media, social, web, online""",
    "personal": """personal details, personal particulars, personal information, personal data, personal info,
        personal, personalia,
        persönliche daten, persönliche angaben,
        zur person, angaben zur person, informations personnelles, état civil, données personnelles, datos
        personales, información personal, dati personali,
        informazioni personali, dados pessoais, informações pessoais, persoonlijke gegevens, persoonlijke
        informatie, dane osobowe, informacje osobiste,
        kişisel bilgiler, kimlik bilgileri, bio data, biodata""",
    "other": """zusätzliche angaben, information complémentaire, informacje dodatkowe, extra informatie,
        otros datos de interés, otros datos,
        affiliations, memberships, professional memberships, professional affiliations, additional
        information, miscellaneous, other, others, additional,
        sonstiges, mitgliedschaften, weitere angaben, divers, informations complémentaires, autres, otros,
        información adicional, otros datos, altro, informazioni aggiuntive,
        ulteriori informazioni, outros, informações adicionais, informação adicional, overige, overig, overige
        informatie, nevenactiviteiten, dodatkowe informacje, inne, diğer,
        outras informações, autres informations, otra información, altre informazioni, weitere informationen,
        andere informatie, inne informacje, diğer bilgiler, further information, other information,
        ek bilgiler, coursework, relevant coursework, keywords, clauses, klauzula, availability, military service""",
}
HEADINGS: dict[str, SectionKind] = {
    key(word): kind for kind, words in _HEADINGS.items() for word in words.split(",") if word.strip()
}
# Knowledge of languages, in words that tell skills when they stand alone. Languages of programs are none.
_KNOWING = (
    r"connaissances?|competences?|capacites|aptitudes|conocimientos?|conhecimentos?|competencias?|habilidades|"
    r"capacidades|aptidoes|dominio|manejo|conoscenz[ae]|competenz[ae]|capacita|abilita|kenntnisse|kennis|skills?"
)
_OF_LANGUAGES = (
    r"(?!program|s[ck]ript)\w*sprach(?:en)?(?:kenntnisse|kompetenz(?:en)?|fertigkeiten|fahigkeiten|niveaus?)|"
    rf"fremdsprach\w*|(?:{_KNOWING}) (?:\w+ )?(?:de|des|en|em|di|delle|in|van)(?: (?!program)\w+)? (?:"
    r"idiomas|lenguas|linguas|langues|lingue|sprachen|talen|languages(?! of))|"
    rf"(?:{_KNOWING}) linguisti\w+|linguistic (?:skills|competenc\w+|abilities)|"
    r"(?<!programming )(?<!scripting )(?<!computer )languages? (?:skills|competenc\w+)|"
    r"(?:kompetencje|umiejetnosci) jezykowe|znajomosc jezykow(?! program| skrypt)|jezyki obce|"
    r"talenkennis|taalkennis|taalvaardighe\w+|^(?:idiomas|lenguas|linguas|langues|lingue|sprachen|talen) "
    r"(?:y|e|et|ed|und|en|&)(?= )"
)
# A word that tells a heading's kind when it stands in a longer one, by rank: "Relevant Clinical Experience".
_TELLING: tuple[tuple[SectionKind, str], ...] = (
    ("volunteer", r"volunteer\w*|ehrenamt\w*|benevolat|voluntariado|volontariato|wolontariat|vrijwilligers\w*"),
    ("projects", r"projects?|projekte?|projets?|proyectos|progetti|projetos|projecten|projekty|projeler"),
    (
        "work",
        r"experiences?|employment|werdegang|berufserfahrung|experiencia|esperienz[ae]|experiencias?|"
        r"werkervaring|doswiadczenie|deneyim\w*|careers?|carriere|carriera|carrera|"
        r"appointments|positions|postes|cargos|puestos|tatigkeiten|anstellungen|trayectoria|laufbahn|berufspraxis",
    ),
    (
        "education",
        r"education\w*|ac?cademi\w+|akademisch\w*|\w*ausbildung|schulbildung|"
        r"studium|studies|etudes|estudios|educacion|istruzione|formacao|opleiding\w*|wyksztalcenie|egitim",
    ),
    (
        "certificates",
        r"certifications?|certificates?|licenses?|licences?|zertifikate|weiterbildung\w*|courses|kursy|training",
    ),
    ("languages", _OF_LANGUAGES),
    (
        "skills",
        r"skills|\w*kenntnisse|\w*kompetenzen|fahigkeiten|competences|aptitudes|connaissances|habilidades|"
        r"conocimientos|conhecimentos|aptidoes|competenze|abilita|capacita|competencias|\w*vaardigheden|competenties|"
        r"umiejetnosci|kompetencje|beceriler\w*|yetkinlik\w*|competencies|expertise|proficiencies",
    ),
    ("languages", r"languages|sprachen|langues|idiomas|lingue|talen|jezyki|diller"),
    ("awards", r"awards|honou?rs|achievements|accomplishments"),
    ("publications", r"publications?|papers|patents?"),
)
_MOST_WORDS = 6
# What may stand beside a usual heading without changing its kind: "Key", "techniques". Folded.
_QUALIFIER_WORDS = """technical professional personal key core main relevant digital general other additional
    selected technische fachliche berufliche personliche besondere wichtige weitere techniques
    professionnelles professionnels cles principales principaux personnelles tecnicas tecnicos
    profesionales profissionais claves clave principales personales chave principais pessoais
    tecniche professionali personali principali chiave professionele persoonlijke belangrijkste
    techniczne zawodowe kluczowe teknik mesleki temel metier metiers"""
_QUALIFIERS = frozenset(_QUALIFIER_WORDS.split())
# Of the list headings only: "professional experience" and the like have their own words in the table.
_QUALIFIED: tuple[SectionKind, ...] = ("skills", "languages", "certificates", "awards", "projects", "education")
_LEAST_CUT = 9
_AND = re.compile(r"\s+(?:and|und|et|y|e|en|i|ve|o)\s+")


def heading_kind(text: str) -> SectionKind | None:
    """The kind of section that a heading names, if the whole of it is a usual heading."""
    words = key(re.sub(r"^\s*(?:\d{1,2}|[ivx]{1,4})[.)]\s+", "", text.strip(), flags=re.IGNORECASE))
    if words in HEADINGS:
        return HEADINGS[words]
    plain = re.sub(r"\s*[&+]\s*", " and ", words)
    if plain in HEADINGS:
        return HEADINGS[plain]
    if kind := _joined_kind(plain):
        return kind
    beside = [HEADINGS.get(key(part)) for part in re.split(r"\s*[,/|]\s*", text)]
    if len(beside) > 1 and all(beside) and "languages" in beside:
        # Other words of the table stand beside each other as skills, too.
        return beside[0]
    rest = " ".join(word for word in words.split() if word not in _QUALIFIERS)
    kind = HEADINGS.get(rest) or _joined_kind(rest) if rest != words else None
    return kind if kind in _QUALIFIED else None


def _joined_kind(plain: str) -> SectionKind | None:
    """The kind of the first of usual headings that "and" joins."""
    parts = [HEADINGS.get(part.strip()) for part in _AND.split(plain)]
    return parts[0] if len(parts) > 1 and all(parts) else None


def cut_kind(text: str) -> SectionKind | None:
    """The kind of the usual heading whose beginning a text is, where a narrow column cuts it off; None if two fit."""
    words = key(text)
    if len(words) < _LEAST_CUT:
        return None
    kinds = {kind for heading, kind in HEADINGS.items() if heading.startswith(words)}
    return kinds.pop() if len(kinds) == 1 else None


def telling_kind(text: str) -> SectionKind | None:
    """The kind that a word in a longer heading tells; only for lines that look like headings."""
    words = key(text)
    if len(words.split()) > _MOST_WORDS:
        return None
    return next((kind for kind, pattern in _TELLING if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words)), None)
