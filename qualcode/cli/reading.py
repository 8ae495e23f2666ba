"""`qualcode themes` and `qualcode notes`: what the first reading left."""

from pathlib import Path

from qualcode.cli.diagnostics import tell_lists_hidden
from qualcode.cli.loading import file_argument, load_file
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

_WORDS_SHOWN = 60


@command("themes")
@study_argument
@file_argument
@analysis_option
@coder_option
@json_option
def themes_command(study: Path, file: Path | None, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """List preliminary themes, or take them in from a table."""
    from qualcode.services.chosen import analysis_if_named
    from qualcode.services.reading.readers import lists_hidden
    from qualcode.services.reading.reading import themes
    from qualcode.services.themes.reading_files import load_themes

    with opened(study, coder=coder) as open_study:
        # Who says who she is, reads by herself even if she has not begun.
        open_study.reads_alone = coder is not None
        if file is not None:
            load_file(load_themes, open_study, file, analysis=analysis, as_json=as_json)
            return
        chosen = analysis_if_named(open_study, analysis)
        found, hidden = themes(open_study, chosen), lists_hidden(open_study, chosen)
    tell_lists_hidden(hidden=hidden)
    if as_json:
        print_json(
            [
                {"uid": theme.uid, "analysis": theme.analysis, "coder": theme.coder, "theme": theme.name}
                | {name: getattr(theme, name) for name in ("note", "agreed", "dropped", "reason")}
                | {"code_groups": "\n".join(theme.code_groups)}
                for theme in found
            ]
        )
    else:
        print_columns([(theme.analysis, theme.coder or "-", theme.name, theme.note) for theme in found])
        if not found:
            print_line(say("reading.no_themes_listed"))


@command("notes")
@study_argument
@file_argument
@analysis_option
@coder_option
@json_option
def notes_command(study: Path, file: Path | None, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """List overall impressions and notes, or take them in from a table."""
    from qualcode.services.chosen import analysis_if_named
    from qualcode.services.reading.notes import notes
    from qualcode.services.reading.readers import lists_hidden
    from qualcode.services.themes.reading_files import load_notes
    from qualcode.text.shortening import shortened

    with opened(study, coder=coder) as open_study:
        open_study.reads_alone = coder is not None
        if file is not None:
            load_file(load_notes, open_study, file, analysis=analysis, as_json=as_json)
            return
        chosen = analysis_if_named(open_study, analysis)
        found, hidden = notes(open_study, chosen), lists_hidden(open_study, chosen)
    tell_lists_hidden(hidden=hidden)
    if as_json:
        columns = ("uid", "kind", "analysis", "coder", "transcript", "start", "end", "quote", "text", "created")
        print_json([{name: getattr(note, name) for name in columns} for note in found])
    else:
        print_columns(
            [
                (
                    note.analysis,
                    note.coder,
                    note.transcript or "-",
                    shortened(note.quote, length=_WORDS_SHOWN // 2),
                    shortened(note.text, length=_WORDS_SHOWN),
                )
                for note in found
            ]
        )
        if not found:
            print_line(say("reading.no_notes_listed"))
