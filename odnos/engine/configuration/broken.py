"""What is wrong with a file, and where in it."""

from __future__ import annotations

from odnos.objects.labels import Label


class Broken(ValueError):
    """The file cannot be used; `path` says where the mistake is, such as `definitions.custom_field[3].kind`."""

    def __init__(self, path: str, reason: Label) -> None:
        super().__init__(f"{path}: {reason}" if path else str(reason))
        self.path = path
        self.reason = reason
