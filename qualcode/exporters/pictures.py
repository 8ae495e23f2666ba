"""Pictures as files: SVG and PNG by matplotlib (the extra `pictures`), and Word with caption and alternative text.

The same numbers give the same file: no date, no path, no user. Words from the study are drawn as they are: `$` begins
no formula.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from textwrap import shorten, wrap
from typing import Any

from qualcode.errors import ExtraMissing
from qualcode.exporters.files import replacing
from qualcode.exporters.picture_forms import draw_form, height_of, parts_of
from qualcode.exporters.wording import paper_language, plain
from qualcode.locale import say
from qualcode.views.pictures import SPANS, PictureView

_WIDTH = 7.2
_TITLE = 80
_NOTE = 130
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "qualcode",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "hatch.linewidth": 0.6,
}


def can_draw() -> bool:
    """Whether picture files can be made here: the extra `pictures` is installed."""
    return find_spec("matplotlib") is not None


def write_image(view: PictureView, path: Path, *, language: str) -> None:
    """Write the picture as SVG or PNG, by the ending of `path`. Raises `CannotWrite`, `ExtraMissing`."""
    image = draw(view, path.suffix.lower().removeprefix("."), language=language)
    with replacing(path) as out:
        out.write(image)


def write_word(view: PictureView, path: Path, *, language: str, template: Path | None = None) -> None:
    """Write the picture in Word, under it "Figur 1. ...", with its alternative text. Raises as `write_image`.

    One that would be too small to read on a page is parted, and each part has its own number.
    """
    parts = parts_of(view)
    images = [draw(part, "png", language=language, titled=False, whole=view) for part in parts]
    from qualcode.exporters.word.writing import WordText

    written = paper_language(language)
    text = WordText(language=written, needs=("caption",), template=template)
    for number, image in enumerate(images, start=1):
        told = {"title": view.title, "number": number, "of": len(parts)}
        title = view.title if len(parts) == 1 else say("pictures.part", language=written, **told)
        text.picture(image, title=title, description=plain(view.alternative))
    for note in view.notes:
        text.note(note)
    text.save(path, title=view.title)


def draw(
    view: PictureView, form: str, *, language: str, titled: bool = True, whole: PictureView | None = None
) -> bytes:
    """The picture as the bytes of an SVG or PNG, with its title over it if `titled`. Raises `ExtraMissing`.

    `whole` is what it is a part of, if it is one.
    """
    if not can_draw():
        raise ExtraMissing(what=say("kinds.picture"), extra="pictures")
    out = BytesIO()
    with _quietly():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH, height_of(view)), layout="constrained")
        axes = figure.subplots()
        draw_form(axes, view, language, whole=whole or view)
        if titled:
            figure.suptitle(shorten(plain(view.title), _TITLE, placeholder=" …"), fontsize=11, fontweight="bold")
            if view.notes:
                told = "\n".join(line for note in view.notes for line in wrap(plain(note), _NOTE))
                # Under the title: below the axes stands the legend.
                axes.set_title(told, loc="left", fontsize=7)
        words = {"Title": plain(view.title), "Description": plain(f"{view.alternative} {_drawn_words(view)}")}
        about = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, dpi=200, metadata=about | words)
    return out.getvalue()


def _drawn_words(view: PictureView) -> str:
    """Every word in the picture, once: what cannot be read out of it again stands in its description."""
    words = (cell for row in view.rows for cell in row if isinstance(cell, str))
    headings = () if view.form == SPANS else view.columns[1:]
    return "; ".join(dict.fromkeys([*headings, *words, *view.notes]))


@contextmanager
def _quietly() -> Iterator[None]:
    """Our own settings, whatever the user's are; a sign that the font lacks is drawn as a box, without a word."""
    import matplotlib as mpl

    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")
        mpl.rcdefaults()
        settings: Any = mpl.rcParams
        settings.update(_SETTINGS)
        yield
