"""Usual names of groups of skills, which are none themselves: "Technical", "Main skills", "Autres". Folded."""

from __future__ import annotations

from zenhire.analysis.cv.parse.fold import key

_GROUPS = """technical, technical skills, professional, professional skills, core, core skills, core competencies,
    main, main skills, key, key skills, key competencies, also, other, others, other skills, general, general skills,
    additional, additional skills, further, further skills, more, misc, miscellaneous, various, tools, other tools,
    soft, soft skills, hard skills, personal skills,
    secondary, primary, basic skills, specialised, specialized,
    specialised skills, specialized skills, related skills, transferable skills, areas of expertise, skills,
    primary skills, secondary skills, proficient in, familiar with, experienced in, working knowledge of,
    technisch, fachlich, fachliche kenntnisse, fachkenntnisse, fachkompetenzen, technische kenntnisse, allgemein,
    allgemeines, allgemeine kenntnisse, sonstige, sonstiges, sonstige kenntnisse, weitere, weiteres,
    weitere kenntnisse, werkzeuge, persönlich, soziale kompetenzen, persönliche kompetenzen, kernkompetenzen,
    edv kenntnisse, hauptkenntnisse, wichtigste kenntnisse, außerdem,
    techniques, compétences techniques, techniques et outils, compétences clés, compétences principales, principales,
    général, générales, autre, autres, autres compétences, outils, savoir être, savoir faire, compétences générales,
    professionnelles, compétences professionnelles, complémentaires, également, aussi, divers,
    técnicas, técnicos, habilidades técnicas, competencias técnicas, generales, otros, otras, otras habilidades,
    herramientas, habilidades blandas, habilidades personales, principales, profesionales, además, también, varios,
    tecniche, competenze tecniche, altre, altro, altre competenze, strumenti, generali, competenze trasversali,
    principali, professionali, inoltre, anche, varie,
    competências técnicas, outros, outras, outras competências, ferramentas, gerais, principais, profissionais,
    também, além disso,
    technische vaardigheden, overig, overige, overige vaardigheden, algemeen, belangrijkste, hulpmiddelen, ook,
    persoonlijke vaardigheden,
    techniczne, umiejętności techniczne, ogólne, inne, inne umiejętności, narzędzia, umiejętności miękkie,
    umiejętności twarde, główne, zawodowe, ponadto, także, dodatkowe,
    teknik beceriler, genel, diğer, diğer beceriler, araçlar, kişisel beceriler, ek beceriler, temel beceriler,
    ayrıca"""
_TABLE = frozenset(key(word) for word in _GROUPS.split(","))


def is_group(text: str) -> bool:
    """Whether the whole of a text is a usual name of a group of skills."""
    return key(text) in _TABLE
