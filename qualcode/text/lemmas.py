"""All forms of a word: which of the words that are used in a study belong to the same lemma.

The lemmas are simplemma's. Bokmål and nynorsk are looked up side by side, since people write and speak both: a form
belongs to a lemma if either says so.
"""

from collections.abc import Iterable
from functools import lru_cache

from qualcode.text.words import fold

_LANGUAGES = {"nb": ("nb", "nn"), "nn": ("nb", "nn"), "no": ("nb", "nn")}
_OTHER = dict.fromkeys(_LANGUAGES, "en") | {"en": "nb"}
_IRREGULAR = 7
"""A form that does not begin as its lemma does (er, var: være; best: god; went: go) is no longer than this."""


def forms_of(word: str, vocabulary: Iterable[str], *, language: str) -> frozenset[str]:
    """The words of `vocabulary` (folded) that are forms of `word`, which is a form or the lemma itself.

    A word that has no other form in Norwegian may be English, and the other way: some speak it. A language that has
    no lemmas here gives the word alone.
    """
    words = list(vocabulary)
    found = _forms(word, words, language)
    short = language[:2].lower()
    return _forms(word, words, _OTHER[short]) if len(found) == 1 and short in _OTHER else found


def is_inflected(word: str, *, language: str) -> bool:
    """Whether a word is known as a form of another one: `listene` of `liste`. A language without lemmas knows none."""
    wanted = fold(word)
    return bool(_lemmas(wanted, language) - {wanted})


def is_listed_form(word: str, *, language: str) -> bool:
    """Whether the dictionary has a word as a form of another, and it does not only end as one: not `Haukelien`."""
    from simplemma import is_known

    wanted = fold(word)
    languages = _LANGUAGES.get(language, _known(language))
    return is_inflected(wanted, language=language) and any(is_known(wanted, lang=one) for one in languages)


def _forms(word: str, vocabulary: Iterable[str], language: str) -> frozenset[str]:
    wanted = fold(word)
    lemmas = _lemmas(wanted, language) | {wanted}
    initials = {lemma[0] for lemma in lemmas}
    candidates = (form for form in vocabulary if form[0] in initials or len(form) <= _IRREGULAR)
    return frozenset(form for form in candidates if _lemmas(form, language) & lemmas) | {wanted}


@lru_cache(maxsize=200_000)
def _lemmas(form: str, language: str) -> frozenset[str]:
    from simplemma import lemmatize

    short = language[:2].lower()
    return frozenset(fold(lemmatize(form, lang=one)) for one in _LANGUAGES.get(short, _known(short)))


@lru_cache
def _known(language: str) -> tuple[str, ...]:
    from simplemma import lemmatize

    try:
        lemmatize("a", lang=language)
    except ValueError:
        return ()
    return (language,)
