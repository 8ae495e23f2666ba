"""Small things that tests build studies from, through the services themselves."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel, col

from qualcode.model import Analysis, CodeGroup, Participant, Subgroup, Transcript
from qualcode.services.coding.coding import Coded, code_span
from qualcode.services.material.importing import Receiving
from qualcode.services.material.incoming import IncomingFile
from qualcode.services.material.substudies import set_substudy
from qualcode.services.naming import find_substudy
from qualcode.storage.opening import OpenStudy, create_study, open_study
from qualcode.storage.sqlite_file import create_private
from qualcode.text.normal_form import content_hash
from qualcode.text.span import Span
from qualcode.views.importing import ReadTranscript, ReadTurn

SUBSTUDY = "Pasientene"
"""The substudy that everything is put into where a test does not say which; its analysis has the same title."""

Said = Sequence[tuple[str | None, str]]
"""Turns, as (label, words)."""


@cache
def _empty_study() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "study.qualcode"
        create_study(path, title="A study", language="nb", coder="AA").close()
        return path.read_bytes()


def new_study(path: Path) -> OpenStudy:
    """An empty study in Norwegian, open for the coder AA: a copy of one, at a quarter of what making one takes."""
    create_private(path)
    path.write_bytes(_empty_study())
    return open_study(path, coder="AA")


def add_substudy(study: OpenStudy, name: str = SUBSTUDY, *, design: str = "individual") -> int:
    """A substudy, with the analysis of its own; its key."""
    return set_substudy(study, name, design=design).id


def analysis_of(study: OpenStudy, title: str = SUBSTUDY) -> int:
    """The key of the analysis of this title."""
    with study.reading() as connection:
        key = connection.execute(select(col(Analysis.id)).where(col(Analysis.title) == title)).scalar_one()
    assert key is not None
    return key


def add_participant(study: OpenStudy, code: str, *, substudy: str = SUBSTUDY) -> int:
    """A participant, known by code; the key."""
    with study.change("participant.add") as change:
        substudy_id = find_substudy(change.connection, substudy).id
        return change.add(Participant, substudy_id=substudy_id, code=code, position=1)


def add_transcript(study: OpenStudy, name: str, said: str | Said, *, substudy: str = SUBSTUDY) -> int:
    """A transcript of these turns; its key. A bare text has a turn of nobody's per paragraph (empty lines between)."""
    turns = [(None, words) for words in said.split("\n\n")] if isinstance(said, str) else said
    read = ReadTranscript("txt", "utf-8", tuple(ReadTurn(label, words) for label, words in turns))
    file = IncomingFile(f"{name}.txt", name, content_hash(f"{substudy}/{name}: {turns}"), read)
    with study.change("transcripts.import") as change:
        return Receiving(change, find_substudy(change.connection, substudy).id).store(file)


def store_turns(study: OpenStudy, name: str, turns: Sequence[ReadTurn], *, substudy: str = SUBSTUDY) -> int:
    """A transcript of these turns as a file would give them, with times; its key."""
    read = ReadTranscript("vtt", "utf-8", tuple(turns))
    file = IncomingFile(f"{name}.vtt", name, content_hash(f"{substudy}/{name}: {turns}"), read)
    with study.change("transcripts.import") as change:
        return Receiving(change, find_substudy(change.connection, substudy).id).store(file)


def text_of(study: OpenStudy, transcript_id: int) -> str:
    """The canonical text of a transcript."""
    from qualcode.services.material.transcripts import transcript_view

    return transcript_view(study, transcript_id).text


def add_group(study: OpenStudy, name: str, *, analysis: str = SUBSTUDY) -> int:
    """A code group, last in its analysis; its key."""
    analysis_id = analysis_of(study, analysis)
    with study.change("group.new") as change:
        return change.add(CodeGroup, analysis_id=analysis_id, name=name, position=_count(change.connection, CodeGroup))


def add_subgroup(study: OpenStudy, group_id: int, name: str) -> int:
    """A subgroup, last in its group; its key."""
    with study.change("subgroup.new") as change:
        return change.add(Subgroup, group_id=group_id, name=name, position=_count(change.connection, Subgroup))


def code_words(
    study: OpenStudy, transcript_id: int, words: str, group_id: int, *, subgroup_id: int | None = None
) -> Coded:
    """Code the first place where these words stand."""
    start = text_of(study, transcript_id).index(words)
    span = Span(start, start + len(words))
    return code_span(study, transcript_id=transcript_id, span=span, group_id=group_id, subgroup_id=subgroup_id)


def write_file(folder: Path, name: str, said: Said) -> Path:
    """A text file with a line `label: words` per turn, as a transcriber types it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n\n".join(f"{label}: {words}" for label, words in said), encoding="utf-8")
    return path


def transcript_names(study: OpenStudy) -> list[str]:
    """The names of the transcripts that are there, in the order they came."""
    statement = select(col(Transcript.name)).where(col(Transcript.removed).is_(False)).order_by(col(Transcript.id))
    with study.reading() as connection:
        return list(connection.execute(statement).scalars())


def _count(connection: Connection, table: type[SQLModel]) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def numbered(rows: Sequence[Mapping[str, object]]) -> list[tuple[int, Mapping[str, object]]]:
    """Rows as a file's reader gives them: each with its line, the header being line 1."""
    return list(enumerate(rows, start=2))


def add_condensate(study: OpenStudy, subgroup_id: int, text: str) -> int:
    """A condensate of what is in the subgroup now; its key."""
    from qualcode.model import Condensate
    from qualcode.services.condensing.condensing import write_condensate

    write_condensate(study, subgroup_id, text)
    with study.reading() as connection:
        statement = select(col(Condensate.id)).where(col(Condensate.subgroup_id) == subgroup_id)
        key = connection.execute(statement).scalar_one()
    assert key is not None
    return key


def hash_of(study: OpenStudy) -> str:
    """What the study holds, in one figure."""
    from qualcode.storage.content import content_hash as hashed

    with study.reading() as connection:
        return hashed(connection)


def registered(study: OpenStudy, **sections: Sequence[Mapping[str, object]]) -> None:
    """Take entries into the register, as from a file whose first line is 1."""
    from qualcode.services.register.register import load_register

    rows = [(name, line, entry) for name, entries in sections.items() for line, entry in enumerate(entries, start=1)]
    load_register(study, rows, file="register.json")
