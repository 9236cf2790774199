"""Words for people: plain strings or strings that are translated when they are shown."""

from __future__ import annotations

from django.utils.functional import Promise

Label = str | Promise
