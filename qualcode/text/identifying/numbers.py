"""Norwegian numbers that carry control digits, so that a chance row of digits is told apart from a real one."""

from datetime import date

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_national_id(digits: str) -> bool:
    """Whether eleven digits are a fødselsnummer or a D-number: a date, and both control digits.

    A D-number has 4 added to its first digit. Synthetic numbers from test populations (month + 40, 65 or 80) count too.
    Source: Skatteetaten, control digits modulo 11 with the weights above.
    """
    if len(digits) != 11 or not digits.isdecimal():
        return False
    figures = [int(figure) for figure in digits]
    return _is_zero(figures[:10], _FIRST) and _is_zero(figures, _SECOND) and looks_like_birth(digits)


def looks_like_birth(digits: str) -> bool:
    """Whether the first six digits are a day, a month and a year, as national numbers write them."""
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 40 if day > 40 else 0
    month -= next((added for added in (80, 65, 40) if month > added), 0)
    try:
        # The century is not told here; a leap year always fits, so that 29 February is let through.
        date(2000, month, day)
    except ValueError:
        return False
    return True


def is_account(digits: str) -> bool:
    """Whether eleven digits are a Norwegian bank account number, by its control digit modulo 11."""
    return len(digits) == 11 and digits.isdecimal() and _is_zero([int(figure) for figure in digits], _ACCOUNT)


def _is_zero(figures: list[int], weights: tuple[int, ...]) -> bool:
    return sum(figure * weight for figure, weight in zip(figures, weights, strict=True)) % 11 == 0
