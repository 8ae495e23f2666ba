"""Names of people in what researchers wrote themselves, where that stands in a file on its way out.

What was said is gone through name by name (`deidentifying`); an analytic text, a heading or a condensate is not. The
same finder is shown them when they go out, and what it takes for a person is told. Nothing is held back for it: authors
cite each other.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.exporters.written import WrittenText
from qualcode.locale import say
from qualcode.model import (
    CodeGroup,
    Coder,
    Condensate,
    KeptWords,
    Paragraph,
    Participant,
    ResultCategory,
    Subgroup,
    TeamMember,
)
from qualcode.services.protecting.identifiers import Memory, key_of
from qualcode.services.protecting.own_texts import OwnText, own_texts
from qualcode.storage.opening import OpenStudy
from qualcode.text.identifying import Candidate, find_candidates
from qualcode.text.identifying.candidate import PERSON
from qualcode.text.identifying.finding import begins_sentence
from qualcode.text.identifying.lists import is_name
from qualcode.text.lemmas import is_inflected

_NOT_PROSE = frozenset(
    {
        *("attribute", "attribute_label", "attribute_value", "coder", "ethics_assessment", "export"),
        *("journal_entry", "log_line", "participant", "recording", "reference_field"),
        *("bibliography", "reference_setting"),
        *("saved_search", "seat", "speaker", "study", "team_member", "transcript", "user_involvement", "withdrawal"),
    }
)
"""Tables of the register and of the project's own people, and those that repeat what was said or what others wrote."""

_ONLY = {"interview": ("others", "place"), "quote": ()}
"""Of some tables these columns alone; of a quote what was put into it in brackets, besides."""

_PUT_IN = re.compile(r"\[([^\[\]]+)\]")
_UNCHANGED = re.compile(r"[\w ,.;:-]+")
"""Signs that stand in every kind of file as they were written, without marks or escapes."""
_WORD = re.compile(r"\w+")
_DEFINITE = ("en", "et", "ne")
"""Endings of a noun told of in particular. On NorNE's development and test texts eight such words that began a sentence
were taken for people and were not; one was a person's (a surname on no list)."""


class WrittenName(NamedTuple):
    """What may be a person's name: the part of the file it is in, the text that holds it and which one that is."""

    where: str
    text: str
    start: int
    end: int
    told: str


def names_written(study: OpenStudy, texts: Sequence[WrittenText]) -> list[WrittenName]:
    """The people named in texts of the researchers' own that stand in these files, by text; each name once in a text.

    Left out are codes, pseudonyms, the project's own people, and names that somebody let stand in a transcript. A
    second to begin with, then about 10,000 words a second.
    """
    with study.reading() as connection:
        there = list(_standing(connection, texts))
        memory, known = Memory(connection), _names_that_may_stand(connection)
        headings = _headings(connection)
    found: dict[tuple[str, int, str], WrittenName] = {}
    for where, own in there:
        for one in _people_in(own.text, memory.language):
            key = key_of(one.text)
            if key not in known and not memory.may_stand(key):
                told = headings.get((own.table, own.key), say(f"tables.{own.table}"))
                name = WrittenName(where, own.text, one.start, one.end, told)
                found.setdefault((own.table, own.key, key), name)
    return list(found.values())


@lru_cache(maxsize=4_096)
def _people_in(text: str, language: str) -> tuple[Candidate, ...]:
    """What the finder takes for people; most texts are the same from one export to the next.

    A word that is the whole text, as a code group's name often is, must be a known name: it has a capital anyhow. So
    must a definite form that begins a sentence (`Listene`).
    """
    people = (one for one in find_candidates(text, language=language) if one.kind == PERSON)
    return tuple(one for one in people if is_name(one.text.casefold()) or not _has_its_capital_anyhow(one, text))


def _has_its_capital_anyhow(one: Candidate, text: str) -> bool:
    if one.text == text.strip() and " " not in one.text:
        return True
    definite = one.text.endswith(_DEFINITE) and begins_sentence(text, one.start)
    return definite and is_inflected(one.text, language="nb")


def _standing(connection: Connection, texts: Sequence[WrittenText]) -> Iterator[tuple[str, OwnText]]:
    """The researchers' texts that stand in the files: those of which the longest stretch of mere words does."""
    files = [(text.where, " ".join(text.text.split())) for text in texts]
    known = {word for _, plain in files for word in _WORD.findall(plain)}
    for own in _own_prose(connection):
        stretch = max((" ".join(one.split()) for one in _UNCHANGED.findall(own.text)), key=len, default="")
        if stretch and known.issuperset(_WORD.findall(stretch)):
            where = next((where for where, plain in files if stretch in plain), None)
            if where is not None:
                yield where, own


def _own_prose(connection: Connection) -> Iterator[OwnText]:
    for own in own_texts(connection):
        if own.table == "quote" and own.column == "printed":
            yield from (own._replace(text=words) for words in _PUT_IN.findall(own.text))
        elif own.table not in _NOT_PROSE and own.column in _ONLY.get(own.table, (own.column,)):
            yield own


def _names_that_may_stand(connection: Connection) -> set[str]:
    """Pseudonyms, whole and in part, and those who work on the project: in full or by surname, as authors are named."""
    chosen = [*_column(connection, Participant.pseudonym), *_column(connection, KeptWords.key, col(KeptWords.ours))]
    ours = [*_column(connection, TeamMember.name), *_column(connection, Coder.initials)]
    whole = {key_of(name) for name in (*chosen, *ours)}
    return (
        whole
        | {part for name in chosen for part in key_of(name).split()}
        | {name.split()[-1] for name in whole if name}
    )


def _column(connection: Connection, column: Any, *conditions: Any) -> list[str]:
    return list(connection.execute(select(col(column)).where(*conditions)).scalars())


def _headings(connection: Connection) -> dict[tuple[str, int], str]:
    """What stands over a text, for those that have no name of their own."""
    analytic: Any = select(col(Paragraph.id), col(ResultCategory.heading)).join(
        ResultCategory, col(ResultCategory.id) == col(Paragraph.category_id)
    )
    condensed: Any = (
        select(col(Condensate.id), col(CodeGroup.name), col(Subgroup.name))
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
    )
    found = {("paragraph", key): (say("tables.paragraph"), name) for key, name in connection.execute(analytic)}
    for key, group, subgroup in connection.execute(condensed):
        found["condensate", key] = (say("tables.condensate"), f"{group}/{subgroup}")
    return {place: say("leaks.under", text=text, heading=heading) for place, (text, heading) in found.items()}
