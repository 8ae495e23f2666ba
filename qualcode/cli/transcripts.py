"""`qualcode text`."""

from pathlib import Path

from click import argument

from qualcode.cli.output import print_text
from qualcode.cli.shared import command, opened, study_argument


@command("text")
@study_argument
@argument("transcript")
def text_command(study: Path, transcript: str) -> None:
    """Write the canonical text of a transcript: exactly its characters, and no newline after them."""
    from qualcode.services.material.transcripts import transcript_text

    with opened(study) as here:
        print_text(transcript_text(here, transcript))
