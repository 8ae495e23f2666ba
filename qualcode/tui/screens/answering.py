"""The matrix of questions and answers: what an evaluation asks, how it is assessed, and what that rests on."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.asking.answering import (
    add_answer_evidence,
    answers,
    answers_table,
    put_answer,
    remove_answer,
    remove_answer_evidence,
)
from qualcode.services.asking.rewriting_answers import evidence_choices, rewrite_answer
from qualcode.services.chapter.exporting import export_table
from qualcode.services.written_language import chapter_language
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.write import Field, FormDialog
from qualcode.tui.list_screen import ListScreen
from qualcode.tui.looking_back import LookingBack
from qualcode.tui.shown import shown
from qualcode.tui.tasks.leaving import LeavingTask, ask_file
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.answering import AnswerView, EvidenceView

_ASSESSMENT_LINES = 8


class AnsweringScreen(LookingBack, ListScreen):
    """Left the questions with their subquestions, right the assessment of the one under the cursor and its evidence."""

    PLACE = "answering"
    CSS_PATH = "answering.tcss"
    SHOWS_QUESTION = False
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("answering")

    held: tuple[AnswerView, ...] = ()

    def compose_body(self) -> ComposeResult:
        """The questions, and the answer to one."""
        with Horizontal(classes="panes"):
            yield KeyedList(classes="questions main")
            with Vertical(classes="answer"):
                with VerticalScroll(classes="assessment"):
                    yield Static()
                yield Static(say("answering.columns.evidence"), classes="rests")
                yield KeyedList(classes="evidence")

    def heading(self) -> tuple[str, ...]:
        """The study: questions are asked of all of it."""
        return (self.session.title, say("answering.title"))

    def show_place(self) -> None:
        """The matrix as it is now; the cursor stays on its question."""
        self.held = answers(self.session.study)
        self._questions.show_lines([(one.uid, _question_line(one)) for one in self.held])
        self._show_answer()
        self.focus_unless_taken(self._questions)

    @property
    def _questions(self) -> KeyedList:
        return self.query_one(".questions", KeyedList)

    @property
    def _listed(self) -> KeyedList:
        return self.query_one(".evidence", KeyedList)

    @property
    def answer(self) -> AnswerView | None:
        """The question under the cursor, None where there is none."""
        return next((one for one in self.held if one.uid == self._questions.key), None)

    def traced_uid(self) -> str:
        """The evidence's under the cursor, or the answer's."""
        if self.evidence is not None:
            return self.evidence.uid
        return self.answer.uid if self.answer else ""

    @property
    def evidence(self) -> EvidenceView | None:
        """The piece of evidence under the cursor, if that is where the keys go."""
        key = self._listed.key
        return self.answer.evidence[int(key)] if self.answer and key and self.focused is self._listed else None

    def _show_answer(self) -> None:
        one = self.answer
        told = Content(say("answering_screen.empty"))
        if one is not None:
            said = shown(one.assessment or say("answering_screen.unassessed"), "" if one.assessment else "$text-muted")
            told = Content.assemble(shown(one.subquestion or one.question, "bold"), "\n\n", said)
        self.query_one(".assessment Static", Static).update(told)
        pieces: Sequence[EvidenceView] = one.evidence if one else ()
        self._listed.show_lines([(str(at), _evidence_line(piece)) for at, piece in enumerate(pieces)])
        assessed = sum(bool(known.assessment) for known in self.held)
        self.status(say("answering_screen.status", assessed=assessed, total=len(self.held)))

    def tell_line(self) -> None:
        """The answer to the question under the cursor."""
        if self.focused is not self._listed:
            self._show_answer()

    def open_line(self) -> None:
        """Write the answer; of a piece of evidence, look at what it stands on, down to the words that were said."""
        piece = self.evidence
        if piece is not None and piece.uid:
            self.show_trace(piece.uid)
        elif piece is None:
            self.action_answer_edit()

    def action_answer_edit(self) -> None:
        """Write the question and its assessment anew."""
        one = self.answer
        if one is None:
            return

        def keep(told: dict[str, str]) -> None:
            written = {"text": told["question"], "assessment": told["assessment"]}
            rewrite_answer(self.session.study, one.id, **written, seen=one.version)
            self.show()

        fields = _fields(one.subquestion or one.question, one.assessment, below=bool(one.subquestion))
        self.ask(FormDialog(say("answering_screen.edit"), fields), keep)

    def action_answer_new(self) -> None:
        """One more question."""
        self._ask_new(say("answering_screen.new"), "")

    def action_answer_below(self) -> None:
        """A subquestion of the question under the cursor."""
        if self.answer is not None:
            self._ask_new(say("answering_screen.new_below", question=self.answer.question), self.answer.question)

    def _ask_new(self, title: str, question: str) -> None:
        def keep(told: dict[str, str]) -> None:
            asked, below = (question, told["question"]) if question else (told["question"], "")
            study, assessment = self.session.study, told["assessment"] or None
            made = put_answer(study, asked, subquestion=below, assessment=assessment)
            self.show()
            self._questions.go_to(made.uid)

        self.ask(FormDialog(title, _fields("", "", below=bool(question))), keep)

    def action_answer_rest(self) -> None:
        """Let the assessment rest on a category, condensate or quote, or on a source that is typed."""
        one = self.answer
        if one is None:
            return
        there = evidence_choices(self.session.study)
        choices = [Choice(f"{it.kind}:{it.uid}", it.told, say(f"answering.kinds.{it.kind}")) for it in there]
        dialog = ChooseDialog(
            say("answering_screen.rest_on"),
            choices,
            offers_new=say("answering_screen.source"),
            explanation=say("answering_screen.rest_help"),
        )

        def keep(chosen: str | NewName) -> None:
            add_answer_evidence(self.session.study, one.id, chosen.name if isinstance(chosen, NewName) else chosen)
            self.show()

        self.ask(dialog, keep)

    def action_answer_remove(self) -> None:
        """Take away the evidence under the cursor or, from the list of questions, the question."""
        one, piece = self.answer, self.evidence
        if one is None:
            return
        if piece is not None:
            remove_answer_evidence(self.session.study, one.id, piece)
        elif self.focused is self._questions:
            remove_answer(self.session.study, one.id)
        self.show()

    def action_answer_export(self) -> None:
        """Write the matrix to a file."""
        path = self.session.study.path
        ask_file(self, path.with_name(f"{path.stem}-{say('answering_screen.file_name')}.docx"), self._export)

    def _export(self, path: Path) -> None:
        study = self.session.study

        def write(aside: Path) -> list[Path]:
            export_table(study, answers_table(study, language=chapter_language(study)), aside)
            return [aside]

        LeavingTask(self, "answers", path, write).begin()


def _fields(question: str, assessment: str, *, below: bool) -> list[Field]:
    label = say(f"answering.columns.{'subquestion' if below else 'question'}")
    return [
        Field("question", label, question),
        Field("assessment", say("answering.columns.assessment"), assessment, lines=_ASSESSMENT_LINES),
    ]


def _question_line(one: AnswerView) -> Content:
    mark = "✓ " if one.assessment else "· "
    if one.subquestion:
        return Content.assemble(f"  {mark}", shown(one.subquestion))
    return Content.assemble(mark, shown(one.question, "bold"))


def _evidence_line(piece: EvidenceView) -> Content:
    told = say("answering.gone", told=piece.told) if piece.gone else piece.told
    return Content.assemble(shown(f"{say(f'answering.kinds.{piece.kind}')}  ", "$text-muted"), shown(told))
