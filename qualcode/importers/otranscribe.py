"""oTranscribe's own files: JSON around one piece of HTML that holds all the talk."""

import json

from qualcode.errors import UnreadableFile
from qualcode.importers.markup import gather_html, parse_html
from qualcode.importers.media import media_name
from qualcode.importers.source import Source
from qualcode.locale import say
from qualcode.views.importing import ReadTranscript


def read(source: Source) -> ReadTranscript:
    """Read an .otr file's turns. Places are paragraphs, counted from 1."""
    try:
        content = json.loads(source.decoded.text)
    except (ValueError, RecursionError) as trouble:
        reason = say("importing.table.bad-json", trouble=str(trouble))
        raise UnreadableFile(file=str(source.path), reason=reason) from None
    text = content.get("text") if isinstance(content, dict) else None
    if not isinstance(text, str):
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.json-shape"))
    gathered = gather_html(parse_html(f"<div>{text}</div>", file=source.path), file=source.path)
    media = content.get("media")
    named = media_name(media) if isinstance(media, str) else ""
    return gathered.finish("otr", encoding=source.decoded.encoding, media=named, told=source.told)
