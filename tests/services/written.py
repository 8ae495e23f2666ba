"""A small analysis that has come to step 4: two condensates, three quotes, and a category to write in."""

from typing import NamedTuple

from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.participants.participants import import_participants
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, rest_on
from qualcode.storage.opening import OpenStudy
from tests.builders import (
    SUBSTUDY,
    add_condensate,
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
)

HEADING = "Brevet kjentes som en mistanke"
PROSE = "De fleste husket dagen konvolutten kom."
SAID = {
    "P1": "Jeg ble sittende i gangen en stund.",
    "P2": "Da tenkte jeg at nå har de tatt meg i noe.",
    "P3": "Så svarte han bare ja.",
}


class Written(NamedTuple):
    """Keys of what there is; `category` rests on `letter` and has a paragraph and a quote."""

    analysis: int
    letter: int
    hour: int
    quotes: tuple[int, ...]
    category: int
    paragraph: int
    placed: int
    transcripts: tuple[int, ...]
    units: tuple[int, ...]
    subgroups: tuple[int, int]


def write_analysis(study: OpenStudy) -> Written:
    """Three interviews, a unit in each, two subgroups with a condensate, a quote of every unit."""
    add_substudy(study)
    people = [{"participant": code, "age": 30 + number} for number, code in enumerate(SAID)]
    import_participants(study, numbered(people), substudy=SUBSTUDY)
    transcripts = tuple(add_transcript(study, code, [("I", "Hva tenkte du?"), (code, SAID[code])]) for code in SAID)
    group = add_group(study, "Uro")
    subgroups = add_subgroup(study, group, "Brevet"), add_subgroup(study, group, "Timen")
    places = (subgroups[0], subgroups[0], subgroups[1])
    coded = [
        code_words(study, transcript, words, group, subgroup_id=place)
        for transcript, words, place in zip(transcripts, SAID.values(), places, strict=True)
    ]
    letter = add_condensate(study, subgroups[0], "Jeg ble sittende.")
    hour = add_condensate(study, subgroups[1], "Han svarte bare ja.")
    quotes = tuple(mark_quote(study, one.coding_id) for one in coded)
    category = add_category(study, analysis_of(study), HEADING)
    rest_on(study, category, letter)
    paragraph = add_paragraph(study, category, text=PROSE)
    placed = add_paragraph(study, category, text="En av dem sa:", quote_id=quotes[0])
    units = tuple(one.unit_id for one in coded)
    return Written(analysis_of(study), letter, hour, quotes, category, paragraph, placed, transcripts, units, subgroups)
