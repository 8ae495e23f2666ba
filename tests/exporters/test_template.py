"""A user's own template: its look and its page are kept, all else in it is gone, and what cannot be used is said."""

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.errors import TemplateUnusable
from qualcode.exporters.registry import write_chapter, write_quotes, write_table
from qualcode.locale import say
from tests.exporters.examples import CHAPTER, PATIENTS, make_quotes
from tests.exporters.reading import W, read_parts, read_styled, read_text

NORWEGIAN_IDS = {
    "Heading1": "Overskrift1",
    "Heading2": "Overskrift2",
    "Heading3": "Overskrift3",
    "Quote": "Sitat",
    "Caption": "Bildetekst",
    "Normal": "Standard",
}


ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template with text, comment, author, headers in an earlier section, and the path it was made from."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Universitetet"
    document.add_paragraph("Gammel tekst om Kari").add_run(" og Ola")
    document.add_comment(document.paragraphs[0].runs, text="Hemmelig", author="Ola Nordmann")
    document.add_section(WD_SECTION.NEW_PAGE).left_margin = 1440 * 635
    document.core_properties.author = "Ola Nordmann"
    document.core_properties.title = "Mal"
    settings_part = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    link = settings_part.rels.get_or_add_ext_rel(ATTACHED, "file:///C:/Users/ola/mal.dotx")
    attached = etree.SubElement(document.settings.element, f"{W}attachedTemplate")
    attached.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", link)
    path = tmp_path / "template.docx"
    document.save(str(path))
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "chapter.docx"


def _rewrite(path: Path, change: Callable[[str, bytes], Iterable[tuple[str, bytes]]]) -> Path:
    """The archive again, each part as `change` wants it."""
    buffer = io.BytesIO()
    with ZipFile(path) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            for renamed, content in change(name, source.read(name)):
                target.writestr(renamed, content)
    path.write_bytes(buffer.getvalue())
    return path


def _translate(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
    if name in ("word/styles.xml", "word/document.xml"):
        for english, norwegian in NORWEGIAN_IDS.items():
            content = content.replace(f'"{english}"'.encode(), f'"{norwegian}"'.encode())
        for english in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
            content = content.replace(
                f'w:name w:val="{english}"'.encode(), f'w:name w:val="{english.lower()}"'.encode()
            )
        content = content.replace(b'w:name w:val="Standard"', b'w:name w:val="Normal"')
        content = content.replace(b'w:name w:val="Sitat"', b'w:name w:val="Quote"')
    yield name, content


def _without_style(*names: str) -> Callable[[str, bytes], Iterable[tuple[str, bytes]]]:
    def drop(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
        if name == "word/styles.xml":
            root = etree.fromstring(content)
            for style in root.findall(f"{W}style"):
                if style.get(f"{W}styleId") in names:
                    root.remove(style)
            content = etree.tostring(root)
        yield name, content

    return drop


def _refusal(template: Path, out: Path) -> str:
    with pytest.raises(TemplateUnusable) as refused:
        write_chapter(CHAPTER, out, template=template)
    assert refused.value.values["path"] == template
    assert not out.exists()
    return str(refused.value.values["reason"])


def test_the_text_is_the_same_on_any_template(template: Path, out: Path, tmp_path: Path) -> None:
    write_chapter(CHAPTER, out, template=template)
    write_chapter(CHAPTER, tmp_path / "house.docx")
    assert read_styled(out) == read_styled(tmp_path / "house.docx")


def test_nothing_of_what_was_written_in_a_template_is_left(template: Path, out: Path) -> None:
    write_chapter(CHAPTER, out, template=template)
    everything = "".join(read_parts(out).values())
    for trace in ("Gammel", "Kari", "Hemmelig", "Nordmann", "C:/Users", "attachedTemplate", ">Mal<", "python-docx"):
        assert trace not in everything
    assert not any("comments" in name or "app.xml" in name for name in read_parts(out))


def test_header_and_page_of_a_template_are_kept_also_from_an_earlier_section(template: Path, out: Path) -> None:
    write_chapter(CHAPTER, out, template=template)
    section = Document(str(out)).sections[0]
    assert section.header.paragraphs[0].text == "Universitetet"
    assert section.left_margin == 1440 * 635


def test_a_caption_stays_with_its_table_whatever_the_template_says(template: Path, out: Path) -> None:
    write_chapter(CHAPTER, out, template=template)
    for table in read_text(out).iter(f"{W}tbl"):
        caption = table.getprevious()
        assert caption is not None
        assert caption.find(f"{W}pPr/{W}keepNext") is not None


def test_the_template_itself_is_not_touched(template: Path, out: Path) -> None:
    before = template.read_bytes()
    write_chapter(CHAPTER, out, template=template)
    assert template.read_bytes() == before


def test_a_templates_language_gives_way_to_the_chapters(template: Path, out: Path) -> None:
    write_chapter(replace(CHAPTER, language="nn"), out, template=template)
    styles = etree.fromstring(read_parts(out)["word/styles.xml"])
    assert {found.get(f"{W}val") for found in styles.iter(f"{W}lang")} == {"nn-NO"}


def test_a_norwegian_templates_styles_are_written_by_its_own_ids(template: Path, out: Path) -> None:
    write_chapter(CHAPTER, out, template=_rewrite(template, _translate))
    written = {style.get(f"{W}val") for style in read_text(out).iter(f"{W}pStyle")}
    assert written >= {"Overskrift1", "Overskrift2", "Overskrift3", "Sitat", "Bildetekst"}
    assert not written & {"Heading1", "Heading2", "Heading3", "Quote", "Caption"}
    assert [text for style, text in read_styled(out) if style == "Heading 1"] == [CHAPTER.title]


def test_styles_taken_from_the_house_stand_on_the_templates_own(template: Path, out: Path) -> None:
    write_chapter(CHAPTER, out, template=_rewrite(template, _translate))
    styles = Document(str(out)).styles
    assert styles["Table Note"].base_style == styles["Normal"]
    ids = [style.style_id for style in styles]
    assert len(ids) == len(set(ids))
    used = {style.get(f"{W}val") for tag in ("pStyle", "tblStyle") for style in read_text(out).iter(f"{W}{tag}")}
    assert used <= set(ids)


def test_an_id_that_the_template_uses_for_something_else_is_not_taken(template: Path, out: Path) -> None:
    document = Document(str(template))
    document.styles.add_style("TableText", 1)
    document.styles["TableText"].name = "Brødtekst i boks"
    document.save(str(template))
    write_chapter(CHAPTER, out, template=template)
    cell = Document(str(out)).tables[0].cell(0, 0).paragraphs[0]
    assert cell.style is not None
    assert cell.style.name == "Table Text"


def test_missing_styles_are_named(template: Path, out: Path) -> None:
    reason = _refusal(_rewrite(template, _without_style("Quote", "Heading3")), out)
    assert reason == say("exporting.reasons.styles_missing", styles="Heading 3, Quote")


def test_a_table_asks_only_for_the_styles_it_uses(template: Path, out: Path) -> None:
    _rewrite(template, _without_style("Quote", "Heading1", "Heading2", "Heading3"))
    write_quotes(make_quotes(6), out, title="Sitater.", language="nb", template=template)
    write_table(PATIENTS, out, language="nb", template=template)
    assert len(Document(str(out)).tables) == 1


def test_a_word_template_makes_a_word_file(template: Path, out: Path) -> None:
    def as_template(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
        yield name, content.replace(b"document.main+xml", b"template.main+xml")

    dotx = _rewrite(template, as_template).rename(template.with_suffix(".dotx"))
    with pytest.raises(ValueError, match=r"template\.main"):
        Document(str(dotx))
    write_chapter(CHAPTER, out, template=dotx)
    assert Document(str(out)).sections[0].header.paragraphs[0].text == "Universitetet"


def test_a_file_we_wrote_is_a_template_that_gives_the_same_file(out: Path, tmp_path: Path) -> None:
    write_chapter(CHAPTER, out)
    write_chapter(CHAPTER, tmp_path / "again.docx", template=out)
    assert read_parts(tmp_path / "again.docx") == read_parts(out)


def test_a_template_without_a_section_gets_a_page(template: Path, out: Path) -> None:
    document = Document(str(template))
    for section in list(document.element.body.iter(f"{W}sectPr")):
        parent = section.getparent()
        assert parent is not None
        parent.remove(section)
    document.save(str(template))
    write_quotes(make_quotes(6), out, title="Sitater.", language="nb", template=template)
    section = Document(str(out)).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height


def test_the_place_of_a_template_must_hold_a_word_file(tmp_path: Path, out: Path) -> None:
    text = tmp_path / "mal.docx"
    text.write_text("Ikke Word", encoding="utf-8")
    assert _refusal(text, out) == say("exporting.reasons.not_word")
    with ZipFile(text, "w") as archive:
        archive.writestr("a.txt", "Ikke Word")
    assert _refusal(text, out) == say("exporting.reasons.not_word")
    assert _refusal(tmp_path / "gone.docx", out) == say("exporting.reasons.no_such_file")
    assert _refusal(tmp_path, out) == say("exporting.reasons.unreadable")


def test_a_template_that_swells_when_unpacked_is_refused(template: Path, out: Path) -> None:
    with ZipFile(template, "a", compression=8) as archive, archive.open("word/media/big.bin", "w") as entry:
        for _ in range(210):
            entry.write(bytes(1_000_000))
    assert template.stat().st_size < 1_000_000
    assert _refusal(template, out) == say("exporting.reasons.too_large", most=200)


def test_entities_in_a_template_are_not_followed(template: Path, tmp_path: Path, out: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("koblingsnøkkel", encoding="utf-8")

    def add_entity(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
        if name.startswith("word/header"):
            doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
            content = content.replace(b"?>", f"?>{doctype}".encode(), 1).replace(b"Universitetet", b"&e;")
        yield name, content

    write_chapter(CHAPTER, out, template=_rewrite(template, add_entity))
    with ZipFile(out) as archive:
        assert not any("koblingsnøkkel".encode() in archive.read(name) for name in archive.namelist())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_a_damaged_template_is_refused_or_used_but_never_a_crash(
    template: Path, tmp_path: Path, out: Path, choice: st.DataObject
) -> None:
    with ZipFile(template) as archive:
        damaged = choice.draw(st.sampled_from(sorted(archive.namelist())))
        size = archive.getinfo(damaged).file_size
    start = choice.draw(st.integers(0, size - 1))
    length = choice.draw(st.integers(1, 60))

    def damage(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
        yield name, content[:start] + content[start + length :] if name == damaged else content

    broken = tmp_path / "broken.docx"
    broken.write_bytes(template.read_bytes())
    _rewrite(broken, damage)
    try:
        write_chapter(CHAPTER, out, template=broken)
    except TemplateUnusable:
        return
    document: WordFile = Document(str(out))
    assert len(document.tables) == 2
