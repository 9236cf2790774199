"""A stored file: its name, size and content hash; the bytes lie in the files folder under their hash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid, Keeps
from odnos.objects.fields.text import UNSTORABLE

LARGEST = 2**53
SHA256 = re.compile(r"[0-9a-f]{64}")


class Stored(dict[str, Any]):
    """The value of a file whose bytes have just come in: whoever brought them may name it. No JSON becomes one."""


@dataclass(frozen=True)
class File(Field):
    """A mapping of name, size (bytes) and sha256 that the upload gave."""

    sortable: bool = False

    kind: ClassVar[str] = "file"
    operators: ClassVar[tuple[str, ...]] = ("empty", "not_empty")
    column_type: ClassVar[str] = "STRUCT"
    keeps: ClassVar[tuple[Keeps, ...]] = ("json",)

    def parse(self, raw: Any, ctx: Context) -> dict[str, Any] | None:
        if raw is None or raw == "" or raw == {}:
            return None
        if not isinstance(raw, Mapping) or not SHA256.fullmatch(str(raw.get("sha256", ""))):
            raise Invalid(_("Upload the file first."))
        size = raw.get("size", 0)
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size < LARGEST:
            raise Invalid(_("The size of a file is a whole number of bytes."))
        name = UNSTORABLE.sub("", str(raw.get("name", "")))[:200]
        made = Stored if isinstance(raw, Stored) else dict
        return made(name=name, size=size, sha256=raw["sha256"])

    def text(self, value: Mapping[str, Any] | None, ctx: Context) -> str:
        return value["name"] if value else ""

    def html(self, value: Mapping[str, Any] | None, ctx: Context) -> Markup:
        if not value:
            return Markup()
        return html.tag("a", value["name"], href=f"/files/{value['sha256']}/{value['name']}", download=True)

    def index_text(self, value: Mapping[str, Any] | None) -> str:
        return value["name"] if value else ""

    def side_values(self, value: Mapping[str, Any] | None) -> tuple[str, ...]:
        """Return the hash by which a download finds the records that hold the file."""
        return (value["sha256"],) if value else ()

    def schema(self) -> dict[str, Any]:
        properties = {"name": {"type": "string"}, "size": {"type": "integer"}, "sha256": {"type": "string"}}
        return {"type": ["object", "null"], "properties": properties, "required": ["sha256"]}

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        words = html.tag("span", _("Choose a file"), data_file_name=True)
        chosen = html.tag("input", **self.attributes(prefix), type="file")
        return html.tag("x-file", html.tag("label", words, chosen, class_="btn"), class_="file")
