"""Step 4: the words that say who speaks before a quote, without telling who it is: sex, occupation, decade of age."""

from qualcode.locale import LANGUAGES, say
from qualcode.text.describing import SEXES
from qualcode.views.quotes import QuoteView

_OCCUPATIONS = ("profession", "occupation", "role")
_LONGEST = 2
_YOUNGEST, _OLDEST = 20, 89
"""Ages that a decade does not point to anybody with; younger and older people are few."""


def offer_lead_in(quote: QuoteView, *, language: str) -> str:
    """A lead-in to begin from ("En kvinnelig deltaker i 40-årene:"); empty when nothing of the kind is registered.

    The author decides: lead-in, table and quote must be judged together.
    """
    registered = {name.casefold(): value.strip() for name, value in quote.attributes}
    sex = SEXES.get((_value(registered, "gender") or _value(registered, "sex")).casefold(), "")
    age = _value(registered, "age")
    decade = int(age) // 10 * 10 if age.isdecimal() and _YOUNGEST <= int(age) <= _OLDEST else 0
    work = next((noun for name in _OCCUPATIONS if (noun := _as_noun(_value(registered, name)))), "")
    if not (sex or decade or work):
        return ""
    who = work or say("lead_ins.who", language=language)
    key = f"{sex or 'participant'}_{'in_decade' if decade else 'alone'}"
    return say(f"lead_ins.{key}", language=language, decade=decade, who=who)


def _as_noun(work: str) -> str:
    """An occupation as it stands in a sentence; more than two words are a description, and not offered."""
    if len(work.split()) > _LONGEST or not work.replace(" ", "").replace("-", "").isalpha():
        return ""
    return work if work[:2].isupper() else work[:1].lower() + work[1:]


def _value(registered: dict[str, str], attribute: str) -> str:
    """What is registered under an attribute's name, as it is called in any language."""
    names = [attribute, *(say(f"attributes.names.{attribute}", language=language) for language in LANGUAGES)]
    return next((registered[name.casefold()] for name in names if name.casefold() in registered), "")
