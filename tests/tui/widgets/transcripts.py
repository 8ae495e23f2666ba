"""Transcripts and units built for the tests of the transcript widget, and an app with nothing else in it."""

from collections.abc import Sequence
from random import Random

from textual.app import App, ComposeResult
from textual.binding import Binding

from qualcode.text.sentences import split_sentences
from qualcode.tui.widgets.transcript import CursorMoved, TranscriptPane, UnitOpened
from qualcode.views.transcript import PlacedUnit, SpeakerView, TranscriptView, TurnView

SPEAKERS = (
    SpeakerView(1, "Intervjuer", "interviewer", None),
    SpeakerView(2, "Informant", "participant", "P4"),
)

TALK = (
    "Hva tenkte du da konvolutten lå der?",
    (
        "Nei, det … jeg ble sittende i gangen en stund. Med jakka på. Jeg tenkte at nå er det noen som har funnet ut "
        "at jeg har vært borte for lenge. Og så ble jeg litt flau over det òg, for jeg har jo vært syk."
    ),
    "Flau?",
    "Ja, som om jeg måtte bevise noe. Og det er jo ingen som har bedt meg om det, egentlig.",
)


def build_transcript(
    words: Sequence[str] = TALK, *, number: int = 1, speakers: Sequence[SpeakerView] = SPEAKERS
) -> TranscriptView:
    """A transcript with these turns, the speakers taking turns; sentences as the program finds them."""
    turns: list[TurnView] = []
    sentences: list[tuple[int, int]] = []
    text = "\n\n".join(words)
    start = 0
    for index, turn in enumerate(words):
        end = start + len(turn)
        turns.append(TurnView(index + 1, index + 1, start, end, speakers[index % len(speakers)], None, None))
        sentences += split_sentences(text, start, end)
        start = end + 2
    return TranscriptView(number, f"t{number}", f"P{number}", "Pasientene", 1, text, tuple(turns), tuple(sentences))


def build_long(words: int, *, seed: int = 1) -> TranscriptView:
    """A transcript of about so many words, in turns of very different length."""
    random = Random(seed)  # noqa: S311 - any words will do, but the same each time
    lexicon = ("jeg", "tenkte", "at", "det", "ikke", "var", "legen", "så", "meg", "sykmeldingen", "hjemme", "òg", "å")
    turns: list[str] = []
    left = words
    while left > 0:
        sentences = []
        for _ in range(random.choice((1, 1, 2, 3, 8, 20))):
            length = random.randint(2, 18)
            left -= length
            sentences.append(" ".join(random.choices(lexicon, k=length)).capitalize() + random.choice(".?!…"))
        turns.append(" ".join(sentences))
    return build_transcript(turns)


def place_unit(number: int, start: int, end: int, *groups: int) -> PlacedUnit:
    """A unit on this span, in these groups."""
    return PlacedUnit(number, f"u{number}", start, end, "AA", tuple((group, None) for group in groups), 0, 1, "")


def unit_on(transcript: TranscriptView, number: int, words: str, *groups: int) -> PlacedUnit:
    """A unit on the first place where these words stand."""
    start = transcript.text.index(words)
    return place_unit(number, start, start + len(words), *groups)


COLOURS = {1: "#d08770", 2: "#a3be8c", 3: "#b48ead"}


class PageApp(App[None]):
    """The transcript alone, with the keys of a screen."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("down", "move(1)"),
        Binding("up", "move(-1)"),
        Binding("shift+down", "grow(1)"),
        Binding("shift+up", "grow(-1)"),
    ]
    CSS = "TranscriptPane { width: 1fr; height: 1fr; }"

    def __init__(self, transcript: TranscriptView | None = None, *, text_width: int | None = None) -> None:
        super().__init__()
        self.pane = TranscriptPane(text_width=text_width)
        self.shown = transcript
        self.moves: list[CursorMoved] = []
        self.opened: list[PlacedUnit] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        if self.shown is not None:
            self.pane.show_transcript(self.shown)

    def action_move(self, step: int) -> None:
        self.pane.move_sentence(step)

    def action_grow(self, step: int) -> None:
        self.pane.grow_sentence(step)

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.moves.append(message)

    def on_unit_opened(self, message: UnitOpened) -> None:
        self.opened.append(message.unit)

    def page_text(self) -> list[str]:
        """The page as text, a string per row."""
        return [self.pane.render_line(row).text for row in range(self.pane.size.height)]


def rows_of_sentence(app: PageApp, number: int) -> range:
    """The rows of the whole page that a sentence, counted from 0, is drawn on."""
    start, end = app.pane.transcript.sentences[number]
    return range(app.pane._rows.row_of(start), app.pane._rows.row_of(end - 1) + 1)
