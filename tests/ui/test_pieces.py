"""Small HTML from Python: escaped, steady, exact."""

from types import SimpleNamespace

from django.http import HttpResponse
from jinja2 import DictLoader

from odnos.web import jinja, toasts
from odnos.web.render import charts, ui


def test_an_avatar_escapes_the_name():
    drawn = ui.avatar('<b>"Ada"', size="lg")

    assert "<b>" not in drawn
    assert 'title="&lt;b&gt;&#34;Ada&#34;"' in drawn


def test_initials_are_the_first_and_the_last_word():
    assert [ui.initials(name) for name in ("Ada Lovelace", "Анна Мария Иванова", "odnos", "", "…")] == [
        "AL",
        "АИ",
        "O",
        "",
        "…",
    ]


def test_a_name_keeps_its_colour():
    assert ui.hue("Ada Lovelace") == ui.hue("Ada Lovelace") == "hue-3"


def test_a_hairline_is_never_longer_than_its_track():
    assert 'width="100.0%"' in ui.hairline(7)
    assert 'width="0.0%"' in ui.hairline(-1)


def test_the_scale_of_a_chart_ends_on_a_round_number():
    assert [charts.ceiling(value) for value in (0, 3, 138_000, 1)] == [
        (4.0, 1.0),
        (3.0, 1),
        (150_000, 50_000),
        (1.0, 0.25),
    ]


def test_bars_come_with_the_table_of_their_figures():
    drawn = charts.bars([charts.Point(label="<Nov>", value=2, text="2 €")], title="Won")

    assert drawn.count("<path") == 1
    assert '<th scope="row">&lt;Nov&gt;</th><td class="end">2 €</td>' in drawn


def test_a_block_is_rendered_alone_with_the_macros_of_its_page():
    pages = {
        "base": "<html>{% block content %}{% endblock %}</html>",
        "parts": "{% macro loud(word) %}{{ word | upper }}{% endmacro %}",
        "page": '{% extends "base" %}{% from "parts" import loud %}{% block content %}all {% block rows %}{{ loud(word) }}{% endblock %}{% endblock %}',
    }
    page = jinja.environment(loader=DictLoader(pages), autoescape=True).get_template("page")

    assert jinja.block_of(page.new_context({"word": "a<b"}), page, "rows") == "A&lt;B"


def test_a_toast_waits_for_the_next_page():
    response = toasts.later(HttpResponse(), "“Ada” is deleted", undo="/history/7/undo")
    request = SimpleNamespace(COOKIES={"toast": response.cookies["toast"].value})

    assert toasts.waiting(request) == (
        {"text": "“Ada” is deleted", "undo": "/history/7/undo", "tone": "good"},
    )


def test_a_toast_undoes_only_at_our_own_address():
    assert [
        toasts.path(address) for address in ("/history/7/undo", "//evil.example", "https://evil.example", "")
    ] == ["/history/7/undo", "", "", ""]
    assert toasts.waiting(SimpleNamespace(COOKIES={"toast": "%7Bbroken"})) == ()


def test_events_of_one_answer_are_kept_beside_each_other():
    response = toasts.trigger(toasts.now(HttpResponse(), "Saved"), "dialog-close")

    assert (
        response.headers["HX-Trigger"]
        == '{"toast": {"text": "Saved", "undo": "", "tone": "good"}, "dialog-close": {}}'
    )
