"""`qualcode blind`, `readings`, `questions`: several coders of the same text."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.reading import analysis_id_of
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import day

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.differing import Difference, Reading, ReadingsView

_WORDS_SHOWN = 50


@command("blind")
@study_argument
@click.argument("coders", metavar="[CODER CODER...]", nargs=-1)
@click.option("--transcript", "transcripts", metavar="TRANSCRIPT", multiple=True, help=say("cli.blind.transcript"))
@click.option("--done/--not-done", default=None, help=say("cli.blind.done"))
@click.option("--end", is_flag=True, help=say("cli.blind.end"))
@analysis_option
@coder_option
@json_option
def blind_command(
    study: Path,
    coders: tuple[str, ...],
    transcripts: tuple[str, ...],
    done: bool | None,
    end: bool,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List what is coded blind; let coders begin, say that one is done, or end it."""
    from qualcode.services.coding import blind_coding

    with opened(study, coder=coder) as here:
        chosen, keys = analysis_and_transcripts(here, analysis, transcripts)
        if coders:
            blind_coding.begin_blind(here, chosen, coders, transcripts=keys)
        if done is not None:
            blind_coding.mark_coded(here, chosen, transcripts=keys, done=done)
        if end:
            blind_coding.end_blind(here, chosen, transcripts=keys)
        found = blind_coding.blind_codings(here, chosen)
    if as_json:
        print_json(
            [
                {"transcript": one.transcript, "open": one.open, "coders": dict(zip(one.coders, one.done, strict=True))}
                for one in found
            ]
        )
        return
    for one in found:
        told = [
            f"{initials} ({say('readers.done', day=day(at))})" if at else initials
            for initials, at in zip(one.coders, one.done, strict=True)
        ]
        print_line(f"{one.transcript}  {', '.join(told)}")
    if not found:
        print_line(say("blind.none"))


@command("readings")
@study_argument
@click.argument("coders", metavar="[CODER CODER...]", nargs=-1)
@click.option("--transcript", "transcripts", metavar="TRANSCRIPT", multiple=True, help=say("cli.readings.transcript"))
@analysis_option
@coder_option
@json_option
def readings_command(
    study: Path,
    coders: tuple[str, ...],
    transcripts: tuple[str, ...],
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List the places that coders read differently, and what was decided."""
    from qualcode.services.coding.differing import readings

    with opened(study, coder=coder) as here:
        chosen, keys = analysis_and_transcripts(here, analysis, transcripts)
        view = readings(here, chosen, coders=coders, transcripts=keys)
    if as_json:
        print_json(_as_json(view))
    else:
        _show_readings(view)


@command("questions")
@study_argument
@click.option("--all", "answered", is_flag=True, help=say("cli.questions.all"))
@click.option("--discuss", is_flag=True, help=say("cli.questions.discuss"))
@click.option("--to", metavar="INITIALS", help=say("cli.questions.to"))
@analysis_option
@coder_option
@json_option
def questions_command(
    study: Path,
    answered: bool,
    discuss: bool,
    to: str | None,
    analysis: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List what coders have asked each other, or the units that are to be discussed."""
    from qualcode.services.coding.questions import questions
    from qualcode.text.shortening import shortened

    with opened(study, coder=coder) as here:
        if discuss:
            _list_doubts(here, analysis, as_json=as_json)
            return
        found = questions(here, analysis_id_of(here, analysis), answered=answered, asked=to)
    if as_json:
        hidden = ("id", "analysis_id", "transcript_id", "unit_id", "version")
        names = [name for name in type(found[0]).__slots__ if name not in hidden] if found else []
        print_json([{name: getattr(one, name) for name in names} for one in found])
        return
    for one in found:
        words = shortened(one.words, length=_WORDS_SHOWN)
        print_line(f"{one.transcript}  «{words}»  {one.coder} → {one.asked}: {one.text}")
        if not one.open:
            print_line(f"    {say('questions.answer', coder=one.answered_by, text=one.answer)}")
    if not found:
        print_line(say("questions.none"))


def _list_doubts(study: "OpenStudy", analysis: str | None, *, as_json: bool) -> None:
    from qualcode.services.coding.questions import to_discuss
    from qualcode.text.shortening import shortened

    found = to_discuss(study, analysis_id_of(study, analysis))
    if as_json:
        names = ("uid", "analysis", "transcript", "start", "end", "words", "coder")
        print_json([{name: getattr(one, name) for name in names} for one in found])
    else:
        print_columns([(one.transcript, one.coder, shortened(one.words, length=_WORDS_SHOWN)) for one in found])
        if not found:
            print_line(say("questions.no_doubts"))


def _as_json(view: "ReadingsView") -> dict[str, object]:
    def told(reading: "Reading") -> list[dict[str, object]]:
        return [{"text": words, "code_groups": groups} for words, groups in reading.coded]

    def left(place: "Difference") -> dict[str, object]:
        where = {name: getattr(place, name) for name in ("transcript", "start", "end")}
        return {**where, "text": place.words, "readings": {one.coder: told(one) for one in place.readings}}

    same = ("uid", "transcript", "decision", "kept", "group", "reason", "coder", "decided")
    return {
        "compared": view.compared,
        "left": [left(place) for place in view.left],
        "settled": [
            {**{name: getattr(one, name) for name in same}, "text": one.words}
            | {"readings": {reading.coder: told(reading) for reading in one.readings}}
            for one in view.settled
        ],
    }


def _show_readings(view: "ReadingsView") -> None:
    from qualcode.text.shortening import shortened

    def told(readings: "tuple[Reading, ...]") -> str:
        return "; ".join(f"{one.coder}: {', '.join(one.groups) or say('differing.nothing')}" for one in readings)

    print_columns(
        [(place.transcript, shortened(place.words, length=_WORDS_SHOWN), told(place.readings)) for place in view.left]
    )
    for one in view.settled:
        decided = say(f"differing.decision_{one.decision}", kept=one.kept, group=one.group)
        words = f"✓ {one.transcript}  {shortened(one.words, length=_WORDS_SHOWN)}"
        print_line(f"{words}  {decided}{f' – {one.reason}' if one.reason else ''}")
    print_line(say(f"differing.{view.outcome}", count=len(view.left)))


def analysis_and_transcripts(
    study: "OpenStudy", analysis: str | None, transcripts: tuple[str, ...]
) -> tuple[int, list[int] | None]:
    """The keys of an analysis and of transcripts by their names; None where no transcript is named."""
    from qualcode.services.naming import find_analysis, find_transcript

    with study.reading() as connection:
        found = [find_transcript(connection, name) for name in transcripts]
        covering = found[0].substudy_id if found else None
        chosen = find_analysis(connection, analysis, substudy_id=covering).id
    return chosen, [one.id for one in found] or None
