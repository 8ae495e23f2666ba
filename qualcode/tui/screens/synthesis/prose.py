"""The prose of the chapter around the categories: a part is chosen and written."""

from typing import TYPE_CHECKING

from qualcode.locale import say
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.views.chapter import ChapterPartView

if TYPE_CHECKING:
    from qualcode.tui.screen import PlaceScreen


def choose_part(screen: "PlaceScreen", analysis_id: int) -> None:
    """Ask which part of the chapter, then write it."""
    from qualcode.services.chapter.chapter_parts import chapter_parts

    parts = chapter_parts(screen.session.study, analysis_id)
    choices = [Choice(part, part.name, _stands(part)) for part in parts]
    dialog = ChooseDialog(say("chapter_prose.which"), choices, explanation=say("chapter_prose.whose"))
    screen.ask(dialog, lambda part: _write(screen, part))


def _stands(part: ChapterPartView) -> str:
    return part.written.text or (say("chapter_prose.offered") if part.offered else say("chapter_prose.not_written"))


def _write(screen: "PlaceScreen", part: ChapterPartView) -> None:
    from qualcode.services.chapter.chapter_texts import write_chapter_text

    whose = {"substudy": part.written.substudy, "analysis": part.written.analysis}

    def keep(text: str) -> None:
        write_chapter_text(screen.session.study, part.written.part, text, seen=part.version, **whose)
        screen.tell(say("chapter_prose.written" if text.strip() else "chapter_prose.emptied", part=part.name))
        screen.show()

    told = f"{part.offered}\n\n{say('chapter_prose.until')}" if part.offered else ""
    screen.ask(WriteDialog(part.name, part.written.text, explanation=told or say("chapter_prose.paragraphs")), keep)
