"""Web pages: noScribe's transcripts, and whatever else has been saved as HTML."""

from qualcode.importers.markup import gather_html, parse_html
from qualcode.importers.media import media_name
from qualcode.importers.safe_xml import local_name
from qualcode.importers.source import Source
from qualcode.views.importing import ReadTranscript

_MEDIA = ("audio_source", "media", "audio")


def read(source: Source) -> ReadTranscript:
    """Read a web page's turns. Places are paragraphs, counted from 1, or rows of a table."""
    root = parse_html(source.decoded.text, file=source.path)
    named = (element for element in root.iter() if local_name(element) == "meta" and element.get("name") in _MEDIA)
    media = next((name for element in named if (name := media_name(element.get("content") or ""))), "")
    gathered = gather_html(root, file=source.path)
    return gathered.finish("html", encoding=source.decoded.encoding, media=media, told=source.told)
