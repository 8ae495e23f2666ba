"""What an importer made of a file, before anything is stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that a person should look at, and where it stands.

    `place` is in the file's own terms ("line 12", "paragraph 3", "cue 7"); `message` is one sentence. A problem never
    stops a file; what stops it is an `ImportingError`.
    """

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """One speaker's uninterrupted utterance as read: `text` in normal form, paragraphs joined by a newline.

    `label` is what the file calls the speaker, None where it says nothing. Times in ms, None where the file has none.
    """

    label: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """A file as an importer read it, with consecutive turns of one speaker already merged.

    `format` is the importer's name (`docx`, `txt`, `vtt`, `srt`...), `encoding` the one the text was decoded with
    (`utf-8`, `cp1252`...; for zipped formats `utf-8`). `reason` says in a sentence why this format was chosen. `media`
    is the name, without folders, of the sound or video file that the transcript says it was made from.
    """

    format: str
    encoding: str
    turns: tuple[ReadTurn, ...]
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person has decided about a file before it is taken in; without any it is as the file says.

    `format` is an importer's name. `encodings` are tried in order, and the first in which every byte is a character is
    used (if none is, the first). Of labels as the file spells them: `merged` are (label, the one it is the same as),
    `dropped` are no speakers, `taken` are speakers that were not found to be, `roles` are (label, role, participant's
    code or None).
    """

    format: str | None = None
    encodings: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    roles: tuple[tuple[str, str, str | None], ...] = ()

    @property
    def touch_labels(self) -> bool:
        """Whether any of them changes what the turns are."""
        return bool(self.merged or self.dropped or self.taken)


AS_THE_FILE_SAYS = Decisions()


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """A label found in a transcript: who it is taken to be, and how many turns it has."""

    label: str
    role: str
    participant: str | None
    turns: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file: imported, would be imported (dry run), or passed over because it is here already.

    `file` is its name, or the names of the files that are one conversation; `reason` says why it was read in this
    format; `media` is the name of the sound or video file that it names.
    """

    file: str
    transcript: str
    format: str
    encoding: str
    turns: int
    words: int
    speakers: tuple[SpeakerCount, ...]
    problems: tuple[Problem, ...]
    already_here: bool = False
    error: str = ""
    reason: str = ""
    media: str = ""
