"""What a reference manager put into an earlier file, as it goes into the next: its lists and its settings."""

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from qualcode.exporters.word.markup import NAMESPACE, attribute
from qualcode.exporters.word.styles import Styles
from qualcode.exporters.wording import plain
from qualcode.views.documents import PROPERTY, SOURCES, VARIABLE, KeptBibliography, KeptSetting

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{NAMESPACE}}}"
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006"
_OF_ANY_PROGRAM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that a document's own belong to ([MS-OLEPS] 2.18.1)."""
_FIRST_PROPERTY = 2


SOURCES_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{7C1E2F04-6B1D-4C39-9A55-0E6B54C1A0D3}" '
    f'xmlns:ds="{_TYPES}/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="{_TYPES}/bibliography"/></ds:schemaRefs>'
    "</ds:datastoreItem>"
).encode()
"""What says of the part with the sources that it is one (ECMA-376 part 1, 22.5)."""


def bibliography_xml(kept: KeptBibliography, styles: Styles) -> str:
    """Its paragraphs, in the styles of this file; those that it lacks are taken in as they were."""
    from docx.oxml import parse_xml

    known = {}
    for style in parse_xml(f'<w:styles xmlns:w="{NAMESPACE}">{kept.styles}</w:styles>'):
        known[style.get(f"{_W}styleId")] = styles.adopt(style)

    def here(found: re.Match[str]) -> str:
        return f'<w:pStyle w:val="{attribute(known[found[1]])}"/>' if found[1] in known else ""

    return _STYLE.sub(here, kept.xml)


def properties_part(settings: Sequence[KeptSetting]) -> bytes:
    """`docProps/custom.xml`, empty where no setting is a property."""
    told = "".join(
        f'<property fmtid="{_OF_ANY_PROGRAM}" pid="{number}" name="{attribute(one.name)}">'
        f"<vt:lpwstr>{escape(plain(one.value), quote=False)}</vt:lpwstr></property>"
        for number, one in enumerate((one for one in settings if one.kind == PROPERTY), start=_FIRST_PROPERTY)
    )
    if not told:
        return b""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_TYPES}/custom-properties" xmlns:vt="{_TYPES}/docPropsVTypes">{told}</Properties>'
    ).encode()


def sources(settings: Sequence[KeptSetting]) -> bytes:
    """The sources that Word's own citations name, as `customXml/item1.xml`; empty where there are none."""
    return next((one.value.encode() for one in settings if one.kind == SOURCES), b"")


def variables(settings: Sequence[KeptSetting], among: "_Element") -> "_Element | None":
    """The variables of a file's settings (ECMA-376 part 1, 17.15.1.31), None where no setting is one."""
    named = [one for one in settings if one.kind == VARIABLE]
    whole = among.makeelement(f"{_W}docVars")
    whole.extend(
        among.makeelement(f"{_W}docVar", {f"{_W}name": plain(one.name), f"{_W}val": plain(one.value)}) for one in named
    )
    return whole if named else None
