"""A property that is made once for each value and then remembered.

`functools.cached_property` of Python 3.11 holds one lock for all values of a class while it makes
one of them; reading an exchange looks into the history, which has a lock of its own, and two
threads could wait for each other for ever. Here nothing is locked: two threads that come at once
may both make the value, which is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, overload

Owner = TypeVar("Owner")
Made = TypeVar("Made")


class remembered(Generic[Owner, Made]):  # noqa: N801 # a decorator, like property
    """Makes the value with the method it decorates; the owner needs a `__dict__`."""

    def __init__(self, make: Callable[[Owner], Made]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type[Owner], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Owner]) -> remembered[Owner, Made]: ...

    @overload
    def __get__(self, instance: Owner, owner: type[Owner]) -> Made: ...

    def __get__(self, instance: Owner | None, owner: type[Owner]) -> remembered[Owner, Made] | Made:
        if instance is None:
            return self
        # Not reached again: the instance's own entry comes before this descriptor.
        return instance.__dict__.setdefault(self._name, self._make(instance))  # type: ignore[no-any-return] # what make returns
