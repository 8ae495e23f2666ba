"""A picture in the line of the text, as DrawingML (ECMA-376 part 1, section 20)."""

from qualcode.exporters.word.markup import attribute

EMU_PER_TWIP = 635
"""Pictures are measured in English Metric Units, pages in twentieths of a point."""

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def drawing_xml(relation: str, *, size: tuple[int, int], number: int, description: str) -> str:
    """A run with the picture of this relation; `size` in EMU, `number` unique in the file, the text for the blind."""
    across, down = size
    named = f'id="{number}" name="picture {number}" descr="{attribute(description)}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{across}" cy="{down}"/><wp:docPr {named}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="picture {number}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{attribute(relation)}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
