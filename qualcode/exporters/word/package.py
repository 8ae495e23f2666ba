"""A filled template written out as a .docx."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.exporters.files import replacing
from qualcode.exporters.packaging import CORE_PROPERTIES, write_archive
from qualcode.exporters.word.markup import NAMESPACE, RELATIONSHIPS
from qualcode.exporters.word.references import SOURCES_PROPERTIES, properties_part, sources, variables
from qualcode.exporters.word.template import Template, announce_footnotes, put_variables
from qualcode.views.documents import KeptSetting

if TYPE_CHECKING:
    from docx.opc.part import Part
    from docx.opc.rel import Relationships

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SCHEMAS = "http://schemas.openxmlformats.org/package/2006"
_PACKAGE = "application/vnd.openxmlformats-package"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def write_package(
    template: Template,
    body: str,
    path: Path,
    *,
    properties: bytes,
    footnotes: bytes = b"",
    settings: Sequence[KeptSetting] = (),
) -> None:
    """Write the template with `body` as its text and `properties` as its core properties, whole or not at all.

    `footnotes` is the part that holds them, empty where there are none; `settings` are a reference manager's.

    Raises `CannotWrite`.
    """
    _keep_settings(template, settings)
    with replacing(path) as out:
        write_archive(out, _entries(template, body, properties, footnotes))


def _keep_settings(template: Template, settings: Sequence[KeptSetting]) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package, words = template.document.part.package, template.document.settings.element
    told, own = variables(settings, words), properties_part(settings)
    if told is not None:
        put_variables(words, told)
    if own:
        part = Part(PackURI("/docProps/custom.xml"), f"{_OFFICE}.custom-properties+xml", own, package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    if listed := sources(settings):
        part = Part(PackURI("/customXml/item1.xml"), "application/xml", listed, package)
        template.document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
        kind = f"{_OFFICE}.customXmlProperties+xml"
        about = Part(PackURI("/customXml/itemProps1.xml"), kind, SOURCES_PROPERTIES, package)
        part.relate_to(about, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _entries(template: Template, body: str, properties: bytes, footnotes: bytes) -> Iterator[tuple[str, bytes]]:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PACKAGE_URI, PackURI
    from docx.opc.part import Part

    text = template.document.part
    package = text.package
    about = Part(PackURI(f"/{CORE_PROPERTIES}"), f"{_PACKAGE}.core-properties+xml", properties, package)
    package.relate_to(about, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    if footnotes:
        notes = Part(PackURI("/word/footnotes.xml"), f"{_WORD}.footnotes+xml", footnotes, package)
        text.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
        announce_footnotes(template.document.settings.element)
    # A damaged template may lead to a part of this name in two ways: the one that was made to be read is the last.
    parts = list({part.partname: part for part in package.iter_parts()}.values())
    yield "[Content_Types].xml", _content_types(parts)
    yield PACKAGE_URI.rels_uri.membername, _relations(package.rels)
    for part in parts:
        yield part.partname.membername, _text_xml(template, body) if part is text else part.blob
        if part.rels:
            yield part.partname.rels_uri.membername, _relations(part.rels)


def _text_xml(template: Template, body: str) -> bytes:
    return (
        f'{_DECLARATION}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}">'
        f"<w:body>{body}{template.page.xml()}</w:body></w:document>"
    ).encode()


def _relations(relations: "Relationships") -> bytes:
    lines = "".join(
        f'<Relationship Id="{escape(name)}" Type="{escape(relation.reltype)}" Target="{escape(relation.target_ref)}"'
        + (' TargetMode="External"/>' if relation.is_external else "/>")
        for name, relation in relations.items()
    )
    return f'{_DECLARATION}<Relationships xmlns="{_SCHEMAS}/relationships">{lines}</Relationships>'.encode()


def _content_types(parts: "list[Part]") -> bytes:
    overrides = "".join(
        f'<Override PartName="{escape(part.partname)}" ContentType="{escape(part.content_type)}"/>' for part in parts
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_SCHEMAS}/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()
