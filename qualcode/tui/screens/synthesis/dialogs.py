"""The questions of the Synthesis screen: who speaks before a quote, and where a passage stands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import steer_list
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.fields import FilterInput
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.shown import shown
from qualcode.tui.transcript_screen import find_words
from qualcode.views.transcript import TranscriptView

_MOST = 200
_AROUND = 40


class LeadInDialog(TextDialog):
    """One line, which may be empty: the words before the quote that stands under it. `esc` places nothing."""

    def __init__(
        self,
        lead_in: str,
        quote: str,
        *,
        whom_it_fits: Callable[[str], tuple[str, ...]],
        speaks_otherwise: Callable[[str], str],
    ) -> None:
        """`whom_it_fits` gives the participants that a lead-in fits, nobody where it says nothing of who it is.

        `speaks_otherwise` gives who speaks, where the lead-in cannot be of her.
        """
        told = say("synthesis_screen.lead_in_help")
        super().__init__(say("synthesis_screen.lead_in"), lead_in, explanation=told, may_be_empty=True)
        self._lead_in = lead_in
        self._quote = quote
        self._whom_it_fits = whom_it_fits
        self._speaks_otherwise = speaks_otherwise

    def compose_body(self) -> ComposeResult:
        """The line, and the quote."""
        yield from super().compose_body()
        yield Static(classes="fits")
        with VerticalScroll(classes="reading", can_focus=False):
            yield Static(shown(f"«{self._quote}»", "italic"))

    def on_mount(self) -> None:
        """Judge what is offered; the line is written in at once."""
        self._judge(self._lead_in)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._judge(event.value)

    def _judge(self, lead_in: str) -> None:
        """Say whom it fits: one alone, or not who speaks, is a warning and not a wall."""
        fitting, speaker = self._whom_it_fits(lead_in), self._speaks_otherwise(lead_in)
        told, style = "", "$text-muted"
        if speaker:
            told, style = say("synthesis_screen.fits_another", participant=speaker), "bold $text-warning"
        elif len(fitting) == 1:
            told, style = say("synthesis_screen.fits_one", participant=fitting[0]), "bold $text-warning"
        elif fitting:
            told = say("synthesis_screen.fits_several", count=len(fitting))
        self.query_one(".fits", Static).update(shown(told, style))


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A sentence where the words stand: its transcript, turn and span, and a line to know it by."""

    transcript_id: int
    transcript: str
    revision_id: int
    turn: int
    span: Span
    line: Content


class PassageDialog(Dialog[PassageHit]):
    """Type words, and every sentence of the transcripts that holds them is listed; enter takes the sentence."""

    KEYS: ClassVar[str] = "choose"

    def __init__(self, transcripts: Sequence[TranscriptView]) -> None:
        super().__init__(say("synthesis_screen.new_passage"), explanation=say("synthesis_screen.new_passage_help"))
        self._transcripts = tuple(transcripts)
        self._hits: list[PassageHit] = []

    def compose_body(self) -> ComposeResult:
        """A line to type in, and what is found."""
        options = OptionList(compact=True)
        options.can_focus = False
        yield FilterInput(partial(steer_list, options))
        yield options
        yield Static(classes="found")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(FilterInput).focus()

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._hits = list(find_passages(self._transcripts, event.value))
        options = self.query_one(OptionList)
        options.set_options([Option(hit.line) for hit in self._hits[:_MOST]])
        options.highlighted = 0 if self._hits else None
        told = say("synthesis_screen.found", count=len(self._hits)) if event.value.strip() else ""
        self.query_one(".found", Static).update(shown(told, "$text-muted"))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._hits[highlighted])

    @on(OptionList.OptionSelected)
    def _select(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._hits[event.option_index])


def find_passages(transcripts: Sequence[TranscriptView], words: str) -> Iterator[PassageHit]:
    """Every sentence, or row of sentences, that these words stand in, in the order of the transcripts."""
    for transcript in transcripts:
        covered = 0
        for hit in find_words(transcript.text, words):
            touched = [Span(*sentence) for sentence in transcript.sentences if Span(*sentence).overlaps(hit)]
            if touched and touched[0].start >= covered:
                covered = touched[-1].end
                yield _hit(transcript, Span(touched[0].start, covered), hit)


def _hit(transcript: TranscriptView, around: Span, hit: Span) -> PassageHit:
    turn = next(turn.number for turn in transcript.turns if turn.start <= hit.start < turn.end)
    text = transcript.text
    before = " ".join(text[max(around.start, hit.start - _AROUND) : hit.start].split("\n"))
    after = " ".join(text[hit.end : around.end][: 2 * _AROUND].split("\n"))
    place = say("synthesis_screen.place", transcript=transcript.name, number=turn)
    line = Content.assemble(
        shown(f"{place}  ", "$text-muted"), shown(before), shown(hit.slice(text), "bold underline"), shown(after)
    )
    trimmed = Span(around.start, around.start + len(around.slice(text).rstrip()))
    return PassageHit(transcript.id, transcript.name, transcript.revision_id, turn, trimmed, line)
