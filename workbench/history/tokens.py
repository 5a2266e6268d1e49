"""How text becomes terms of the word index; pure, and light enough for the list path.

Each term is one FTS5 token of ASCII letters and digits (or letters beyond ASCII) whose first
letter names its kind: `w` an ordinary word, `o` an opaque one (an id, a token, a number), `k` a
`key:value` pair as a hash, so that any value is one term, `p` what later exchanges ask of this one,
a hash as well. Raise `migrations.INDEX_VERSION` whenever
anything here or in `searchable.py` changes: the history then says that it wants a reindex.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from string import ascii_lowercase, ascii_uppercase, digits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import blake2b

OPAQUE_KEPT = 20  # letters of an opaque word that are kept as they are; a hash stands for the rest
ALL = "a"  # stands on every row, so that "not x" can be asked

_UUID = r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
_CHUNK = re.compile(rf"({_UUID})|[0-9A-Za-z+/_\-]{{24,}}|[^\W_]+")
_WORD = re.compile(rf"{_UUID}|[^\W_]+")
_CLASS = str.maketrans(ascii_lowercase + ascii_uppercase + digits, "a" * 26 + "A" * 26 + "0" * 10)
_CHANGES = ("aA", "Aa", "a0", "0a", "A0", "0A")
_DIGIT = re.compile(r"\d")

LAST_YEAR = 2110
REMEMBERED = 256  # longer texts are not remembered
LARGEST_BUCKET = 63


def text_terms(text: str) -> frozenset[str]:
    """The index terms of all words of a text, and of the letters they begin with."""
    return _known_text(text) if len(text) < REMEMBERED else _text(text)


@lru_cache(maxsize=2048)  # header values and form fields are mostly the same from call to call
def _known_text(text: str) -> frozenset[str]:
    return _text(text)


def _text(text: str) -> frozenset[str]:
    found = set()
    for word in set(words(text)):
        found.add(word_term(word))
        found.add(letters_term(word))
        if has_digit(word) or is_opaque(word):
            found.add(letters_term(word, 2))
    return frozenset(found)


def words(text: str) -> Iterator[str]:
    """The words of a text, folded: runs of letters and digits, a UUID as one (without hyphens),
    and what looks like base64 as one (without its punctuation)."""
    for match in _CHUNK.finditer(text):
        chunk = match.group()
        if match.lastindex:
            yield chunk.replace("-", "").casefold()
            continue
        if len(chunk) < 24 or chunk.isalnum():
            yield chunk.casefold()
            continue
        letters = "".join(_WORD.findall(chunk)) if _is_random(chunk) else ""
        if letters:
            yield letters.replace("-", "").casefold()
            continue
        for word in _WORD.findall(chunk):
            yield word.replace("-", "").casefold()


def _is_random(chunk: str) -> bool:
    """Whether letter case and digits change as often as they do in base64 (two in three; a path
    or a sentence changes once in five or less)."""
    classes = chunk.translate(_CLASS)
    return sum(map(classes.count, _CHANGES)) * 5 > len(chunk) * 2 and "/." not in chunk


def has_digit(word: str) -> bool:
    """Whether there is a digit in a word."""
    return _DIGIT.search(word) is not None


def is_opaque(word: str) -> bool:
    """Whether a word is an id rather than language: it would only swell a vocabulary."""
    return len(word) > OPAQUE_KEPT or (len(word) > 4 and has_digit(word))


def word_term(word: str) -> str:
    """The index term of a folded word."""
    if not is_opaque(word):
        return "w" + word
    if len(word) <= OPAQUE_KEPT:
        return "o" + word
    return f"o{word[:OPAQUE_KEPT]}{_hash(word, 4)}"


def letters_term(word: str, count: int = 1) -> str:
    """The term of a word's first letters: of all words the first, of numbers and opaque ones the
    first two, since what begins so is too much to gather at the time of asking."""
    return "l" + word[:count]


def pair_term(key: str, value: str) -> str:
    """The index term of `key:value`; letter case aside."""
    return "k" + _hash(f"{key}\0{value.casefold()}", 6)


def mark_term(kind: str, *values: str) -> str:
    """The index term of something that later exchanges ask for; letter case counts."""
    text = "\0".join((kind, *values))
    return _known_mark(text) if len(text) < REMEMBERED else "p" + _hash(text, 7)


@lru_cache(maxsize=2048)  # most calls are like one before
def _known_mark(text: str) -> str:
    return "p" + _hash(text, 7)


def day_terms(micros: int) -> tuple[str, ...]:
    """Terms of the decade, year, month and day (UTC) in which an instant lies."""
    if not 0 <= micros < _LAST_MICROS:
        return (_OTHER_DAYS,)
    return _terms_of_day(micros // _DAY)


@lru_cache(maxsize=64)
def _terms_of_day(number: int) -> tuple[str, ...]:
    day = (_EPOCH + timedelta(days=number)).strftime("%Y-%m-%d")
    return tuple(pair_term("days", day[:length]) for length in (3, 4, 7, 10))


def days_between(low: int | None, high: int | None) -> list[str]:
    """Terms whose days together cover every instant from `low` to `high` (microseconds)."""
    low, high = max(low or 0, 0), _LAST_MICROS if high is None else min(high, _LAST_MICROS)
    found = [_OTHER_DAYS]
    if high <= low:
        return found
    day = (_EPOCH + timedelta(microseconds=low)).date()
    end = (_EPOCH + timedelta(microseconds=high - 1)).date() + timedelta(days=1)
    while day < end:
        for length, following in _spans(day):
            if following <= end:
                found.append(pair_term("days", day.isoformat()[:length]))
                day = following
                break
    return found


def _spans(day: date) -> Iterator[tuple[int, date]]:
    """The spans that begin on a day, longest first: letters of its name, first day after it."""
    if day.month == day.day == 1:
        if day.year % 10 == 0:
            yield 3, day.replace(year=day.year + 10)
        yield 4, day.replace(year=day.year + 1)
    if day.day == 1:
        yield 7, (day + timedelta(days=32)).replace(day=1)
    yield 10, day + timedelta(days=1)


def bucket_pair(key: str, number: int) -> tuple[str, str]:
    """The pair that stands for a number's power of two, so that `>` and `<` are a few terms."""
    return "bucket." + key, str(bucket(number))


def bucket(number: int) -> int:
    """The count of binary digits of a number, 0 for what is not above zero."""
    return min(max(number, 0).bit_length(), LARGEST_BUCKET)


def bucket_terms(key: str, low: int, high: int | None) -> list[str]:
    """Terms that together cover every number from `low` to `high` (None = without end)."""
    top = LARGEST_BUCKET if high is None else bucket(high)
    return [pair_term("bucket." + key, str(at)) for at in range(bucket(low), top + 1)]


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - datetime.UTC is no quicker
_LAST_MICROS = (
    datetime(LAST_YEAR, 1, 1, tzinfo=timezone.utc) - _EPOCH  # noqa: UP017
) // timedelta(microseconds=1)


_ALPHABET = digits + ascii_lowercase
_TWO_DIGITS = [one + two for one in _ALPHABET for two in _ALPHABET]


def _hash(text: str, size: int) -> str:
    """So many bytes of a hash, in as few letters and digits as their numbers take."""
    hashed = _blake2b()(text.encode("utf-8", "surrogatepass"), digest_size=size)
    number = int.from_bytes(hashed.digest(), "big")
    written = ""
    while number:
        number, two = divmod(number, 1296)
        written += _TWO_DIGITS[two]
    return written


@cache
def _blake2b() -> Callable[..., blake2b]:
    from hashlib import blake2b  # loads OpenSSL: only where a hash is asked for

    return blake2b


_DAY = 86_400_000_000
_OTHER_DAYS = pair_term("days", "other")
