"""`qualcode correct`, `revisions` and `review`: correcting a transcript, its wordings, and what to look at after."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line, print_text
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import moment

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.correcting import Corrected, RevisionView

_WORDS_SHOWN = 40


@command("correct")
@study_argument
@click.argument("transcript", metavar="[TRANSCRIPT]", required=False)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--turn", metavar="N", type=int, help=say("cli.correct.turn"))
@click.option("--text", metavar="WORDS", help=say("cli.correct.text"))
@click.option("--find", metavar="OLD", help=say("cli.correct.find"))
@click.option("--replace", metavar="NEW", help=say("cli.correct.replace"))
@click.option("--all", "every", is_flag=True, help=say("cli.correct.all"))
@click.option("--everywhere", is_flag=True, help=say("cli.correct.everywhere"))
@coder_option
@json_option
def correct_command(  # noqa: PLR0913 (what can be said about a correction)
    study: Path,
    transcript: str | None,
    file: Path | None,
    turn: int | None,
    text: str | None,
    find: str | None,
    replace: str | None,
    *,
    every: bool,
    everywhere: bool,
    coder: str | None,
    as_json: bool,
) -> None:
    """Correct one turn, some words, or the whole text."""
    from qualcode.services.chosen import transcript_named
    from qualcode.services.material.correcting import correct_turn, replace_words
    from qualcode.services.tracing.tracing import uses_in_words, uses_of_reworded

    by_turn, by_words = (turn is not None, text is not None), (find is not None, replace is not None)
    ways = [all(by_turn), all(by_words), file is not None]
    if sum(ways) != 1 or any(by_turn) != ways[0] or any(by_words) != ways[1] or (transcript is None) != everywhere:
        raise click.UsageError(say("cli.correct.how"))
    if everywhere and not ways[1]:
        raise click.UsageError(say("cli.correct.how"))
    with opened(study, coder=coder) as open_study:
        key = None if transcript is None else transcript_named(open_study, transcript)
        if find is not None and replace is not None:
            done = replace_words(open_study, key, find, replace, every=every)
        elif key is not None and turn is not None and text is not None:
            done = [correct_turn(open_study, key, turn, text)]
        else:
            done = [_from_file(open_study, key or 0, file or Path())]
        used = uses_of_reworded(open_study, [uid for one in done for uid in one.uids])
    if as_json:
        print_json(done)
        return
    for corrected in done:
        _tell(corrected)
    if used:
        print_line(say("correcting.used_in", places=uses_in_words(used)))


@command("revisions")
@study_argument
@click.argument("transcript")
@click.option("--number", metavar="N", type=int, help=say("cli.revisions.number"))
@json_option
def revisions_command(study: Path, transcript: str, number: int | None, *, as_json: bool) -> None:
    """Say how a text was corrected, newest first; with a number, write that wording."""
    from qualcode.services.chosen import transcript_named
    from qualcode.services.material.correcting import revision_text, revisions

    with opened(study) as open_study:
        key = transcript_named(open_study, transcript)
        if number is not None:
            text = revision_text(open_study, key, number)
            print_json({"number": number, "text": text}) if as_json else print_text(text)
            return
        found = revisions(open_study, key)
    if as_json:
        print_json(found)
        return
    print_columns([(one.number, moment(one.created), one.coder, _what(one)) for one in found])


@command("review")
@study_argument
@click.option("--transcript", metavar="TRANSCRIPT", help=say("cli.review.transcript"))
@click.option("--accept", metavar="UID", multiple=True, help=say("cli.review.accept"))
@analysis_option
@coder_option
@json_option
def review_command(
    study: Path,
    transcript: str | None,
    accept: tuple[str, ...],
    analysis: str | None,
    coder: str | None,
    *,
    as_json: bool,
) -> None:
    """List what got other words by a correction, or accept it."""
    from qualcode.services.chosen import analysis_if_named, transcript_named
    from qualcode.services.material.reviewing import accept_named, units_to_review

    with opened(study, coder=coder) as open_study:
        if accept:
            rows = [accept_named(open_study, uid) for uid in accept]
            print_json(rows) if as_json else print_line(say("correcting.accepted", count=len(rows)))
            return
        within = None if transcript is None else transcript_named(open_study, transcript)
        analysis_id = analysis_if_named(open_study, analysis)
        rows = units_to_review(open_study, transcript_id=within, analysis_id=analysis_id)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        kind, groups = say(f"correcting.kind.{row.kind}"), ", ".join(row.code_groups)
        print_columns([(row.uid, kind, row.transcript, f"{row.start}–{row.end}", row.coder, groups)])
        print_columns([("", say("correcting.before"), row.before), ("", say("correcting.after"), row.after)])
    if not rows:
        print_line(say("correcting.nothing_waits"))


def _from_file(study: "OpenStudy", transcript_id: int, file: Path) -> "Corrected":
    from qualcode.importers.source import read_source
    from qualcode.services.material.correcting import correct_whole_text

    return correct_whole_text(study, transcript_id, read_source(file).text, file=file.name)


def _tell(corrected: "Corrected") -> None:
    if not corrected.places:
        print_line(say("correcting.unchanged", transcript=corrected.transcript))
        return
    name, revision = corrected.transcript, corrected.revision
    print_line(say("correcting.corrected", count=corrected.places, transcript=name, revision=revision))
    waiting = corrected.units + corrected.quotes + corrected.passages
    if waiting:
        print_line(say("correcting.to_look_at", count=waiting))


def _what(revision: "RevisionView") -> str:
    """What a wording changed, on one line."""
    from qualcode.services.material.correcting import turns_changed
    from qualcode.text.shortening import shortened

    if revision.number == 1:
        return say("correcting.first")
    changes = "; ".join(
        turns_changed(one)
        or f"«{shortened(one.before, length=_WORDS_SHOWN)}» → «{shortened(one.after, length=_WORDS_SHOWN)}»"
        for one in revision.changes
    )
    back = "" if revision.takes_back is None else f" ({say('correcting.taken_back', number=revision.takes_back)})"
    return changes + back
