"""Model columns that both databases keep and compare alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
from django.db import models

from odnos.lib import money


class ExactDecimal(models.BigIntegerField):  # type: ignore[type-arg]
    """A decimal of at most four digits behind the point, kept as whole ten-thousandths: sums are exact everywhere."""

    def get_prep_value(self, value: Any) -> Any:
        return money.to_units(Decimal(value)) if value is not None else None

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:  # noqa: ARG002 -- Django's signature
        return None if value is None else money.from_units(int(value))

    def to_python(self, value: Any) -> Any:
        return None if value is None else Decimal(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 -- Django's signature
        return value if prepared else self.get_prep_value(value)


class Json(models.JSONField):
    """What Django keeps as JSON, read in a third of the time: each record that is read has such a column."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        try:
            return orjson.loads(value) if isinstance(value, str) else value
        except orjson.JSONDecodeError:  # a text beneath a key is no document
            return super().from_db_value(value, expression, connection)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def amount(**options: Any) -> Any:
    """Return the column of a money field's amount."""
    return ExactDecimal(null=True, **options)


def currency() -> Any:
    """Return the column of a money field's currency."""
    return models.CharField(max_length=3, default="", blank=True)
