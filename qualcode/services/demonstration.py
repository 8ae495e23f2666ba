"""The demonstration study: built from the interviews and codebooks that come with qualcode, as two coders' work.

Everything goes through the same services as a user's own work, so that its history reads like one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.errors import CannotWrite
from qualcode.importers.categories import read_categories
from qualcode.importers.codebooks import read_codebook
from qualcode.importers.register import read_register
from qualcode.importers.tables import read_rows
from qualcode.locale import speaking
from qualcode.services.chapter.chapter_texts import load_chapter_texts
from qualcode.services.chapter.exporting import export_chapter, export_quotes
from qualcode.services.coding.codebooks import load_codebook
from qualcode.services.coding.coding_files import apply_codings
from qualcode.services.coding.meetings import load_meetings
from qualcode.services.condensing.condensing_files import load_condensates, load_quotes
from qualcode.services.condensing.quotes import quotes, sign_off
from qualcode.services.material.importing import import_files
from qualcode.services.material.substudies import analyses, set_substudy
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.naming import find_analysis
from qualcode.services.overview import studies
from qualcode.services.participants.participants import import_participants
from qualcode.services.reading.preconceptions import write_preconceptions
from qualcode.services.reading.readers import mark_list_done
from qualcode.services.reading.reading import mark_read, themes
from qualcode.services.register.register import load_register
from qualcode.services.rows import file_rows
from qualcode.services.synthesis.category_files import load_categories
from qualcode.services.synthesis.comparing_files import load_comparison
from qualcode.services.themes.negotiating import agree_on, drop_themes
from qualcode.services.themes.reading_files import load_notes, load_themes
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.ordering import natural_key
from qualcode.views.demonstration import DemonstrationReport

FILE = "nmv.qualcode"
EXPORTS = "exports"
FIRST, SECOND = "AA", "BB"
"""The two coders."""

_ASIDE = "-"
"""What stands for the subgroup of a unit that was set aside, in the demonstration's own files."""


@dataclass(frozen=True, slots=True)
class _Material:
    """A substudy of the demonstration: the folder of its files, its codebook, its design and sampling."""

    folder: str
    codebook: str
    design: str
    sampling: str


_SUBSTUDIES = (
    _Material("patients", "nmv-patients.yaml", "individual", "convenience"),
    _Material("gps", "nmv-gps.yaml", "focus-group", "convenience"),
    _Material("doctors", "nmv-doctors.yaml", "focus-group", ""),
)
_TRANSCRIPTS = frozenset({".docx", ".txt", ".vtt"})


def build_demonstration(folder: Path) -> DemonstrationReport:
    """Build the demonstration study in a folder, if it is not there, and write its chapter and quote table anew.

    The folder is made if need be; nothing is written outside it. Raises `CannotWrite`, and what opening a study raises
    if something else is in its place.
    """
    _make_folder(folder)
    path = folder / FILE
    made = not path.exists()
    if made:
        _build(path)
    exports = folder / EXPORTS
    _make_folder(exports)
    with open_study(path, coder=FIRST) as study:
        export_chapter(study, exports / "chapter.docx")
        export_quotes(study, exports / "quotes.docx")
    return DemonstrationReport(path, made=made, exports=(exports / "chapter.docx", exports / "quotes.docx"))


def material_folder() -> Path:
    """Where the demonstration's interviews and codebooks are: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_demonstration"
    return installed if installed.is_dir() else package.parent


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(path=folder, reason=error.strerror or type(error).__name__) from error


def _build(path: Path) -> None:
    """Build under another name, so that a study half made is never taken for the demonstration."""
    corpus = material_folder() / "corpora" / "nmv"
    about = _read_json(corpus / "study.json")
    with _under_another_name(path) as part, speaking(about["language"]):
        with studies.create(part, title=about["title"], language=about["language"], coder=FIRST) as study:
            names = [_take_material(study, material) for material in _SUBSTUDIES]
            _write_texts(study, about["chapter"], "", "study.json")
            load_register(study, read_register(corpus / "register.json"), file="register.json")
        for step, coder in _STEPS:
            with open_study(part, coder=coder) as study:
                for material, name in zip(_SUBSTUDIES, names, strict=True):
                    step(study, corpus / material.folder, name)
        with open_study(part, coder=FIRST) as study:
            load_comparison(study, read_rows(corpus / "comparison.json"), file="comparison.json")


@contextmanager
def _under_another_name(path: Path) -> Iterator[Path]:
    part = path.with_name(f".{path.name}.part")
    _remove(part)
    try:
        yield part
        part.rename(path)
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _take_material(study: OpenStudy, material: _Material) -> str:
    """A substudy with its participants, transcripts and codebook; its name."""
    root = material_folder()
    folder = root / "corpora" / "nmv" / material.folder
    codebook = read_codebook(root / "codebooks" / material.codebook)
    name = codebook.analysis
    set_substudy(study, name, design=material.design, sampling=material.sampling)
    people, labels = folder / "participants.csv", folder / "labels.csv"
    import_participants(
        study, read_rows(people), substudy=name, file=people.name, labels=read_rows(labels), labels_file=labels.name
    )
    transcripts = (path for path in folder.iterdir() if path.suffix in _TRANSCRIPTS)
    in_order = sorted(transcripts, key=lambda path: natural_key(path.name))
    import_files(study, in_order, name)
    load_codebook(study, codebook, analysis=name)
    return name


def _read_alone(study: OpenStudy, folder: Path, name: str) -> None:
    """Step 1 as far as one reader did it by herself: preconceptions, reading, notes, and her list of themes."""
    analysis_id = _analysis_id(study, name)
    for _, row in _of_coder(folder / "preconceptions.json", study.coder):
        write_preconceptions(study, analysis_id, row["text"])
    _read(study, name, last_left=study.coder == SECOND)
    own = [(line, _without_decisions(row)) for line, row in _of_coder(folder / "themes.csv", study.coder)]
    load_themes(study, own, file="themes.csv", analysis=name)
    load_notes(study, _of_coder(folder / "notes.json", study.coder), file="notes.json", analysis=name)
    mark_list_done(study, analysis_id)


def _negotiate(study: OpenStudy, folder: Path, name: str) -> None:
    """Step 1, together: what the two agreed on and what they let go, the meeting, and the groups that came of it."""
    analysis_id, rows = _analysis_id(study, name), list(file_rows(read_rows(folder / "themes.csv"), file="themes.csv"))
    keys = {(one.coder, one.name): one.id for one in themes(study, analysis_id)}
    agreed = [row for row in rows if not row.text("coder")]
    for row in agreed:
        came = [one for one in rows if one.text("agreed") == row.text("theme")]
        theme_ids = [keys[one.text("coder"), one.text("theme")] for one in came]
        agree_on(study, analysis_id, theme_ids, row.text("theme"), reason=row.text("reason"))
    for row in rows:
        if row.truth("dropped"):
            drop_themes(study, [keys[row.text("coder"), row.text("theme")]], reason=row.text("reason"))
    load_meetings(study, read_rows(folder / "meetings.csv"), file="meetings.csv", analysis=name)
    load_themes(study, [(row.line, row.values) for row in agreed], file="themes.csv", analysis=name)


def _code(study: OpenStudy, folder: Path, name: str) -> None:
    """Step 2 as far as one coder did it."""
    codings = [(line, _placed(row)) for line, row in _of_coder(folder / "codings.csv", study.coder)]
    apply_codings(study, rows=codings, file="codings.csv", analysis=name)


def _condense(study: OpenStudy, folder: Path, name: str) -> None:
    """Step 3 as far as one coder did it: condensates, and quotes whose printed form she has signed."""
    condensates = _of_coder(folder / "condensates.json", study.coder)
    load_condensates(study, condensates, file="condensates.json", analysis=name)
    load_quotes(study, _of_coder(folder / "quotes.json", study.coder), file="quotes.json", analysis=name)
    for quote in quotes(study, analysis=name):
        if quote.coder == study.coder and quote.differs:
            sign_off(study, quote.id)


def _read(study: OpenStudy, name: str, *, last_left: bool) -> None:
    """Mark the transcripts of an analysis read; where there are many, the second reader has not come to the last."""
    analysis = next(view for view in analyses(study) if view.title == name)
    lines = transcript_lines(study, analysis.id)
    few = 3
    for line in lines[:-1] if last_left and len(lines) > few else lines:
        mark_read(study, analysis.id, line.id)


def _write(study: OpenStudy, folder: Path, name: str) -> None:
    """Step 4 and the chapter: categories, and the substudy's prose."""
    load_categories(study, read_categories(folder / "categories.json"), file="categories.json", analysis=name)
    _write_texts(study, _read_json(folder / "chapter.json"), name, "chapter.json")


def _write_texts(study: OpenStudy, texts: Mapping[str, str], substudy: str, file: str) -> None:
    rows = [{"substudy": substudy, "part": part, "text": text} for part, text in texts.items()]
    load_chapter_texts(study, list(enumerate(rows, start=1)), file=file)


_STEPS = (
    (_read_alone, FIRST),
    (_read_alone, SECOND),
    (_negotiate, FIRST),
    (_code, FIRST),
    (_code, SECOND),
    (_condense, FIRST),
    (_condense, SECOND),
    (_write, FIRST),
)
"""What is done in each analysis, and by whom, in this order."""


def _analysis_id(study: OpenStudy, name: str) -> int:
    with study.reading() as connection:
        return find_analysis(connection, name).id


def _without_decisions(row: Mapping[str, Any]) -> dict[str, Any]:
    """A reader's theme as she had it before the negotiation."""
    return {name: row[name] for name in ("coder", "theme", "note")}


def _of_coder(path: Path, coder: str) -> Sequence[tuple[int, dict[str, Any]]]:
    return [(line, row) for line, row in read_rows(path) if row["coder"] == coder]


def _placed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A coding as `codings` takes it: what was set aside says so in a column of its own."""
    aside = row["subgroup"] == _ASIDE
    return {**row, "subgroup": None if aside else row["subgroup"], "set_aside": "true" if aside else ""}


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
