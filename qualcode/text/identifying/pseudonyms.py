"""Names that stand for names: of the same kind, in common use, and nobody else's in the study."""

from collections.abc import Iterable, Mapping

from qualcode.text.identifying.lists import first_names, surnames

_FEMALE = """
Astrid Berit Bodil Cecilie Eldbjørg Ellen Elin Eva Grete Guro Hanne Hedda Hege Heidi Hilde Ingrid Jorunn Kaja Karin
Karoline Kjersti Kristin Laila Lene Linda Line Lise Mari Marit Marte Mona Nina Randi Ragnhild Reidun Rita Ruth Sissel
Siri Solveig Stine Synnøve Tone Torill Tove Trine Turid Unni Vigdis Wenche Åshild
"""
_MALE = """
Anders Arild Arne Asbjørn Bjarne Einar Eirik Eivind Erling Espen Frode Geir Gunnar Halvor Harald Helge Håkon Håvard
Ivar Jarle Jostein Kjell Knut Kåre Lars Leif Magne Morten Nils Odd Olav Oddvar Per Roar Roger Rune Sigurd Steinar
Stian Svein Sverre Terje Tom Tore Torstein Trond Trygve Ulf Vegard Vidar Øystein Øyvind
"""
_SURNAMES = """
Aamodt Aasen Amundsen Bakke Berntsen Birkeland Bråten Dahl Danielsen Eide Engen Evensen Fossum Gjerde Gulbrandsen
Halvorsen Haugland Helland Henriksen Holm Iversen Jacobsen Knutsen Kristoffersen Lunde Martinsen Moen Myhre Nilsen
Nygård Paulsen Rasmussen Rønning Sandvik Simonsen Solheim Strand Svendsen Sæther Thorsen Tveit Vik Ødegård
"""
_ENDLESS = 1_000


def new_pseudonym(words: str, stands_for: Mapping[str, str], in_use: Iterable[str]) -> str:
    """A name in place of this one, part by part: parts that have one already (`stands_for`, in small letters) keep it.

    A first name gets one that the same people bear. None of the new parts is among those `in_use`.
    """
    taken = {part.casefold() for name in in_use for part in name.split()}
    parts: list[str] = []
    for at, part in enumerate(words.split()):
        known = stands_for.get(part.casefold())
        name = known if known and " " not in known else _new(part, taken, first=at == 0)
        taken.add(name.casefold())
        parts.append(name)
    return " ".join(parts)


def _new(part: str, taken: set[str], *, first: bool) -> str:
    small = part.casefold()
    borne = first_names().get(small, "")
    if (borne and first) or (borne and small not in surnames()):
        pool = (_MALE if borne == "m" else _FEMALE).split()
    elif first and small not in surnames():
        pool = [name for pair in zip(_FEMALE.split(), _MALE.split(), strict=False) for name in pair]
    else:
        pool = _SURNAMES.split()
    free = (name for name in pool if name.casefold() not in taken)
    numbered = (f"{name}{number}" for number in range(2, _ENDLESS) for name in pool)
    many = (name for name in numbered if name.casefold() not in taken)
    return next(free, None) or next(many)
