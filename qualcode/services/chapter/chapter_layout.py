"""The parts of the chapter between its first sections and the discussion: each substudy's, and each analysis'."""

from typing import NamedTuple

from sqlalchemy import Connection

from qualcode.services.chapter.chapter_texts import (
    Owner,
    Place,
    covered_substudies,
    own_analysis,
    substudy_names,
    titles_in_use,
)


class Part(NamedTuple):
    """A heading of the chapter; whose material is told under it, and whose results (keys; None for nobody's).

    `of` are the substudies that the results are of, by name, where these are several.
    """

    heading: str
    substudy: int | None
    analysis: int | None
    of: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[tuple[str, Place], ...]:
        """The texts that stand here, by the name of the field."""
        told = [("recruitment", Owner(self.substudy))] if self.substudy is not None else []
        if self.analysis is not None:
            told += [(part, Owner(analysis=self.analysis)) for part in ("summary", "conclusion")]
        return tuple((part, (part, owner)) for part, owner in told)


def layout_of(connection: Connection, paper: int | None = None) -> tuple[Part, ...]:
    """Every part, in order; of analyses that are retired, only the one that a chapter is asked of (`paper`).

    A substudy's part has the results of the only analysis of it alone, or of the one that bears its name. Each further
    analysis of it has a part of its own after that, under its title; those of several substudies come last.
    """
    covered, titles = covered_substudies(connection), titles_in_use(connection, paper)
    names = substudy_names(connection)
    parts: list[Part] = []
    for key, name in names.items():
        alone = [one for one in titles if covered.get(one) == [key]]
        own = own_analysis(alone, titles, name)
        parts += [Part(name, key, own), *(Part(titles[one], None, one) for one in alone if one != own)]
    several = {one: tuple(name for key, name in names.items() if key in covered.get(one, ())) for one in titles}
    return (*parts, *(Part(titles[one], None, one, of) for one, of in several.items() if len(of) > 1))
