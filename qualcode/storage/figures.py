"""The first figures of a study, by plain SQL: the app shows them before the models are loaded.

Standard library only. They come from stored counts and small tables, so they cost the same whether a study has two
hundred units or two hundred thousand.
"""

import sqlite3
from dataclasses import replace
from pathlib import Path

from qualcode.storage.migrations.upgrading import bring_up_to_date
from qualcode.storage.sqlite_file import closing_connection, explained, verify
from qualcode.views.status import AnalysisFigures, StudyFigures, SubstudyFigures

_STUDY = "SELECT title, language FROM study"

_SUBSTUDIES = """
SELECT substudy.name,
       count(transcript.id),
       coalesce(sum(said.words), 0),
       coalesce(sum((SELECT sum(n) FROM tally WHERE kind = 'turns' AND owner = transcript.id)), 0)
FROM substudy
LEFT JOIN interview ON interview.substudy_id = substudy.id AND NOT interview.removed
LEFT JOIN transcript ON transcript.interview_id = interview.id AND NOT transcript.removed
LEFT JOIN revision AS said ON said.transcript_id = transcript.id
     AND said.number = (SELECT max(number) FROM revision WHERE transcript_id = transcript.id)
GROUP BY substudy.id
ORDER BY substudy.position, substudy.id
"""

_ANALYSES = """
SELECT title,
       question,
       (SELECT count(*) FROM code_group WHERE analysis_id = analysis.id),
       (SELECT coalesce(sum(n), 0) FROM tally WHERE kind = 'units' AND owner = analysis.id),
       coalesce(sum(counted.n), 0),
       coalesce(sum(counted.n) FILTER (WHERE counted.part <> 0), 0),
       (SELECT count(*) FROM condensate
        JOIN subgroup ON subgroup.id = condensate.subgroup_id
        JOIN code_group ON code_group.id = subgroup.group_id
        WHERE code_group.analysis_id = analysis.id),
       (SELECT count(*) FROM result_category WHERE analysis_id = analysis.id)
FROM analysis
LEFT JOIN code_group ON code_group.analysis_id = analysis.id
LEFT JOIN tally AS counted ON counted.kind = 'codings' AND counted.owner = code_group.id
GROUP BY analysis.id
ORDER BY analysis.position, analysis.id
"""


_BLIND = """
EXISTS (SELECT 1 FROM blind_coding AS b WHERE b.analysis_id = {unit}.analysis_id
        AND b.transcript_id = {unit}.transcript_id AND b.done = '')
"""

_HIDDEN = f"""
SELECT title,
       (SELECT count(*) FROM meaning_unit AS u WHERE u.analysis_id = analysis.id AND {_BLIND.format(unit="u")}),
       count(c.id),
       count(c.id) FILTER (WHERE c.set_aside OR c.subgroup_id IS NOT NULL)
FROM analysis
LEFT JOIN meaning_unit AS v ON v.analysis_id = analysis.id AND {_BLIND.format(unit="v")}
LEFT JOIN coding AS c ON c.unit_id = v.id
GROUP BY analysis.id
"""  # noqa: S608 - nothing of a user's is put into it
"""Units and codings in transcripts that are being coded blind: nobody has said yet who is at work, so none are told."""

_KNOWS_BLIND = "SELECT 1 FROM sqlite_master WHERE name = 'blind_coding'"
_CODED_BLIND = "SELECT 1 FROM blind_coding WHERE done = '' LIMIT 1"


def first_figures(path: Path) -> StudyFigures:
    """What a study is called, how much material it has, and how far each analysis has come.

    Raises what opening it would raise (`NoSuchStudy`, `NotAStudy`, `StudyNewer` ...); writes nothing.
    """
    verify(path)
    bring_up_to_date(path)
    with explained(path), closing_connection(path) as connection:
        return _read(connection)


def _read(connection: sqlite3.Connection) -> StudyFigures:
    connection.execute("BEGIN")
    title, language = connection.execute(_STUDY).fetchone()
    substudies = tuple(SubstudyFigures(*row) for row in connection.execute(_SUBSTUDIES))
    analyses = tuple(_without_hidden(connection, [AnalysisFigures(*row) for row in connection.execute(_ANALYSES)]))
    return StudyFigures(title, language, substudies, analyses)


def _without_hidden(connection: sqlite3.Connection, analyses: list[AnalysisFigures]) -> list[AnalysisFigures]:
    """The figures without what is coded in transcripts that are being coded blind."""
    if not connection.execute(_KNOWS_BLIND).fetchone() or not connection.execute(_CODED_BLIND).fetchone():
        return analyses
    hidden = {title: counts for title, *counts in connection.execute(_HIDDEN)}
    return [
        replace(
            one,
            meaning_units=one.meaning_units - hidden[one.title][0],
            codings=one.codings - hidden[one.title][1],
            sorted_codings=one.sorted_codings - hidden[one.title][2],
        )
        for one in analyses
    ]
