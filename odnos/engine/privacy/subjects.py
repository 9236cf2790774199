"""Which objects are persons, and what of them says nothing about who they are. The domains declare it."""

from __future__ import annotations

from dataclasses import dataclass

from odnos.objects.labels import Label


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An object whose records are persons.

    `stays` are the fields that an anonymous record keeps; `twins` the links to records that are the same person;
    `stub` names what is left, with %(number)s. One that `remains` is not put into the bin: others belong to it.
    """

    object: str
    stub: Label
    stays: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    remains: bool = False


_subjects: dict[str, Subject] = {}


def declare(subject: Subject) -> Subject:
    """Say that the records of an object are persons."""
    return _subjects.setdefault(subject.object, subject)


def of(object_key: str) -> Subject | None:
    """Return what is declared of an object; None if its records are no persons."""
    return _subjects.get(object_key)


def every() -> list[Subject]:
    return list(_subjects.values())
