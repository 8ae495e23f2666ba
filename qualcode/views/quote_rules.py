"""What was done to the quotes of an analysis in print: the author's rule, or what the forms show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuoteRuleView:
    """The rule for an analysis: `text` is for the method part, `written` tells whether the author wrote it herself.

    Where she has not, it is a sentence made of the forms in use. `forms` counts the quotes placed in result categories
    (or all, where none is `placed` yet) by form, in the order of the forms; `unsigned` how many of them change more
    than anybody has signed. Quotes that are held back are not in print. `version` is 0 where no rule is written.
    """

    analysis_id: int
    analysis: str
    text: str
    written: bool
    forms: tuple[tuple[str, int], ...]
    placed: int
    unsigned: int
    version: int
