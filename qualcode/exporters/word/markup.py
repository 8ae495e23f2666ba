"""WordprocessingML as text: runs, paragraphs and fields.

Strings, not elements: a quote table of 20,000 rows is a quarter of a million runs, and text is what a file is made of.
The elements and their order are those of ECMA-376 part 1, section 17.
"""

from html import escape

from qualcode.exporters.wording import plain

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TEXT = '<w:t xml:space="preserve">'
_BREAK = f"</w:t><w:br/>{_TEXT}"
_TAB = f"</w:t><w:tab/>{_TEXT}"


def attribute(value: str) -> str:
    """`value` as it stands between double quotes in a tag."""
    return escape(plain(value), quote=True)


def run(text: str, *, properties: str = "") -> str:
    """`text` in one run; a newline in it is a line break, a tab a tab. `properties` is the inside of `w:rPr`."""
    shown = escape(plain(text), quote=False)
    if "\n" in shown or "\t" in shown:
        shown = shown.replace("\n", _BREAK).replace("\t", _TAB)
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{looks}{_TEXT}{shown}</w:t></w:r>"


def paragraph(content: str, *, style: str = "", properties: str = "") -> str:
    """A paragraph of runs in the style with this id, or in the template's default."""
    looks = (f'<w:pStyle w:val="{attribute(style)}"/>' if style else "") + properties
    return f"<w:p><w:pPr>{looks}</w:pPr>{content}</w:p>" if looks else f"<w:p>{content}</w:p>"


def field_begin(instruction: str) -> str:
    """The start of a field that Word can work out again; what it shows until then follows, and `FIELD_END`."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(plain(instruction), quote=False)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, *, shown: str) -> str:
    """A whole field, with what it shows until Word works it out."""
    return f"{field_begin(instruction)}{run(shown)}{FIELD_END}"


def bookmark(name: str, content: str, *, number: int) -> str:
    """`content` with a name that fields and links can point at; `number` is unique in the file."""
    return bookmark_start(name, number=number) + content + bookmark_end(number=number)


def bookmark_start(name: str, *, number: int) -> str:
    """The start of a bookmark that may end in a later paragraph."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{attribute(name)}"/>'


def bookmark_end(*, number: int) -> str:
    """Its end."""
    return f'<w:bookmarkEnd w:id="{number}"/>'
