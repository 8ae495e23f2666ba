"""`qualcode speakers`."""

from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.errors import ValueRefused
from qualcode.locale import say


@command("speakers")
@study_argument
@click.argument("transcript")
@click.argument("tags", metavar="[LABEL=ROLE[:PARTICIPANT]]...", nargs=-1)
@coder_option
@json_option
def speakers_command(study: Path, transcript: str, tags: tuple[str, ...], coder: str | None, *, as_json: bool) -> None:
    """List who the labels of a transcript are, or say it."""
    from qualcode.services.participants.speakers import set_speakers, speakers

    given = [read_tag(tag) for tag in tags]
    with opened(study, coder=coder) as here:
        if given:
            set_speakers(here, transcript, given)
        listed = speakers(here, transcript)
    if as_json:
        print_json(listed)
        return
    header = [say(f"speakers.column.{name}") for name in ("label", "role", "participant", "turns")]
    rows = [[row.label, say(f"material.role.{row.role}"), row.participant or "", row.turns] for row in listed]
    print_columns(rows, header=header)


def read_tag(tag: str) -> tuple[str, str, str | None]:
    """`LABEL=ROLE[:PARTICIPANT]` as (label, role, participant or None).

    A label may hold `=` and `:`, so the last `=` ends it; the participant is everything after the first colon that
    follows. Raises `ValueRefused` where label or role is missing.
    """
    label, _, rest = tag.rpartition("=")
    role, colon, participant = rest.partition(":")
    if not label.strip() or not role.strip() or (colon and not participant.strip()):
        raise ValueRefused(what=say("kinds.speaker_tag"), value=tag, choices="LABEL=ROLE[:PARTICIPANT]")
    return label.strip(), role.strip(), participant.strip() or None
