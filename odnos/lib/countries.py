"""Countries by their two letters, named in the reader's language."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def name(code: str, locale: str) -> str:
    """The name of the country `code`; what is no code of a country is given back as it is."""
    from babel import Locale

    names = Locale.parse(locale, sep="-" if "-" in locale else "_").territories
    return str(names.get(code, code))
