"""What a speaker's label says about who it is."""

import re

INTERVIEWER = "interviewer"
MODERATOR = "moderator"
SECRETARY = "secretary"
PARTICIPANT = "participant"
UNKNOWN = "unknown"
ROLES = (INTERVIEWER, MODERATOR, SECRETARY, PARTICIPANT, UNKNOWN)

_WORDS = {
    INTERVIEWER: ("i", "int", "intervju", "intervjuer", "intervjuar", "interviewer"),
    MODERATOR: ("m", "mod", "moderator", "ordstyrer", "ordstyrar"),
    SECRETARY: ("s", "sek", "sekr", "sekretær", "secretary", "referent"),
}
_ALSO_CODES = ("m", "s")
"""What stands before a number in participants' codes, too."""

_ROLE_OF_WORD = {word: role for role, words in _WORDS.items() for word in words}

# Words for people who are asked. Which of them is a participant of the study is settled by the participant's code, so
# these only tell that the label is a speaker's.
_PEOPLE = (
    "informant|interviewee|intervjuperson|intervjuobjekt|intervjuede|deltaker|deltakar|deltager|participant|respondent|resp|inf|delt|part|pasient|patient|lege|doctor|fastlege"
    "|speaker|taler|unknown speaker|ukjent taler|ukjent|unknown|person|stemme|voice|kvinne|mann|woman|man|alle|flere"
)
_NUMBER = r"[ _.-]?\d{1,3}[a-zæøå]?"
_SPEAKER_LABEL = re.compile(rf"(?:{_PEOPLE})(?:{_NUMBER})?|[a-zæøå]{{1,4}}{_NUMBER}", re.IGNORECASE)
_SEVERAL = re.compile(r"[ ]?[/&+][ ]?|,[ ]")
_INITIALS = re.compile(r"[A-ZÆØÅ]{1,3}")
_TRAILING_NUMBER = re.compile(r"[ _.-]?\d{1,2}$")
# noScribe's and ELAN's speakers: `S00`, `S01`. Secretaries are not numbered like that.
_REMARK = re.compile(r"[ ]?\([^()]{1,30}\)$")
_NUMBERED_BY_MACHINE = re.compile(r"[sS]\d\d")


def likely_role(label: str) -> str:
    """The role a label most likely has: `I`, `Int.`, `Intervjuer 2` an interviewer; `M` a moderator; `S` a secretary.

    Everyone else is `unknown`: a participant is known by code or by being told, not by what the label looks like.
    So are `M3` and `S12`, which are as likely to be participants' codes.
    """
    if _NUMBERED_BY_MACHINE.fullmatch(label.strip()):
        return UNKNOWN
    told = label.strip().rstrip(".").casefold()
    word = _TRAILING_NUMBER.sub("", told)
    return UNKNOWN if word != told and word in _ALSO_CODES else _ROLE_OF_WORD.get(word, UNKNOWN)


def bare_label(label: str) -> str:
    """The label without the remark after it: `Kvinne 1 (45 år)`, `Kari Hansen (vert)`."""
    return _REMARK.sub("", label.strip())


def is_known_label(label: str) -> bool:
    """Whether this can hardly be anything but a speaker: a role, a code (`P4`, `FL6`), `Informant 1`.

    So are several of them (`FL1/FL2`), a doubtful one (`P4?`, `FL?`), and one with a remark (`Kvinne 1 (45 år)`).
    """
    bare = bare_label(label)
    return bool(bare) and all(_is_known(part) for part in _SEVERAL.split(bare))


def _is_known(label: str) -> bool:
    sure = label.rstrip(".?").rstrip()
    is_guess = label.endswith("?") and _INITIALS.fullmatch(sure) is not None
    return likely_role(sure) != UNKNOWN or is_guess or _SPEAKER_LABEL.fullmatch(sure) is not None
