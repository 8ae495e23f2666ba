"""The .docx that a file is built on, the house's or the user's: emptied, its look and its page kept.

What is kept of a user's template: styles, numbering, fonts, theme, settings, and the header, footer, size and margins
of its last section. What goes: its text, comments, macros, author, company, and the path it was made from.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from qualcode.errors import TemplateUnusable
from qualcode.exporters.packaging import write_archive
from qualcode.exporters.word.house_form import house_template
from qualcode.exporters.word.markup import NAMESPACE
from qualcode.exporters.word.page import Page, last_section, relations_used
from qualcode.exporters.word.styles import Styles
from qualcode.exporters.wording import locale_of
from qualcode.locale import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from lxml.etree import _Element

MOST_MEGABYTES = 200

_W = f"{{{NAMESPACE}}}"
_AFTER_VARIABLES = frozenset(
    """rsids mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats
    doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary shapeDefaults
    doNotEmbedSmartTags decimalSymbol listSeparator""".split()  # noqa: SIM905 (as the schema lists them)
)
"""What comes after variables in the settings (ECMA-376 part 1, 17.15.1.78); what else is there comes before."""
_AFTER_FOOTNOTES = _AFTER_VARIABLES | {"endnotePr", "compat", "docVars"}

_CONTENT_TYPES = "[Content_Types].xml"
_KEPT_RELATIONS = ("styles", "settings", "numbering", "theme", "fontTable", "stylesWithEffects")
_DROPPED_SETTINGS = (
    "attachedTemplate",
    "mailMerge",
    "trackRevisions",
    "docVars",
    "rsids",
    "updateFields",
    "footnotePr",
    "endnotePr",
)


@dataclass(frozen=True, slots=True)
class Template:
    """An emptied Word file: the package to fill, its styles, and its page."""

    document: "Document"
    styles: Styles
    page: Page


def open_template(path: Path | None, *, needs: tuple[str, ...], language: str) -> Template:
    """The user's template, or the house's where `path` is None, made ready for a text in `language`.

    `needs` are the built-in styles, by English name, that the text cannot do without. Raises `TemplateUnusable` if the
    file is not a Word file (.docx or .dotx), or lacks some of those styles.
    """
    if path is None:
        return _emptied(house_template(), language)
    try:
        template = _emptied(_packed(path), language)
    except TemplateUnusable:
        raise
    except Exception as error:  # a damaged archive or file may make zipfile and python-docx stumble over anything
        raise TemplateUnusable(path=path, reason=say("exporting.reasons.not_word")) from error
    missing = [name for name in needs if name not in template.styles]
    if missing:
        names = ", ".join(name.title() for name in missing)
        raise TemplateUnusable(path=path, reason=say("exporting.reasons.styles_missing", styles=names))
    return template


def _packed(path: Path) -> bytes:
    """The bytes of the user's file, a .dotx turned into the .docx that it would make."""
    try:
        packed = path.read_bytes()
    except FileNotFoundError as error:
        raise TemplateUnusable(path=path, reason=say("exporting.reasons.no_such_file")) from error
    except OSError as error:
        raise TemplateUnusable(path=path, reason=say("exporting.reasons.unreadable")) from error
    with ZipFile(BytesIO(packed)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_MEGABYTES * 1_000_000:
            raise TemplateUnusable(path=path, reason=say("exporting.reasons.too_large", most=MOST_MEGABYTES))
        types = archive.read(_CONTENT_TYPES)
        return _as_document(archive, types) if b".template.main+xml" in types else packed


def _as_document(archive: ZipFile, types: bytes) -> bytes:
    out = BytesIO()
    changed = types.replace(b".template.main+xml", b".document.main+xml")
    entries = ((name, changed if name == _CONTENT_TYPES else archive.read(name)) for name in archive.namelist())
    write_archive(out, entries)
    return out.getvalue()


def _emptied(packed: bytes, language: str) -> Template:
    from docx import Document

    document = Document(BytesIO(packed))
    styles = Styles(document.styles.element)
    section = last_section(document.element.body)
    _keep_only_looks(document.part, relations_used(section))
    _forget_origin(document)
    _speak(document, styles, locale_of(language))
    return Template(document=document, styles=styles, page=Page(section))


def _keep_only_looks(part: "Part", used: set[str]) -> None:
    """Drop every relation of the text that is gone; what nothing relates to is not written."""
    for name, relation in list(part.rels.items()):
        if name not in used and relation.reltype.rsplit("/", 1)[-1] not in _KEPT_RELATIONS:
            del part.rels[name]
    package = part.package
    assert package is not None  # noqa: S101  (a part that was read has the package it was read from)
    for name, relation in list(package.rels.items()):
        if relation.is_external or relation.target_part is not part:
            del package.rels[name]


def _forget_origin(document: "Document") -> None:
    """Take out of the settings whose machine the template was made on, and what would ask or track on opening."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    settings = document.settings.element
    for name in _DROPPED_SETTINGS:
        for child in settings.findall(qn(f"w:{name}")):
            settings.remove(child)
    document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()


def announce_footnotes(settings: "_Element") -> None:
    """Name the lines above footnotes in the settings, where the schema has them (ECMA-376 part 1, 17.15.1.78)."""
    noted = settings.makeelement(f"{_W}footnotePr")
    for number in ("-1", "0"):
        noted.append(noted.makeelement(f"{_W}footnote", {f"{_W}id": number}))
    _insert(settings, noted, before=_AFTER_FOOTNOTES)


def put_variables(settings: "_Element", told: "_Element") -> None:
    """Put variables into the settings, where the schema has them."""
    _insert(settings, told, before=_AFTER_VARIABLES)


def _insert(settings: "_Element", new: "_Element", *, before: frozenset[str]) -> None:
    after = [child for child in settings if str(child.tag).removeprefix(_W) in before]
    settings.insert(settings.index(after[0]) if after else len(settings), new)


def _speak(document: "Document", styles: Styles, locale: str) -> None:
    from docx.oxml.ns import qn

    styles.set_language(locale)
    for theme_language in document.settings.element.findall(qn("w:themeFontLang")):
        theme_language.set(qn("w:val"), locale)
