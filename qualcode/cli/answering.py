"""`qualcode answers`: the matrix of questions, assessments and what they rest on."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.loading import file_argument
from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument, with_uid
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.answering import AnswerView


@command("answers")
@study_argument
@file_argument
@click.option("--remove", metavar="UID", help=say("cli.answers.remove"))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.answers.output"))
@coder_option
@leaving_options
@json_option
def answers_command(
    study: Path,
    *,
    file: Path | None,
    remove: str | None,
    output: Path | None,
    coder: str | None,
    leaving: Leaving,
    as_json: bool,
) -> None:
    """List questions and answers, take them in from a table, or write them to a file."""
    from qualcode.services.asking.answering import answers

    with opened(study, coder=coder) as here:
        if remove is not None:
            _remove(here, remove)
        if file is not None:
            _load(here, file, as_json=as_json)
        if output is not None:
            write_out(here, output, lambda path: [_written(here, path)], kind="answers", leaving=leaving)
        found = answers(here)
    if file is None and as_json:
        print_json([_row(one) for one in found])
    elif output is not None and not as_json:
        print_line(say("export.written", path=output))
    elif file is None:
        _show(found)


def _load(study: "OpenStudy", file: Path, *, as_json: bool) -> None:
    from qualcode.cli.loading import load_file
    from qualcode.services.asking.answering import load_answers

    load_file(load_answers, study, file, analysis=None, as_json=as_json, lists=("evidence",))


def _remove(study: "OpenStudy", uid: str) -> None:
    from qualcode.services.asking.answering import answers, remove_answer

    remove_answer(study, with_uid(answers(study), uid, kind="evaluation_question").id)


def _written(study: "OpenStudy", path: Path) -> Path:
    from qualcode.services.asking.answering import answers_table
    from qualcode.services.chapter.exporting import export_table
    from qualcode.services.written_language import chapter_language

    export_table(study, answers_table(study, language=chapter_language(study)), path)
    return path


def _row(one: "AnswerView") -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("uid", "question", "subquestion", "assessment")}
    return told | {"evidence": one.evidence}


def _show(found: "tuple[AnswerView, ...]") -> None:
    for one in found:
        print_line(f"  {one.subquestion}" if one.subquestion else one.question)
        indent = "    " if one.subquestion else "  "
        if one.assessment:
            print_line(f"{indent}{' '.join(one.assessment.split())}")
        for piece in one.evidence:
            told = say("answering.gone", told=piece.told) if piece.gone else piece.told
            print_line(f"{indent}- {say(f'answering.kinds.{piece.kind}')}: {told}")
