"""Random work on a study: every act is a service call on whatever is there, and what it refuses it refuses."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import SQLModel, col

from qualcode.errors import QualcodeError
from qualcode.model import CodeGroup, Coding, MeaningUnit, Subgroup, Transcript, Turn
from qualcode.services.coding import codebooks, coding, reshaping
from qualcode.services.condensing import quotes
from qualcode.services.material import correcting, reviewing, turns
from qualcode.services.reading.notes import add_note
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, analysis_of, code_words, text_of

SAID = ("", " ", "😀", "hei ", "x̌", "Så ble det stille. ", "\n", "å", "e\u0301", ".", "jeg ", "\r\nJa", "👩‍⚕️")
"""What corrections put in."""

Numbers = Sequence[int]
"""What an act is to be done on and with; any numbers will do."""

TEXT = "Jeg 😀 ble sittende i gangen.\n\nMed jakka på.  Å nei.\n\nOg så ble jeg flau."


def prepare(study: OpenStudy) -> None:
    """A substudy, two transcripts, three code groups, and some units that overlap."""
    add_substudy(study)
    first, second = add_transcript(study, "P1", TEXT), add_transcript(study, "P2", TEXT[7:])
    uro, plikt, _ = (add_group(study, name) for name in ("Uro", "Plikt", "Etterpå"))
    subgroup = add_subgroup(study, uro, "Brevet")
    code_words(study, first, "sittende i gangen", uro, subgroup_id=subgroup)
    code_words(study, first, "sittende i", plikt)
    code_words(study, first, "i gangen", uro)
    code_words(study, second, "Med jakka på.", plikt)


def keys(study: OpenStudy, table: type[SQLModel]) -> list[int]:
    """The keys of all rows of a table."""
    with study.reading() as connection:
        name = table.__tablename__
        return list(connection.exec_driver_sql(f"SELECT id FROM {name} ORDER BY id").scalars())


def pick(study: OpenStudy, table: type[SQLModel], number: int) -> int:
    """One of a table's rows; 0, which is nobody's key, where there are none."""
    found = keys(study, table)
    return found[number % len(found)] if found else 0


def _span(number: int, length: int) -> Span:
    start = number % len(TEXT)
    return Span(start, start + 1 + length % 25)


def _code(study: OpenStudy, n: Numbers) -> None:
    transcript, group = pick(study, Transcript, n[0]), pick(study, CodeGroup, n[1])
    coding.code_span(study, transcript_id=transcript, span=_span(n[2], n[3]), group_id=group)


def _toggle(study: OpenStudy, n: Numbers) -> None:
    transcript, group = pick(study, Transcript, n[0]), pick(study, CodeGroup, n[1])
    coding.toggle_span(study, transcript_id=transcript, span=_span(n[2], n[3]), group_id=group)


def _unit(study: OpenStudy, number: int, *, like: int | None = None) -> dict[str, Any]:
    """One of the units, or, with `like`, another one of the same transcript if there is one."""
    with study.reading() as connection:
        rows = connection.execute(select(MeaningUnit).order_by(col(MeaningUnit.id))).mappings()
        units = [dict(row) for row in rows]
    if like is not None:
        where = next((unit["transcript_id"] for unit in units if unit["id"] == like), None)
        units = [unit for unit in units if unit["id"] != like and unit["transcript_id"] == where]
    return units[number % len(units)] if units else {"id": 0, "transcript_id": 0, "start": 0, "end": 1}


def _again(study: OpenStudy, n: Numbers) -> None:
    """The words of a unit that is there, into any group or out of it."""
    unit = _unit(study, n[0])
    place = {"transcript_id": unit["transcript_id"], "group_id": pick(study, CodeGroup, n[1])}
    coding.toggle_span(study, span=Span(unit["start"], unit["end"]), **place)


def _resize(study: OpenStudy, n: Numbers) -> None:
    reshaping.resize_unit(study, unit_id=_unit(study, n[0])["id"], span=_span(n[1], n[2]))


def _resize_onto(study: OpenStudy, n: Numbers) -> None:
    """A unit gets the span of another one."""
    unit = _unit(study, n[0])
    other = _unit(study, n[1], like=unit["id"])
    reshaping.resize_unit(study, unit_id=unit["id"], span=Span(other["start"], other["end"]))


def _split(study: OpenStudy, n: Numbers) -> None:
    unit = _unit(study, n[0])
    reshaping.split_unit(study, unit_id=unit["id"], at=unit["start"] + n[1] % (unit["end"] - unit["start"]))


def _merge(study: OpenStudy, n: Numbers) -> None:
    unit = _unit(study, n[0])
    reshaping.merge_units(study, unit_ids=[unit["id"], _unit(study, n[1], like=unit["id"])["id"]])


def _remove(study: OpenStudy, n: Numbers) -> None:
    reshaping.remove_unit(study, unit_id=_unit(study, n[0])["id"])


def _move(study: OpenStudy, n: Numbers) -> None:
    with study.reading() as connection:
        places = connection.execute(select(col(Coding.unit_id), col(Coding.group_id)).order_by(col(Coding.id))).all()
    if places:
        unit, origin = places[n[0] % len(places)]
        coding.move_unit(study, unit_id=unit, from_group=origin, to_group=pick(study, CodeGroup, n[1]))


def _place(study: OpenStudy, n: Numbers) -> None:
    """Into a subgroup, out of it, or aside, as the board does it."""
    chosen = pick(study, Coding, n[0])
    with study.change("card.place") as change:
        row = change.row(Coding, chosen)
        if row is not None:
            within = select(col(Subgroup.id)).where(col(Subgroup.group_id) == row["group_id"])
            subgroups = [None, *change.connection.execute(within.order_by(col(Subgroup.id))).scalars()]
            subgroup = subgroups[n[1] % len(subgroups)]
            change.change(Coding, chosen, subgroup_id=subgroup, set_aside=subgroup is None and n[2] % 3 > 0)


def _new_group(study: OpenStudy, n: Numbers) -> None:
    codebooks.add_group(study, analysis_of(study), f"Gruppe {n[0] % 4}")


def _rename_group(study: OpenStudy, n: Numbers) -> None:
    codebooks.change_group(study, pick(study, CodeGroup, n[0]), name=f"Gruppe {n[1] % 4}", key=n[2] % 10)


def _remove_group(study: OpenStudy, n: Numbers) -> None:
    """One of the newest, which may be empty yet."""
    codebooks.remove_group(study, keys(study, CodeGroup)[-1 - n[0] % 2])


def _new_subgroup(study: OpenStudy, n: Numbers) -> None:
    codebooks.add_subgroup(study, pick(study, CodeGroup, n[0]), f"Under {n[1] % 3}")


def _remove_subgroup(study: OpenStudy, n: Numbers) -> None:
    codebooks.remove_subgroup(study, pick(study, Subgroup, n[0]))


def _new_transcript(study: OpenStudy, n: Numbers) -> None:
    add_transcript(study, f"P{10 + n[0] % 3}", TEXT)


def _turn(study: OpenStudy, number: int) -> dict[str, Any]:
    """One of the turns, with its words."""
    with study.reading() as connection:
        rows = connection.execute(select(Turn).order_by(col(Turn.id))).mappings()
        turns = [dict(row) for row in rows]
    turn = turns[number % len(turns)]
    return turn | {"words": text_of(study, turn["transcript_id"])[turn["start"] : turn["end"]]}


def _correct(study: OpenStudy, n: Numbers) -> None:
    """Words of a turn are replaced, taken out or put in, anywhere in it; a third of them make many small changes."""
    turn = _turn(study, n[0])
    words, new = turn["words"], SAID[n[3] % len(SAID)]
    start = n[1] % (len(words) + 1)
    text = words[:start] + new + words[start + n[2] % 12 :]
    if n[2] % 3 == 0:
        text = text.replace(words[start : start + 1] or "e", new)
    correcting.correct_turn(study, turn["transcript_id"], turn["number"], text)


def _replace_words(study: OpenStudy, n: Numbers) -> None:
    words = _turn(study, n[0])["words"].split()
    where = None if n[3] % 2 else pick(study, Transcript, n[0])
    correcting.replace_words(study, where, words[n[1] % len(words)], SAID[n[2] % len(SAID)], every=True)


def _split_turn(study: OpenStudy, n: Numbers) -> None:
    turn = _turn(study, n[0])
    turns.split_turn(study, turn["id"], turn["start"] + n[1] % (turn["end"] - turn["start"]), doubtful=n[2] % 2 > 0)


def _merge_turn(study: OpenStudy, n: Numbers) -> None:
    turns.merge_turn(study, _turn(study, n[0])["id"])


def _tag_turn(study: OpenStudy, n: Numbers) -> None:
    turns.tag_person(study, _turn(study, n[0])["id"], role=("moderator", "secretary", "unknown")[n[1] % 3])


def _accept(study: OpenStudy, n: Numbers) -> None:
    reviewing.accept_words(study, pick(study, MeaningUnit, n[0]))


def _quote(study: OpenStudy, n: Numbers) -> None:
    """A quote of some of a coding's words, printed as it was said or not."""
    chosen = pick(study, Coding, n[0])
    with study.reading() as connection:
        whole = select(MeaningUnit).join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        unit = connection.execute(whole.where(col(Coding.id) == chosen)).mappings().one_or_none()
    if unit is not None:
        start = unit["start"] + n[1] % (unit["end"] - unit["start"])
        span = Span(start, min(start + 1 + n[2] % 9, unit["end"]))
        quotes.mark_quote(study, chosen, span=span, printed="Noe annet" if n[3] % 3 == 0 else None)


def _note(study: OpenStudy, n: Numbers) -> None:
    add_note(study, analysis_of(study), pick(study, Transcript, n[0]), "Se her", span=_span(n[1], n[2]))


CODING: tuple[Callable[[OpenStudy, Numbers], None], ...] = (
    _code,
    _toggle,
    _again,
    _resize,
    _resize_onto,
    _split,
    _merge,
    _remove,
    _move,
    _place,
)
"""What is done to units."""

EVERYTHING = (
    *CODING,
    _new_group,
    _rename_group,
    _remove_group,
    _new_subgroup,
    _remove_subgroup,
    _new_transcript,
)
"""And to the codebook and the material."""

CORRECTING = (_correct, _correct, _replace_words, _split_turn, _merge_turn, _tag_turn, _accept, _quote, _note)
"""And to the words of the transcripts, and what hangs on them."""

_NUMBERS = st.lists(st.integers(0, 200), min_size=4, max_size=4)


def plans(acts: Sequence[Callable[[OpenStudy, Numbers], None]]) -> st.SearchStrategy[list[tuple[int, list[int]]]]:
    """Sequences of acts, as (which one, numbers)."""
    return st.lists(st.tuples(st.integers(0, len(acts) - 1), _NUMBERS), min_size=1, max_size=14)


def do(study: OpenStudy, act: Callable[[OpenStudy, Numbers], None], numbers: Numbers) -> None:
    """Do one act; a refusal is an answer, anything else a fault."""
    try:
        act(study, numbers)
    except QualcodeError:
        return
