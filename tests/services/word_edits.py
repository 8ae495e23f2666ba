"""What co-authors do to a Word file, done by its XML: tracked changes, comments, split runs, moved paragraphs."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from tests.exporters.reading import W

XML = "{http://www.w3.org/XML/1998/namespace}"


def edit(path: Path, change: Callable[[etree._Element], object]) -> Path:
    """Change the text of a Word file; another file beside it."""
    changed = path.with_name(f"edited-{path.name}")
    with ZipFile(path) as archive, ZipFile(changed, "w") as out:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            out.writestr(name, content)
    return changed


def paragraph_with(root: etree._Element, words: str) -> etree._Element:
    """The first paragraph of the body with these words."""
    return next(one for one in root.iter(f"{W}p") if words in "".join(map(str, one.itertext(f"{W}t"))))


def replace_words(words: str, new: str) -> Callable[[etree._Element], None]:
    """Type over words, leaving no trace; only where they stand in one run."""

    def change(root: etree._Element) -> None:
        hits = [text for text in root.iter(f"{W}t") if text.text and words in text.text]
        assert hits
        for text in hits:
            text.text = str(text.text).replace(words, new)

    return change


def track(words: str, new: str, *, author: str = "BB") -> Callable[[etree._Element], None]:
    """Replace words with tracked changes."""

    def change(root: etree._Element) -> None:
        text = next(one for one in root.iter(f"{W}t") if one.text and words in one.text)
        run = text.getparent()
        assert run is not None
        before, after = str(text.text).split(words, 1)
        text.text = before
        text.set(f"{XML}space", "preserve")
        parts = [_wrapped("del", "delText", words, author), _wrapped("ins", "t", new, author), _run("t", after)]
        for part in reversed([part for part in parts if part is not None]):
            run.addnext(part)

    return change


def split_runs(words: str) -> Callable[[etree._Element], None]:
    """Set every letter of the paragraph in a run of its own, some of them in bold, as Word does after editing."""

    def change(root: etree._Element) -> None:
        text = next(one for one in root.iter(f"{W}t") if one.text and words in one.text)
        run = text.getparent()
        assert run is not None
        letters = str(text.text)
        for number, letter in enumerate(reversed(letters)):
            piece = _run("t", letter)
            if number % 3 == 0:
                looks = etree.SubElement(piece, f"{W}rPr")
                etree.SubElement(looks, f"{W}b")
                piece.insert(0, looks)
            run.addnext(piece)
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)

    return change


def move_last(words: str) -> Callable[[etree._Element], None]:
    """Move a paragraph to the end."""

    def change(root: etree._Element) -> None:
        moved = paragraph_with(root, words)
        body = root[0]
        body.insert(len(body) - 1, moved)

    return change


def unmark(root: etree._Element) -> None:
    """Take every bookmark out, as some programs do."""
    for mark in [*root.iter(f"{W}bookmarkStart"), *root.iter(f"{W}bookmarkEnd")]:
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)


def take_out(words: str) -> Callable[[etree._Element], None]:
    """Delete the paragraph with these words, and what marks it."""

    def change(root: etree._Element) -> None:
        gone = paragraph_with(root, words)
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)

    return change


def unstyle_quotes(root: etree._Element) -> None:
    """Set quotes as running text, as programs do that do not know the style."""
    for style in [one for one in root.iter(f"{W}pStyle") if one.get(f"{W}val") == "Quote"]:
        parent = style.getparent()
        assert parent is not None
        parent.remove(style)


def add_paragraph(words: str, *, after: str, style: str = "") -> Callable[[etree._Element], None]:
    """Write a new paragraph."""

    def change(root: etree._Element) -> None:
        new = etree.Element(f"{W}p")
        if style:
            looks = etree.SubElement(new, f"{W}pPr")
            etree.SubElement(looks, f"{W}pStyle").set(f"{W}val", style)
        new.append(_run("t", words))
        paragraph_with(root, after).addnext(new)

    return change


def tabulate(words: str, *, after: str) -> Callable[[etree._Element], None]:
    """Set a table with one cell after the paragraph with these words."""

    def change(root: etree._Element) -> None:
        table = etree.Element(f"{W}tbl")
        cell = etree.SubElement(etree.SubElement(table, f"{W}tr"), f"{W}tc")
        etree.SubElement(cell, f"{W}p").append(_run("t", words))
        paragraph_with(root, after).addnext(table)

    return change


def cite(words: str, shown: str, *, code: str = "x1") -> Callable[[etree._Element], None]:
    """Put a reference manager's citation at the end of the paragraph with these words."""

    def change(root: etree._Element) -> None:
        runs = [_field("begin"), _instruction(code), _field("separate"), _run("t", shown), _field("end")]
        last = [one for one in paragraph_with(root, words) if one.tag == f"{W}r"][-1]
        for run in reversed(runs):
            last.addnext(deepcopy(run))

    return change


def _field(kind: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}fldChar").set(f"{W}fldCharType", kind)
    return run


def save_again(root: etree._Element) -> None:
    """What Word does to every run when somebody else saves the file: it says in which session it was written."""
    for run in root.iter(f"{W}r"):
        run.set(f"{W}rsidR", "00AB12CD")


def unlink_fields(root: etree._Element) -> None:
    """Make plain text of every field, as programs do that do not know them."""
    for mark in [*root.iter(f"{W}fldChar"), *root.iter(f"{W}instrText")]:
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)


def _instruction(code: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    told = etree.SubElement(run, f"{W}instrText")
    told.text = f' ADDIN ZOTERO_ITEM CSL_CITATION {{"citationID":"{code}"}} '
    return run


def _run(tag: str, words: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}{tag}")
    text.text = words
    text.set(f"{XML}space", "preserve")
    return run


def _wrapped(kind: str, tag: str, words: str, author: str) -> etree._Element | None:
    if not words:
        return None
    wrapped = etree.Element(f"{W}{kind}")
    wrapped.set(f"{W}id", "900")
    wrapped.set(f"{W}author", author)
    wrapped.append(_run(tag, words))
    return wrapped


def begin_marks_again(root: etree._Element) -> None:
    """Write bookmarks over several paragraphs as LibreOffice does: begun again in the last, and ended only there."""
    starts = {start.get(f"{W}id"): start for start in root.iter(f"{W}bookmarkStart")}
    for number, end in enumerate(list(root.iter(f"{W}bookmarkEnd")), start=5000):
        start, last = starts[end.get(f"{W}id")], end.getparent()
        assert last is not None
        if start.getparent() is not last:
            again = deepcopy(start)
            again.set(f"{W}id", str(number))
            end.set(f"{W}id", str(number))
            last.insert(1 if last[0].tag == f"{W}pPr" else 0, again)
