"""The help in the reader's language: one text, all of them, or those that have the words looked for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_GET

from odnos.web.help import texts
from odnos.web.help.texts import Text
from odnos.web.jinja import render

LONGEST = 100


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show all texts, or those that have the words of `q`."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    found = texts.search(typed, language())
    context = {"typed": typed, "found": [line(text) for text in found], "howtos": howtos()}
    return render(request, "pages/help.html", context, block=part(request, "found"))


@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show the help of one page."""
    return show(request, texts.of(name, language()))


@require_GET
def howto(request: HttpRequest, name: str) -> HttpResponse:
    """Show a how-to. They are written in English."""
    return show(request, texts.howtos().get(name), spoken="en")


def show(request: HttpRequest, text: Text | None, *, spoken: str = "") -> HttpResponse:
    if text is None:
        raise Http404
    block = part(request, "text")
    context: dict[str, Any] = {"text": text, "spoken": spoken, "in_panel": bool(block)}
    return render(request, "pages/help_text.html", context, block=block)


def part(request: HttpRequest, block: str) -> str:
    """Return the block that the panel beside a page asks for; a page of its own is drawn whole."""
    return block if request.headers.get("HX-Request") else ""


def language() -> str:
    return translation.get_language() or "en"


def line(text: Text) -> dict[str, str]:
    place = "/help/how-to/" if text.key in texts.howtos() and text == texts.howtos()[text.key] else "/help/"
    return {"title": text.title, "lead": text.lead, "href": place + text.key}


def howtos() -> list[dict[str, str]]:
    return [line(text) for text in texts.howtos().values()]
