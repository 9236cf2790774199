"""The Jinja2 environment of every page, and the two ways to answer with one: whole, or one named block of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.utils import translation
from jinja2 import Environment
from jinja2.runtime import Context
from markupsafe import Markup

from odnos.lib import html
from odnos.web import assets, shell
from odnos.web.render import art, charts, once, plots, ui, words


def environment(**options: Any) -> Environment:
    """Build the environment Django's Jinja2 backend asks for."""
    settings: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True} | options
    env = Environment(**settings, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701 - Django passes autoescape=True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(_=words.gettext, gettext=words.gettext)
    env.globals.update(
        asset=assets.url,
        csrf_input=csrf_input,
        csrf_value=once.csrf.get,
        once=once.once,
        icon=ui.icon,
        avatar=ui.avatar,
        person=ui.person,
    )
    env.globals.update(
        badge=ui.badge,
        dot=ui.dot,
        hairline=ui.hairline,
        hidden_inputs=ui.hidden_inputs,
        hue=ui.hue,
        art=art.drawing,
        charts=charts,
        plot=plots.plot,
    )
    env.filters["grouped"] = ui.grouped
    return env


def csrf_input() -> Markup:
    """The hidden input that every POST form carries; htmx sends the same token as a header."""
    return html.tag("input", type="hidden", name="csrfmiddlewaretoken", value=once.csrf.get())


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, block: str = "", status: int = 200
) -> HttpResponse:
    """Answer with the page `template`, or with its named `block` alone when htmx asked for a part.

    The template gets `context`, `request` and `shell` (sidebar, language, theme, person).
    """
    return HttpResponse(to_text(request, template, context, block=block), status=status)


def to_text(request: HttpRequest, template: str, context: Mapping[str, Any], *, block: str = "") -> str:
    """Return the HTML that `render` answers with."""
    once.csrf.set(get_token(request))
    given = {"request": request, "shell": shell.shell_for(request), **context}
    page = engines["jinja2"].env.get_template(template)  # type: ignore[attr-defined]
    return block_of(page.new_context(given), page, block) if block else str(page.render(given))


def block_of(context: Context, page: Any, block: str) -> str:
    """Render one block. The first step of the page runs its imports, so that the block finds its macros."""
    next(page.root_render_func(context), None)
    return "".join(context.blocks[block][0](context))
