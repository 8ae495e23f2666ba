"""The chapter of three substudies, 30 categories and 200 quotes in Word, against writing its XML alone.

Run: `python -m benchmarks.bench_chapter`. The aim: under 3 seconds, most of it in writing the XML.
"""

import tempfile
from pathlib import Path

from benchmarks.timing import compare
from qualcode.exporters.registry import write_chapter
from qualcode.services.chapter.chapter import chapter
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.participants.participants import import_participants
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, rest_on
from qualcode.storage.opening import OpenStudy, create_study
from tests.builders import (
    add_condensate,
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
)

SUBSTUDIES, CATEGORIES, QUOTES = ("Pasientene", "Fastlegene", "NMV-legene"), 10, 200
_PROSE = "De fleste husket dagen konvolutten kom, og hva de tenkte da de så avsenderen. " * 4


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with create_study(folder / "s.qualcode", title="Målt", language="nb", coder="AA") as study:
            for substudy in SUBSTUDIES:
                _fill(study, substudy)
            view = chapter(study)
            parts = [part for one in view.substudies for category in one.categories for part in category.parts]
            count = sum(len(one.categories) for one in view.substudies)
            assert (count, sum(hasattr(part, "lead_in") for part in parts)) == (30, QUOTES + 1)
            compare(
                "chapter of 30 categories and 200 quotes, against its XML alone",
                lambda: export_chapter(study, folder / "ours.docx"),
                lambda: write_chapter(view, folder / "theirs.docx"),
            )
            compare(
                "the same with its trace, against without",
                lambda: export_chapter(study, folder / "ours.docx", traced=True),
                lambda: export_chapter(study, folder / "ours.docx"),
            )


def _fill(study: OpenStudy, substudy: str) -> None:
    """Ten participants, each with an interview of 67 units in one code group; ten categories with their quotes."""
    add_substudy(study, substudy)
    people = [f"{substudy[0]}{number}" for number in range(10)]
    rows = [{"participant": code, "gender": "K", "age": 30 + number} for number, code in enumerate(people)]
    import_participants(study, numbered(rows), substudy=substudy)
    group = add_group(study, f"Gruppe {substudy}", analysis=substudy)
    quotes, condensates = [], []
    for number, code in enumerate(people):
        said = [f"Dette er det {place}. jeg sier om brevet, og om timen etterpå ({code})." for place in range(7)]
        transcript = add_transcript(study, code, [(code, words) for words in said], substudy=substudy)
        subgroup = add_subgroup(study, group, f"Under {number}")
        coded = [code_words(study, transcript, words, group, subgroup_id=subgroup) for words in said]
        condensates.append(add_condensate(study, subgroup, "Jeg ble sittende med brevet."))
        quotes += [mark_quote(study, one.coding_id) for one in coded]
    for number in range(CATEGORIES):
        category = add_category(study, analysis_of(study, substudy), f"Kategori {number}")
        rest_on(study, category, condensates[number])
        for quote in quotes[number * 7 : number * 7 + 7][: 7 if number % 10 < 7 else 6]:
            add_paragraph(study, category, text=_PROSE)
            add_paragraph(study, category, text="En kvinnelig deltaker sa:", quote_id=quote)


if __name__ == "__main__":
    main()
