"""`qualcode comparison`: the comparison across substudies without the app."""

from pathlib import Path

from qualcode.cli.loading import file_argument, load_file
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

_WORDS_SHOWN = 60


@command("comparison")
@study_argument
@file_argument
@analysis_option
@coder_option
@json_option
def comparison_command(study: Path, file: Path | None, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """List what the substudies agree and disagree on, or take it in from a table."""
    from qualcode.services.synthesis.comparing_files import load_comparison
    from qualcode.services.synthesis.comparisons import comparison_rows
    from qualcode.text.shortening import shortened

    with opened(study, coder=coder) as here:
        if file is not None:
            load_file(load_comparison, here, file, analysis=analysis, as_json=as_json)
            return
        rows = comparison_rows(here)
    if as_json:
        print_json(rows)
        return
    print_columns(
        [
            (
                row.topic,
                row.analysis,
                say(f"comparing.stances.{row.stance}") if row.stance else "",
                shortened(row.text, length=_WORDS_SHOWN),
            )
            for row in rows
        ]
    )
    if not rows:
        print_line(say("comparing.nothing"))
