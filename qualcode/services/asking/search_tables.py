"""The hits of a search as a table: for reading in Word, sorting in a spreadsheet, or a program."""

from pathlib import Path

from qualcode.exporters import registry
from qualcode.locale import say
from qualcode.services.register.consent import held_back_voices
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.views.searching import CONTEXT, SearchHit, SearchResult
from qualcode.views.table import TableView

_COLUMNS = ("transcript", "turn", "speaker", "participant", "before", "match", "after", "where")


def hits_table(result: SearchResult, *, language: str) -> TableView:
    """The hits as a table with their headings in `language`; the place column only where notes were searched too."""
    columns = _COLUMNS if any(hit.where for hit in result.hits) else _COLUMNS[:-1]
    return TableView(
        title=say("search.table_title", language=language, query=result.query),
        columns=columns,
        rows=tuple(
            tuple(getattr(hit, name) or None for name in columns) for hit in map(_with_whole_words, result.hits)
        ),
        notes=(say("search.total", language=language, count=result.total),),
        headings=tuple(say(f"search.columns.{name}", language=language) for name in columns),
    )


def _with_whole_words(hit: SearchHit) -> SearchHit:
    """The hit with no half words at the outer ends of what stands around it, and no spaces at the ends of a cell."""
    before = hit.before if len(hit.before) < CONTEXT else hit.before.partition(" ")[2]
    after = hit.after if len(hit.after) < CONTEXT else hit.after.rpartition(" ")[0]
    return hit._replace(before=before.strip(), after=after.strip())


def export_hits(study: OpenStudy, result: SearchResult, path: Path, *, template: Path | None = None) -> None:
    """Write the hits as .csv, .xlsx, .docx or .html, by the ending of `path`.

    What people without consent say is left out, where consent is registered in their substudy. Raises `CannotWrite`.
    """
    language = chapter_language(study)
    with study.reading() as connection:
        held = held_back_voices(connection)
    hits = tuple(hit for hit in result.hits if (hit.substudy, hit.participant) not in held)
    kept = SearchResult(result.query, result.total - (len(result.hits) - len(hits)), hits)
    registry.write_table(hits_table(kept, language=language), path, language=language, template=template)
