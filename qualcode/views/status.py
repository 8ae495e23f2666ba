"""How far the work has come: what there is, per substudy and per analysis, and what is next."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubstudyStatus:
    """The material of one substudy. A turn without speaker is one that nobody is named for."""

    name: str
    design: str
    participants: int
    interviews: int
    transcripts: int
    turns: int
    turns_without_speaker: int
    words: int


@dataclass(frozen=True, slots=True)
class AnalysisStatus:
    """How far one analysis has come, by step.

    `codings` counts unit by code group, and so do `units_without_subgroup` and `units_set_aside`: step 3 takes one code
    group at a time, and a unit may have found its place in one and not in another.
    """

    title: str
    question: str
    substudies: tuple[str, ...]
    themes: int
    code_groups: int
    subgroups: int
    meaning_units: int
    codings: int
    units_without_subgroup: int
    units_set_aside: int
    condensates: int
    condensates_to_look_at: int
    quotes: int
    result_categories: int
    result_categories_validated: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that is there to be done. `analysis` is its title, empty where it concerns the material itself.

    `step` is 1 to 4 of the method, 0 before it. `kind` says what it is (`unread`, `uncoded`, `look-again` ...), `count`
    how many there are, `name` the first of them, and `target` that one's key: of a transcript, code group or result
    category.
    """

    analysis: str
    step: int
    kind: str
    count: int
    name: str = ""
    target: int = 0


@dataclass(frozen=True, slots=True)
class StudyStatus:
    """What there is in a study, and what is next. `schema` is the version of its tables, `engine` where it is kept."""

    title: str
    language: str
    schema: int
    engine: str
    coders: tuple[str, ...]
    substudies: tuple[SubstudyStatus, ...]
    analyses: tuple[AnalysisStatus, ...]
    next: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class SubstudyFigures:
    """The first figures of one substudy."""

    name: str
    transcripts: int
    words: int
    turns: int


@dataclass(frozen=True, slots=True)
class AnalysisFigures:
    """The first figures of one analysis; `sorted_codings` are those that have found a subgroup or been set aside."""

    title: str
    question: str
    code_groups: int
    meaning_units: int
    codings: int
    sorted_codings: int
    condensates: int
    result_categories: int


@dataclass(frozen=True, slots=True)
class StudyFigures:
    """What the app shows first, before it has loaded anything heavy."""

    title: str
    language: str
    substudies: tuple[SubstudyFigures, ...]
    analyses: tuple[AnalysisFigures, ...]
