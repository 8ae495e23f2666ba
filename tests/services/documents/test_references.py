"""What reference managers put into a chapter comes back from Word and goes out again, alive."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.taking_back import take_back, text_differences
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import undo
from qualcode.services.protecting.leaks import leaks_in
from qualcode.storage.opening import OpenStudy
from qualcode.views.leaks import ERROR, NOTE
from qualcode.views.linkage import KnownPerson
from tests.builders import SUBSTUDY
from tests.exporters.reading import W, read_styled, read_text, words_of
from tests.exporters.test_schema import faults
from tests.services.word_edits import add_paragraph as type_paragraph
from tests.services.word_edits import cite, edit, paragraph_with, replace_words
from tests.services.written import PROSE, Written, write_analysis

Change = Callable[[etree._Element], object]
DISCUSSION = "Andre har funnet det samme."
FIRST = "Malterud K. Systematic text condensation: a strategy for qualitative analysis. Scand J Public Health 2012."
SECOND = "Tong A, Sainsbury P, Craig J. Consolidated criteria. «Fire ord som sitat». 2007."
ZOTERO = 'ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'
PREFERENCES = '<data data-version="3"><style id="http://www.zotero.org/styles/vancouver"/></data>'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = f'xmlns:w="{W[1:-1]}"'


@pytest.fixture
def written(study: OpenStudy) -> Written:
    made = write_analysis(study)
    write_chapter_text(study, "discussion", DISCUSSION)
    return made


def _xml(inside: str) -> list[etree._Element]:
    return list(etree.fromstring(f"<w:body {NS}>{inside}</w:body>"))


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _entry(words: str, before: str = "", after: str = "") -> str:
    style = '<w:pPr><w:pStyle w:val="Bibliografi"/><w:ind w:left="384" w:hanging="384"/></w:pPr>'
    return f'<w:p>{style}{before}<w:r w:rsidR="00AB12CD"><w:t>{words}</w:t></w:r>{after}</w:p>'


def _field(code: str, *entries: str) -> str:
    """A bibliography as Zotero and EndNote write one: a field from its first paragraph to its last."""
    begin = f"{_mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{_mark('separate')}"
    (first, *rest), last = entries, len(entries) > 1
    told = _entry(first, begin, "" if last else _mark("end"))
    return told + "".join(_entry(one, after=_mark("end") if one == rest[-1] else "") for one in rest)


def _control(tag: str, *entries: str) -> str:
    """A bibliography as Mendeley Cite and Citavi write one: a content control around paragraphs."""
    inside = "".join(_entry(one) for one in entries)
    named = f'<w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="-1876143"/></w:sdtPr>'
    return f"<w:sdt>{named}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"


HEADED = '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Referanser</w:t></w:r></w:p>'


def _at_the_end(xml: str) -> Change:
    def change(root: etree._Element) -> None:
        for one in _xml(xml):
            root[0].insert(len(root[0]) - 1, one)

    return change


def _after(words: str, xml: str) -> Change:
    def change(root: etree._Element) -> None:
        for one in reversed(_xml(xml)):
            paragraph_with(root, words).addnext(one)

    return change


def _brought(study: OpenStudy, chapter: Path, *changes: Change) -> Path:
    """The chapter as it goes out after these changes were made in Word and taken back."""
    edited = edit(chapter, lambda root: [change(root) for change in changes])
    found = text_differences(study, edited)
    assert found
    take_back(study, found, [one.number for one in found], file="chapter.docx")
    again = chapter.with_name("again.docx")
    export_chapter(study, again)
    assert text_differences(study, again) == ()
    assert faults(again) == []
    return again


def _shown(path: Path) -> list[str]:
    return [words for one in read_text(path).iter(f"{W}p") if (words := words_of(one))]


def _codes(path: Path) -> list[str]:
    return [str(code.text).strip() for code in read_text(path).iter(f"{W}instrText") if "ADDIN" in str(code.text)]


@pytest.mark.parametrize(
    "bibliography",
    [
        _field(ZOTERO, FIRST, SECOND),
        _field(ZOTERO, FIRST),
        _field("ADDIN EN.REFLIST", FIRST, SECOND),
        _field("ADDIN Mendeley Bibliography CSL_BIBLIOGRAPHY", FIRST, SECOND),
        _control("MENDELEY_BIBLIOGRAPHY", FIRST, SECOND),
        _control("CitaviBibliography", FIRST, SECOND),
    ],
)
def test_a_bibliography_under_its_heading_survives_the_round_trip(
    study: OpenStudy, chapter: Path, bibliography: str
) -> None:
    edited = edit(chapter, _at_the_end(HEADED + bibliography))
    (found,) = text_differences(study, edited)
    assert (found.kind, found.where, FIRST in found.after) == ("bibliography", "Referanser", True)
    assert [one.message for one in check_document(study, edited).findings if FIRST[:20] not in one.message] == []
    again = _brought(study, chapter, _at_the_end(HEADED + bibliography))
    shown = _shown(again)
    assert shown[shown.index(FIRST) - 1] == "Referanser"
    assert shown[-1] in (FIRST, SECOND)
    kept = "".join(etree.tostring(one).decode() for one in read_text(again).iter(f"{W}sdt", f"{W}instrText"))
    assert any(name in kept for name in ("ZOTERO_BIBL", "EN.REFLIST", "Mendeley Bib", "BIBLIOGRAPHY", "Citavi"))
    undo(study)
    assert text_differences(study, edited)


def test_a_bibliography_stands_where_it_stood_and_not_before_the_appendices_or_after(
    study: OpenStudy, chapter: Path
) -> None:
    again = _brought(study, chapter, _after(DISCUSSION, HEADED + _field(ZOTERO, FIRST, SECOND)))
    shown = _shown(again)
    assert shown[shown.index(DISCUSSION) :][:4] == [DISCUSSION, "Referanser", FIRST, SECOND]


def test_words_beside_a_bibliography_in_its_paragraphs_are_still_text(study: OpenStudy, chapter: Path) -> None:
    def change(root: etree._Element) -> None:
        into = paragraph_with(root, DISCUSSION)
        first, *rest = _xml(_field(ZOTERO, FIRST, SECOND))
        for run in list(first.iter(f"{W}r")):
            into.append(deepcopy(run))
        for one in reversed(rest):
            into.addnext(one)

    again = _brought(study, chapter, change)
    shown = _shown(again)
    assert shown[shown.index(DISCUSSION) :][:3] == [DISCUSSION, FIRST, SECOND]
    assert _codes(again) == [ZOTERO]


def test_citations_bibliography_and_settings_go_out_again_whole(study: OpenStudy, chapter: Path) -> None:
    edited = edit(
        chapter,
        lambda root: [
            change(root)
            for change in (
                cite(PROSE, " (2)", code="second"),
                cite(PROSE, " (1)", code="first"),
                _at_the_end(HEADED + _field(ZOTERO, FIRST, SECOND)),
            )
        ],
    )
    with_preferences = _with_settings(edited)
    found = text_differences(study, with_preferences)
    take_back(study, found, [one.number for one in found], file="chapter.docx")
    again = chapter.with_name("again.docx")
    export_chapter(study, again)
    assert [code[:18] for code in _codes(again)] == ["ADDIN ZOTERO_ITEM ", "ADDIN ZOTERO_ITEM ", "ADDIN ZOTERO_BIBL "]
    with ZipFile(again) as archive:
        properties = archive.read("docProps/custom.xml").decode()
        assert "ZOTERO_PREF_1" in properties
        assert "Hemmelig" not in properties
        assert PREFERENCES in "".join(map(str, etree.fromstring(properties.encode()).itertext()))
        assert b'w:name="EN.Layout" w:val="&lt;ENLayout' in archive.read("word/settings.xml")
        assert b"custom-properties" in archive.read("_rels/.rels")
    assert [leak.message for leak in leaks_in(study, again, kind="chapter") if leak.level == ERROR] == []
    assert faults(again) == []


WORDS_OWN = (
    "<w:sdt><w:sdtPr><w:citation/></w:sdtPr><w:sdtContent>"
    f"{_mark('begin')}<w:r><w:instrText> CITATION Mal12 \\l 1044 </w:instrText></w:r>{_mark('separate')}"
    f"<w:r><w:t xml:space='preserve'> (Malterud, 2012)</w:t></w:r>{_mark('end')}</w:sdtContent></w:sdt>"
)
SOURCES = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
LISTED = f"""<b:Sources SelectedStyle="/APA.xsl" xmlns:b="{SOURCES}" xmlns:x="urn:x"><b:Source><b:Tag>Mal12</b:Tag>
    <x:hemmelig>hemmelig</x:hemmelig><b:Title>Systematic text condensation</b:Title></b:Source></b:Sources>"""


def _with_parts(path: Path, relations: str, **parts: str) -> Path:
    """The file with more relations of its text, and the parts they lead to."""
    there = path.with_name("parts.docx")
    with ZipFile(path) as archive, ZipFile(there, "w") as out:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", f"{relations}</Relationships>".encode())
            out.writestr(name, content)
        for name, content_of in parts.items():
            out.writestr(f"customXml/{name}.xml", content_of)
    return there


def test_words_own_citations_its_bibliography_and_its_sources_go_out_again(study: OpenStudy, chapter: Path) -> None:
    inner = _field("BIBLIOGRAPHY", FIRST, SECOND)
    listed = f"<w:sdt><w:sdtPr><w:bibliography/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    gallery = '<w:docPartObj><w:docPartGallery w:val="Bibliographies"/></w:docPartObj>'
    whole = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{HEADED}{listed}</w:sdtContent></w:sdt>"
    cited = _with_parts(
        edit(edit(chapter, lambda root: paragraph_with(root, PROSE).extend(_xml(WORDS_OWN))), _at_the_end(whole)),
        f'<Relationship Id="rId90" Type="{RELATED}/customXml" Target="../customXml/item7.xml"/>',
        item7=LISTED,
    )
    again = _brought(study, cited)
    codes = [str(code.text).strip() for code in read_text(again).iter(f"{W}instrText")]
    assert [code for code in codes if code[:4] in ("CITA", "BIBL")] == ["CITATION Mal12 \\l 1044", "BIBLIOGRAPHY"]
    assert [len(list(read_text(again).iter(f"{W}{one}"))) for one in ("citation", "bibliography")] == [1, 1]
    assert _shown(again)[-3:] == ["Referanser", FIRST, SECOND]
    with ZipFile(again) as archive:
        sources = archive.read("customXml/item1.xml").decode()
    assert "<b:Tag>Mal12</b:Tag>" in sources
    assert "hemmelig" not in sources
    assert text_differences(study, cited) == ()
    elsewhere = _with_settings(edit(again, cite(DISCUSSION, " (1)")), without="customXml")
    take_back(study, text_differences(study, elsewhere), [1], file="settings.docx")
    export_chapter(study, again)
    with ZipFile(again) as archive:
        assert {"customXml/item1.xml", "docProps/custom.xml"} <= set(archive.namelist())


def test_a_link_to_the_web_survives_and_another_is_words(study: OpenStudy, chapter: Path) -> None:
    def link(key: str, words: str) -> str:
        run = f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>"
        return f'<w:hyperlink r:id="{key}" xmlns:r="{RELATED}">{run}</w:hyperlink>'

    def related(key: str, address: str) -> str:
        return f'<Relationship Id="{key}" Type="{RELATED}/hyperlink" Target="{address}" TargetMode="External"/>'

    added = _xml(link("w1", " Se her") + link("w2", "e"))
    linked = _with_parts(
        edit(chapter, lambda root: paragraph_with(root, DISCUSSION).extend(added)),
        related("w1", "https://doi.org/10.1177/1?a=b&amp;c=d") + related("w2", "file:///C:/hemmelig.exe"),
    )
    again = _brought(study, linked)
    assert f"{DISCUSSION} Se here" in _shown(again)
    links = [str(code.text).strip() for code in read_text(again).iter(f"{W}instrText") if "HYPERLINK" in str(code.text)]
    assert [one for one in links if '"http' in one] == ['HYPERLINK "https://doi.org/10.1177/1?a=b&c=d"']
    assert not any("hemmelig" in one for one in links)


def test_an_author_who_is_called_as_a_participant_is_does_not_hold_a_file_back(study: OpenStudy, chapter: Path) -> None:
    bibliography = HEADED + _field(ZOTERO, FIRST, SECOND)
    again = _brought(study, chapter, cite(PROSE, " (Malterud, 2012)"), _at_the_end(bibliography))
    people = [KnownPerson("P1", SUBSTUDY, "Kari Malterud")]
    named = [leak for leak in leaks_in(study, again, kind="chapter", people=people) if "Malterud" in leak.message]
    assert {leak.level for leak in named} == {NOTE}
    assert "name" in {leak.kind for leak in named}
    found = [one for one in check(study, people=people).findings if one.kind == "name"]
    assert {one.level for one in found} == {NOTE}
    write_chapter_text(study, "discussion", "Kari Malterud sa det.")
    (error,) = [one for one in check(study, people=people).findings if one.kind == "name" and one.level == ERROR]
    assert "Kari Malterud" in error.message
    export_chapter(study, again)
    leaks = leaks_in(study, again, kind="chapter", people=people)
    assert [leak.kind for leak in leaks if leak.level == ERROR] == ["name"]


def _with_settings(path: Path, *, without: str = "-") -> Path:
    """The file with what Zotero and EndNote write beside the text, and something that is nobody's business."""
    there = path.with_name("settings.docx")
    types = "http://schemas.openxmlformats.org/officeDocument/2006"
    told = f"<vt:lpwstr>{PREFERENCES.replace('<', '&lt;')}</vt:lpwstr>"
    custom = f"""<Properties xmlns="{types}/custom-properties" xmlns:vt="{types}/docPropsVTypes">
        <property pid="2" fmtid="x" name="ZOTERO_PREF_1">{told}</property>
        <property pid="3" fmtid="x" name="Hemmelig">{told}</property></Properties>"""
    related = f'<Relationship Id="rId77" Type="{types}/relationships/custom-properties" Target="docProps/custom.xml"/>'
    variables = '<w:docVars><w:docVar w:name="EN.Layout" w:val="&lt;ENLayout/&gt;"/></w:docVars>'
    with ZipFile(path) as archive, ZipFile(there, "w") as out:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "_rels/.rels":
                content = content.replace(b"</Relationships>", f"{related}</Relationships>".encode())
            if name == "word/settings.xml":
                content = content.replace(b"</w:settings>", f"{variables}</w:settings>".encode())
            if not name.startswith(without):
                out.writestr(name, content)
        out.writestr("docProps/custom.xml", custom)
    return there


def test_a_citation_in_a_footnote_is_alive_after_the_round_trip(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    write_chapter_text(study, "discussion", "Andre^[Se Malterud.] har funnet det samme.")
    export_chapter(study, chapter)

    def change(root: etree._Element) -> None:
        cite("Se Malterud", " (Malterud, 2012)", code="x9")(root)

    again = _brought(study, _edit_notes(chapter, change))
    with ZipFile(again) as archive:
        notes = archive.read("word/footnotes.xml").decode()
    assert '"citationID":"x9"' in notes
    assert " (Malterud, 2012)" in notes
    assert written


def _edit_notes(path: Path, change: Change) -> Path:
    there = path.with_name("notes.docx")
    with ZipFile(path) as archive, ZipFile(there, "w") as out:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/footnotes.xml":
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            out.writestr(name, content)
    return there


def test_words_in_the_run_of_a_citation_are_not_doubled_and_bold_stays(study: OpenStudy, chapter: Path) -> None:
    run = (
        "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'> Slik: </w:t><w:fldChar w:fldCharType='begin'/>"
        "<w:instrText>ADDIN ZOTERO_ITEM CSL_CITATION {}</w:instrText><w:fldChar w:fldCharType='separate'/>"
        "<w:t>(3)</w:t><w:fldChar w:fldCharType='end'/><w:t>.</w:t></w:r>"
    )
    again = _brought(study, chapter, lambda root: paragraph_with(root, DISCUSSION).extend(_xml(run)))
    assert f"{DISCUSSION} Slik: (3)." in _shown(again)
    assert _codes(again) == ["ADDIN ZOTERO_ITEM CSL_CITATION {}"]
    (kept,) = [one for one in read_text(again).iter(f"{W}r") if "(3)" in "".join(map(str, one.itertext()))]
    assert kept.find(f"{W}rPr/{W}b") is not None


def test_no_field_in_a_bibliography_fetches_or_runs_anything(study: OpenStudy, chapter: Path) -> None:
    def within(code: str) -> str:
        inner = f"{_mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{_mark('separate')}"
        return f"{inner}<w:r><w:t>der</w:t></w:r>{_mark('end')}"

    evil, link = within('DDEAUTO cmd "/k calc"'), within('HYPERLINK "https://doi.org/10.1177/1"')
    listed = _field(ZOTERO, FIRST, SECOND).replace("</w:p>", f"{evil}{link}</w:p>", 1)
    again = _brought(study, chapter, _at_the_end(listed))
    codes = [str(code.text) for code in read_text(again).iter(f"{W}instrText")]
    assert any("doi.org" in code for code in codes)
    assert not any("DDEAUTO" in code for code in codes)
    assert f"{FIRST}derder" in _shown(again)


def test_a_bibliography_that_never_ends_is_text(study: OpenStudy, chapter: Path) -> None:
    edited = edit(chapter, _at_the_end(_field(ZOTERO, FIRST, SECOND).replace('"end"', '"separate"')))
    assert [one.kind for one in text_differences(study, edited)] == []


def test_a_bibliography_taken_out_beside_living_citations_is_gone_and_a_dead_one_is_not(
    study: OpenStudy, chapter: Path
) -> None:
    again = _brought(study, chapter, cite(PROSE, " (1)"), _at_the_end(HEADED + _field(ZOTERO, FIRST, SECOND)))

    def without(root: etree._Element) -> None:
        for words in ("Referanser", FIRST, SECOND):
            for one in [p for p in root.iter(f"{W}p") if words in "".join(map(str, p.itertext(f"{W}t")))][-1:]:
                root[0].remove(one)

    (gone,) = text_differences(study, edit(again, without))
    assert (gone.kind, gone.after) == ("bibliography", "")
    take_back(study, [gone], [1], file="again.docx")
    export_chapter(study, again)
    assert FIRST not in _shown(again)


def test_a_heading_typed_without_a_style_is_still_the_bibliography_s(study: OpenStudy, chapter: Path) -> None:
    again = _brought(
        study,
        chapter,
        _after(DISCUSSION, _field(ZOTERO, FIRST, SECOND)),
        type_paragraph("Referanser", after=DISCUSSION),
    )
    assert ("Heading 2", "Referanser") in read_styled(again)
    changed = _brought(study, again, replace_words("Tong A", "Tong AB"))
    assert SECOND.replace("Tong A", "Tong AB") in _shown(changed)
