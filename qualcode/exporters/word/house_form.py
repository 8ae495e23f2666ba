"""Our own template: a Word file in parts, kept in `house/` as XML to read, so that a new look is a new text."""

from importlib.resources import files
from io import BytesIO

from qualcode.exporters.packaging import write_archive

_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/footer.xml": "footer.xml",
}


def house_template() -> bytes:
    """The built-in template as a .docx: A4, page number at the foot, the styles that reports use."""
    out = BytesIO()
    write_archive(out, ((name, house_part(source)) for name, source in _PARTS.items()))
    return out.getvalue()


def house_part(source: str) -> bytes:
    """One file of `house/`."""
    return files(__package__).joinpath("house", source).read_bytes()
