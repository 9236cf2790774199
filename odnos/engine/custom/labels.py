"""The name of something in the reader's language, as far as the administrator gave one."""

from odnos.objects.labels import LANGUAGES, label_of

__all__ = ["LANGUAGES", "label_of"]
