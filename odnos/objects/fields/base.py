"""What every field type answers. A reader asks the field, never its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, Literal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from odnos.lib import html
from odnos.objects.context import Context, Reference
from odnos.objects.fields.follows import Follows, Rolls
from odnos.objects.labels import Label

Columns = Mapping[str, Any]
Keeps = Literal["text", "whole", "exact", "real", "flag", "date", "moment", "json"]
"""What a column holds: `exact` is a decimal kept in whole ten-thousandths."""


class Invalid(ValueError):
    """A value that cannot be taken, with the sentence for the person who typed it."""

    def __init__(self, message: Label) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a field that is imported or filtered by itself, such as the city of an address."""

    name: str
    label: Label


@dataclass(frozen=True, kw_only=True)
class SideCondition:
    """A condition on values kept in a side table (tags, links with role); `ids` None asks for any row at all."""

    field: Field
    values: tuple[Any, ...] | None
    negate: bool = False


@dataclass(frozen=True)
class Field:
    """A named value of a record; the plain one lives in one column of the same name.

    Who reads a `sensitive` one stands in the trail.
    `derived` fields are set by rules only; `readonly` ones by nobody's hand. `default` may be a function of the context.
    `key` is the place of a field that an administrator added: its columns are no columns of the table, but keys in the
    record's `custom` column, and `key` is what they begin with. `made_of` are declared fields that rules work the value out from. One that `follows` from others is worked out by the write path, one that `rolls` up the records naming this one by a job.
    """

    name: str
    label: Label = ""
    _: KW_ONLY
    required: bool = False
    unique: bool = False
    searchable: bool = False
    sortable: bool = True
    readonly: bool = False
    audited: bool = True
    system: bool = False
    help: Label = ""
    default: Any = None
    key: str = ""
    sensitive: bool = False
    made_of: tuple[str, ...] = ()
    follows: Follows | None = None
    rolls: Rolls | None = None

    kind: ClassVar[str] = ""
    operators: ClassVar[tuple[str, ...]] = ("is", "is_not", "in", "not_in", "empty", "not_empty")
    names_records: ClassVar[bool] = False
    align: ClassVar[str] = "start"
    column_type: ClassVar[str] = "VARCHAR"
    keeps: ClassVar[tuple[Keeps, ...]] = ("text",)
    empty: ClassVar[Any] = None

    # where it lives ---------------------------------------------------------------------------------

    @property
    def stem(self) -> str:
        """What the names of its columns begin with."""
        return self.key or self.name

    @property
    def column(self) -> str:
        return self.stem

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the table's columns that hold the value."""
        return (self.column,)

    @property
    def sort_column(self) -> str:
        return self.column

    @property
    def parts(self) -> tuple[Part, ...]:
        """Pieces that can be imported by themselves, as `field.part`."""
        return ()

    def value(self, columns: Columns) -> Any:
        """Return the value held by a row's columns."""
        return columns[self.column]

    def store(self, value: Any) -> dict[str, Any]:
        """Return the columns that hold `value`."""
        return {self.column: self.kept(value)}

    def kept(self, value: Any) -> Any:
        """Return what the column holds for `value`, where it is the only one."""
        return self.empty if value is None else value

    @property
    def by_hand(self) -> bool:
        """Whether people set it where it stands: what hangs on whole records has places of its own."""
        return not self.readonly and self.kind != "reference"

    # what comes in ----------------------------------------------------------------------------------

    def parse(self, raw: Any, ctx: Context) -> Any:
        """Return the value of what a person, a file or an API call wrote. Raises Invalid. Parsed values pass unchanged."""
        return raw

    def initial(self, ctx: Context) -> Any:
        """Return the value a new record starts with."""
        return self.default(ctx) if isinstance(self.default, Callable) else self.default  # type: ignore[arg-type]

    def is_empty(self, value: Any) -> bool:
        return value is None or value == "" or value == ()

    # what goes out ----------------------------------------------------------------------------------

    def text(self, value: Any, ctx: Context) -> str:
        """Return `value` as a person reads it."""
        return "" if value is None else str(value)

    def html(self, value: Any, ctx: Context) -> Markup:
        """Return `value` as the inside of a cell."""
        return escape(self.text(value, ctx))

    def json(self, value: Any) -> Any:
        """Return `value` for the API, the audit trail and JSON files; `parse` takes it back."""
        return None if self.is_empty(value) else value

    def csv(self, value: Any, ctx: Context) -> Any:
        """Return `value` for a spreadsheet: a number, a date or a text."""
        return self.text(value, ctx)

    def index_text(self, value: Any) -> str:
        """Return the words by which a search finds `value`."""
        return "" if value is None else str(value)

    def references(self, value: Any) -> Iterable[Reference]:
        """Return the records that `value` names, whose titles a reader needs."""
        return ()

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of `json(value)`."""
        return {"type": ["string", "null"]}

    def input_schema(self) -> dict[str, Any]:
        """Return the JSON schema of what the API takes: the same, unless a shorter form is taken too."""
        return self.schema()

    # how it is asked for ----------------------------------------------------------------------------

    def condition(self, operator: str, raw: Any, ctx: Context) -> Q | SideCondition:
        """Return the condition `operator raw` on the table's columns. Raises Invalid for a value it cannot compare."""
        if operator in ("empty", "not_empty"):
            blank = self.blank()
            return blank if operator == "empty" else ~blank
        if operator in ("in", "not_in"):
            given = raw if isinstance(raw, list | tuple) else [raw]
            chosen = Q(**{f"{self.column}__in": [self.operand(item, ctx) for item in given]})
            return chosen if operator == "in" else ~chosen | self.blank()
        value = self.operand(raw, ctx)
        if operator == "is":
            return self.blank() if self.is_empty(value) else Q(**{self.column: value})
        if operator == "is_not":
            return ~self.blank() if self.is_empty(value) else ~Q(**{self.column: value}) | self.blank()
        return self.compare(operator, value)

    def needle(self, operator: str, raw: Any) -> str:  # noqa: ARG002
        """Return the folded text that `index_text` has in every record which the condition means; "" if none is sure."""
        return ""

    def blank(self) -> Q:
        return Q(**{f"{self.column}__isnull": True}) if self.empty is None else Q(**{self.column: self.empty})

    def operand(self, raw: Any, ctx: Context) -> Any:
        """Return the value that a condition compares with."""
        return self.parse(raw, ctx)

    def compare(self, operator: str, value: Any) -> Q:
        if operator in ("gt", "gte", "lt", "lte"):
            return Q(**{f"{self.column}__{operator}": value})
        raise Invalid(_("This field cannot be compared that way."))

    # how it is typed --------------------------------------------------------------------------------

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        """Return the form control; its name is `prefix` and the field's name."""
        shown = value if isinstance(value, str) else self.text(value, ctx)
        return html.tag("input", **self.attributes(prefix), type="text", value=shown)

    def attributes(self, prefix: str) -> dict[str, Any]:
        name = f"{prefix}{self.name}"
        return {
            "class_": "input",
            "id": f"field-{name}",
            "name": name,
            "required": self.required,
            "aria_describedby": f"error-{name}",
        }

    def from_form(self, form: Mapping[str, str], *, prefix: str = "") -> Any:
        """Return the raw value that a submitted form holds for this field."""
        return form.get(f"{prefix}{self.name}", "")
