"""What is written after a pattern: numbers, addresses of all sorts, dates, high ages, licence plates."""

import re
from collections.abc import Callable, Collection, Iterator

from qualcode.text.identifying.candidate import (
    ACCOUNT,
    ADDRESS,
    AGE,
    DATE,
    EMAIL,
    HEALTH,
    KINDS,
    NATIONAL_ID,
    ORGANISATION,
    PHONE,
    PLATE,
    WEB,
)
from qualcode.text.identifying.evidence import Sign
from qualcode.text.identifying.lists import everyday_words, is_name, places
from qualcode.text.identifying.numbers import is_account, is_national_id, looks_like_birth

_MONTHS = (
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    "|january|february|march|may|june|july|october|december"
)
_UNITS = "en|ett|to|tre|fire|fem|seks|sju|syv|åtte|ni|"
_ROAD = "veien|vegen|gata|gaten|gate|vei|veg|allé"
_STREET = (
    f"{_ROAD}|alléen|plass|plassen|torg|torget|svingen|bakken|stien|tunet|terrasse|ringen|kroken|jordet|faret|løkka"
    "|brygge|brygga|kleiva|smuget"
)
_MEASURES = r"%|prosent|gang|gong|minutt|time|timar|dag|uke|veke|måned|månad|år|km|kilometer|meter|mil\b|kron|stykk"
_SOMEBODY = (
    "jeg|eg|hun|han|ho|hen|mor|far|mora|mamma|pappa|faren|moren|bestemor|bestefar|mormor|morfar|farmor|farfar|oldemor"
    "|oldefar|(?:mor|far|mora|faren|kona|mannen) (?:min|mi|hennes|hans)"
)
_WITH_FIGURES = re.compile(r"^[^\d@\n]*[\d@].*$", re.MULTILINE)
_NO_NAME = "På|I|Til|Fra|Frå|Den|Det|Et|Eit|En|Ei|Alle|Dette|Noen|Min|Mitt|Vår|Vårt|Ved|Om|Og|Men|Så|Da|Når|Hos|Av"
_CARE = (
    "sykehuset|sykehus|sjukehuset|sjukehus|universitetssykehus|universitetssjukehus|sentralsykehus|sentralsjukehus"
    "|legesenter|legekontor|legevakt|legesentrum|helsesenter|helsehus|helsestasjon|sykehjem|sjukeheim|omsorgssenter"
    "|bosenter|DPS|BUP|rehabiliteringssenter|klinikk|klinikken|poliklinikk|psykiatriske senter|tannklinikk"
    "|bedriftshelsetjeneste|behandlingssenter|apotek"
)
_WORKPLACE = (
    "skole|skule|barneskole|ungdomsskole|videregående skole|videregående|vidaregåande skule|barnehage|kommune|fengsel"
    "|politikammer|politistasjon|lensmannskontor|bygdeheim|borettslag|idrettslag|menighet|AS|ASA|hotell|verft"
)
_NAME = rf"(?!(?:{_NO_NAME})\b)[A-ZÆØÅ](?:[\w&-]|\.(?=\w)){{0,40}}"

Check = Callable[[re.Match[str]], bool]
_Rule = tuple[str, str, re.Pattern[str], Check | None]


def find_patterns(text: str, kinds: Collection[str] = KINDS) -> Iterator[Sign]:
    """Everything in a text that is written after one of the patterns; a later one may lie over an earlier."""
    for kind, sign, pattern, fits in _RULES:
        for match in pattern.finditer(text) if kind in kinds else ():
            if fits is None or fits(match):
                yield Sign(*match.span("what" if "what" in pattern.groupindex else 0), kind, sign)


def find_certain(text: str) -> Iterator[Sign]:
    """What points to one person whatever it stands in: numbers with control digits, e-mail, phone, plate, address."""
    # Most of what is said has no figures, and the patterns are slow: a line without any is passed over.
    for line in _WITH_FIGURES.finditer(text):
        for sign in find_patterns(line[0], _SURE):
            if sign.sign == "certain" or _SURE[sign.kind](line[0][sign.start : sign.end]):
                yield sign._replace(start=line.start() + sign.start, end=line.start() + sign.end)


def _digits(match: re.Match[str]) -> str:
    return "".join(filter(str.isdecimal, match[0]))


def _known_before_care(match: re.Match[str]) -> bool:
    words = match["name"].casefold().split()
    return any((word in places() or is_name(word)) and word not in everyday_words() for word in words)


def _is_road(match: re.Match[str]) -> bool:
    """Whether a word that ends as roads do is the name of one: `Kirkeveien`, `Wessels gate`, not `På vei`."""
    stem = match["stem"]
    apart = match[0][len(stem)] == " "
    return stem.casefold() not in {"riks", "europa", "fylkes", "motor", "gang"} and (not apart or stem.endswith("s"))


def _is_address(match: re.Match[str]) -> bool:
    """Whether a road and a number are an address: `Storgata 12`, `kari nordmanns vei 5`, not `den veien 3 ganger`."""
    stem = match["stem"]
    return stem[0].isupper() or match.string[match.end("stem")] != " " or stem.endswith("s")


def _listed_place(match: re.Match[str]) -> bool:
    return match["place"].casefold() in places()


_RULES: tuple[_Rule, ...] = (
    (EMAIL, "certain", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"), None),
    (
        EMAIL,
        "pattern",
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64} ?(?:[(\[](?:at|a)[)\]]|krøllalfa|alfakrøll)"
            r" ?[\w-]{1,64}(?:\.[\w-]{1,64}| punktum [\w-]{1,64})+",
            re.IGNORECASE,
        ),
        None,
    ),
    (WEB, "certain", re.compile(r"(?:https?://|www\.)[^\s<>«»\"]*[\w/]", re.IGNORECASE), None),
    (
        WEB,
        "pattern",
        # What a page is called is often who has it: facebook.com/kari.nordmann.
        re.compile(
            r"(?<![\w@.-])[\w-]{2,64}(?:\.[\w-]{1,64}){0,2}\.(?:no|com|org|net)(?:/(?:[^\s<>«»\"]*[\w/])?)?(?![\w-]|\.\w)",
            re.IGNORECASE,
        ),
        None,
    ),
    (WEB, "pattern", re.compile(r"(?<![\w@.])@[^\W\d_][\w.]{1,29}\w"), None),
    (NATIONAL_ID, "certain", re.compile(r"(?<!\d)\d{6}[ -]?\d{5}(?!\d)"), lambda found: is_national_id(_digits(found))),
    (
        NATIONAL_ID,
        "pattern",
        re.compile(r"(?<!\d)\d{6}[ -]?\d{5}(?!\d)"),
        lambda found: looks_like_birth(_digits(found)) and not is_national_id(_digits(found)),
    ),
    (ACCOUNT, "certain", re.compile(r"(?<!\d)\d{4}[. ]\d{2}[. ]\d{5}(?!\d)"), lambda found: is_account(_digits(found))),
    (
        PHONE,
        "pattern",
        re.compile(
            r"(?<![\d.,:/])(?:(?:\+|00)\d{2} ?)?(?:[2-9]\d{7}|[2-9]\d(?: \d{2}){3}|[489]\d{2} \d{2} \d{3})"
            r"(?![\d:]|[.,]\d)"
        ),
        None,
    ),
    (PHONE, "pattern", re.compile(r"(?<![\d+.,])(?:\+|00)[1-9]\d{0,2}(?: ?\d{2,4}){2,5}(?!\d)"), None),
    (PLATE, "pattern", re.compile(r"(?<![\w-])[A-Z]{2} ?\d{5}(?!\w)"), None),
    # Norwegian plates have neither I, M, O, Q nor W.
    (
        PLATE,
        "pattern",
        re.compile(r"(?<![\w-])(?!kl|nr|ca|av|er|et|de|du|da|en)[a-hj-lnpr-vx-z]{2} ?\d{5}(?!\w)"),
        None,
    ),
    (DATE, "pattern", re.compile(r"(?<![\d.])\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d{2}|\d{2})(?![\d.]\d|\d)"), None),
    (DATE, "pattern", re.compile(r"(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)"), None),
    (
        DATE,
        "pattern",
        re.compile(rf"(?<!\d)\d{{1,2}}\.? (?:{_MONTHS})(?:,? (?:19|20)\d{{2}})?\b", re.IGNORECASE),
        None,
    ),
    (DATE, "pattern", re.compile(rf"\b(?:{_MONTHS}) (?:\d{{1,2}},? )?(?:19|20)\d{{2}}\b", re.IGNORECASE), None),
    (
        AGE,
        "pattern",
        re.compile(
            rf"(?<!\d)(?:9\d|10\d|11[0-5])(?: år\b(?! (?:siden|sidan|etter|før|seinare|senere))|[ -]?åring\w*)"
            rf"|\bnitti(?:{_UNITS}) ?år(?:ing\w*)?\b|\bhundre ?år(?:ing\w*| gam\w+)",
            re.IGNORECASE,
        ),
        None,
    ),
    # Of somebody, since a pulse may be 95 as well.
    (
        AGE,
        "pattern",
        re.compile(
            rf"\b(?:fylt|fylte|fyller|(?:{_SOMEBODY}) (?:er|var|vart|blir|blei|ble)) (?P<what>9\d|10\d|11[0-5])\b"
            rf"(?![.,/:]?\d| ?(?:{_MEASURES}|kg|kilo|grader|på |poeng|mm|cm))",
            re.IGNORECASE,
        ),
        None,
    ),
    (
        ADDRESS,
        "pattern",
        re.compile(
            rf"\b(?:(?:øvre|nedre|nordre|søndre|østre|vestre|store|lille|gamle) )?(?P<stem>[^\W\d_][\w.-]{{0,40}}?)"
            rf" ?(?:{_STREET}) \d{{1,3}} ?[A-H]?\b(?! ?(?:{_MEASURES}))",
            re.IGNORECASE,
        ),
        _is_address,
    ),
    (ADDRESS, "pattern", re.compile(rf"\b(?P<stem>[A-ZÆØÅ][\w.-]{{2,40}}?) ?(?:{_ROAD})\b"), _is_road),
    (ADDRESS, "pattern", re.compile(r"\bpostbo(?:ks|x) \d{1,5}\b", re.IGNORECASE), None),
    (ADDRESS, "pattern", re.compile(r"(?<!\d)\d{4} (?P<place>[^\W\d_][\w-]+)"), _listed_place),
    (
        HEALTH,
        "pattern",
        re.compile(rf"\b(?P<what>{_NAME}(?: (?:{_NAME}|og|i))?(?: {_NAME})? (?:{_CARE}))\b"),
        None,
    ),
    (HEALTH, "pattern", re.compile(rf"\b(?P<name>\w[\w-]{{1,40}}) (?:{_CARE})\b", re.IGNORECASE), _known_before_care),
    (ORGANISATION, "pattern", re.compile(rf"\b(?:NAV|Nav) (?:i |på )?{_NAME}"), None),
    (ORGANISATION, "pattern", re.compile(rf"\b{_NAME}(?: (?:{_NAME}|og))?(?: {_NAME})? (?:{_WORKPLACE})\b"), None),
    (
        ORGANISATION,
        "pattern",
        re.compile(rf"\b(?P<name>\w[\w-]{{1,40}}) (?:{_WORKPLACE})\b", re.IGNORECASE),
        _known_before_care,
    ),
)

_SURE: dict[str, Callable[[str], bool]] = {
    NATIONAL_ID: lambda _: False,
    ACCOUNT: lambda _: False,
    EMAIL: lambda _: False,
    PHONE: lambda words: any(map(str.isdecimal, words)),
    # In small letters a plate is as easily two words: `ut 20000`.
    PLATE: str.isupper,
    ADDRESS: lambda words: words[:1].isalpha() and bool(re.search(r"\d ?[A-Ha-h]?$", words)),
}
"""The kinds that are sure enough to hold a file back, and when one that is not `certain` is."""
