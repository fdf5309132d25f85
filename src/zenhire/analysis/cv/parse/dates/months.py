"""Words of dates in several languages, folded."""

from __future__ import annotations

from zenhire.analysis.cv.parse.fold import alternatives, fold

_MONTHS = (
    "january jan januar jaenner jänner janvier janv enero ene gennaio genn gen janeiro januari "
    "styczeń stycznia sty ocak oca",
    "february feb februar februari février févr fév fevrier febrero febbraio febb fevereiro fev luty "
    "lutego lut şubat şub",
    "march mar märz mrz maerz mars marzo março maart mrt marzec marca mart",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi nisan nis",
    "may mai mayo maggio mag maio mei maj maja mayıs",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze haziran haz",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip temmuz tem",
    "august aug août agosto ago augustus sierpień sierpnia sie ağustos ağu",
    "september sept sep septembre septiembre set settembre setembro wrzesień września wrz eylül eyl",
    "october oct oktober okt octobre octubre ottobre ott outubro październik października paź ekim eki",
    "november nov novembre noviembre novembro listopad listopada lis kasım kas",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru aralık ara",
)
MONTHS = {fold(word): number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
MONTHS["out"] = 10

PRESENT = alternatives(
    (
        *(
            "present",
            "the present",
            "presently",
            "current",
            "currently",
            "now",
            "today",
            "to date",
            "ongoing",
            "till date",
        ),
        *("till now", "until now", "date", "heute", "jetzt", "aktuell", "gegenwärtig", "derzeit", "laufend", "dato"),
        *(
            "aujourd'hui",
            "à aujourd'hui",
            "jusqu'à aujourd'hui",
            "à ce jour",
            "ce jour",
            "présent",
            "maintenant",
            "actuel",
            "actuellement",
            "en cours",
            "en poste",
        ),
        *(
            "actualidad",
            "la actualidad",
            "actual",
            "actualmente",
            "presente",
            "el presente",
            "la fecha",
            "a la fecha",
            "hoy",
            "en curso",
        ),
        *("oggi", "ad oggi", "attuale", "attualmente", "in corso", "presente", "atual", "atualmente", "o presente"),
        *("o momento", "hoje", "até o momento", "em curso", "momento", "heden", "nu", "nog steeds", "vandaag"),
        *("obecnie", "teraz", "nadal", "dziś", "chwili obecnej", "dzisiaj", "aktualnie", "günümüz", "halen", "hala"),
        *("devam ediyor", "devam", "bugün", "şimdi", "ao momento", "ao presente", "a data atual", "data atual"),
        *("up to present", "up to now", "up to date", "till present", "up to the present", "presently employed"),
        *("la fecha actual", "fecha actual", "el momento", "zur zeit", "zurzeit", "op heden", "tuttora"),
        *("in essere", "still working", "this day", "dziś dzień", "dnia dzisiejszego"),
    )
)
SINCE = alternatives(
    (
        *(
            "since",
            "from",
            "seit",
            "ab",
            "von",
            "depuis",
            "depuis le",
            "de",
            "desde",
            "dal",
            "da",
            "a partire da",
            "van",
        ),
        *("sinds", "vanaf", "od", "dès", "du", "starting", "started"),
    )
)
ONLY_SINCE = alternatives(("since", "seit", "seit dem", "depuis", "depuis le", "desde", "dal", "da", "sinds", "od"))
SINCE_AFTER = alternatives(
    ("den beri", "dan beri", "ten beri", "tan beri", "'den beri", "'dan beri", "'ten beri", "beri")
)
UNTIL = alternatives(
    (
        "until",
        "till",
        "til",
        "bis",
        "jusqu'en",
        "jusqu'à",
        "hasta",
        "fino al",
        "fino a",
        "até",
        "tot",
        "do",
        "to",
        "t/m",
    )
)
EXPECTED = alternatives(
    (
        *(
            "expected",
            "anticipated",
            "expected graduation",
            "graduating",
            "estimated",
            "voraussichtlich",
            "prévu",
            "prevu",
        ),
        *(
            "prévue",
            "previsto",
            "prevista",
            "verwacht",
            "planowany",
            "planowana",
            "beklenen",
            "geplant",
            "expected end",
        ),
    )
)
JOINTS = alternatives(
    (
        *(
            "to",
            "until",
            "till",
            "til",
            "through",
            "thru",
            "bis",
            "bis zum",
            "à",
            "au",
            "a",
            "al",
            "alla",
            "hasta",
            "até",
        ),
        *(
            "ao",
            "tot",
            "tot en met",
            "t/m",
            "do",
            "e",
            "jusqu'à",
            "jusqu'au",
            "jusqu'en",
            "fino a",
            "fino al",
            "and",
            "ad",
        ),
    )
)
SEASONS = alternatives(
    (
        *(
            "spring",
            "summer",
            "autumn",
            "fall",
            "winter",
            "frühling",
            "frühjahr",
            "sommer",
            "herbst",
            "printemps",
            "été",
        ),
        *("automne", "hiver", "primavera", "verano", "otoño", "invierno", "estate", "autunno", "inverno", "verão"),
        *(
            "outono",
            "lente",
            "zomer",
            "herfst",
            "wiosna",
            "lato",
            "jesień",
            "zima",
            "ilkbahar",
            "yaz",
            "sonbahar",
            "kış",
        ),
        *("sommersemester", "wintersemester", "ws", "ss", "sose", "wise", "early", "mid", "late", "anfang", "ende"),
    )
)
_UNITS = alternatives(
    (
        *(
            "years",
            "year",
            "yrs",
            "yr",
            "months",
            "month",
            "mos",
            "mo",
            "jahre",
            "jahr",
            "monate",
            "monat",
            "ans",
            "an",
        ),
        *(
            "mois",
            "años",
            "año",
            "meses",
            "mes",
            "anni",
            "anno",
            "mesi",
            "mese",
            "anos",
            "ano",
            "mês",
            "jaar",
            "maanden",
        ),
        *("maand", "lata", "rok", "lat", "miesięcy", "miesiące", "miesiąc", "yıl", "ay", "weeks", "wochen", "semaines"),
    )
)
LENGTH = (
    rf"\(?\b\d{{1,2}}(?:[.,]\d)?\+?\s*(?:{_UNITS})\b\.?(?:\s*(?:,|and|und|et|y|e|i|ve|"
    rf"en)?\s*\d{{1,2}}\s*(?:{_UNITS})\b\.?)?\)?"
)
