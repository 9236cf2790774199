"""What is drawn once is everybody's own page all the same."""

import re

from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.web import jinja
from odnos.web.render import once
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind

PART = """{% macro part(name, here) %}<p title="{{ _('Help') }}">{{ name }}</p><a href="{{ here }}"></a>{{ csrf_input() }}{% endmacro %}
{{ once(part, name, here=here) }}"""


def drawn(name: str, here: str, *, token: str = "t", language: str = "en") -> str:
    template = engines["jinja2"].env.from_string(PART)  # type: ignore[attr-defined]
    once.csrf.set(token)
    with translation.override(language):
        return str(template.render(name=name, here=here)).strip()


def test_a_part_is_escaped_with_what_it_is_given_and_what_fills_its_slots():
    assert drawn("<b>", '/x?a=1&b="', token="<t>") == (
        '<p title="Help">&lt;b&gt;</p><a href="/x?a=1&amp;b=&#34;"></a>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="&lt;t&gt;">'
    )


def test_a_part_is_drawn_once_for_a_language_and_what_it_is_given(monkeypatch):
    calls = []
    macro = lambda name, here: calls.append(name) or f"{name} {here}"  # noqa: E731 -- stands for a macro

    for language, name in (("en", "A"), ("en", "A"), ("sl", "A"), ("en", "B")):
        with translation.override(language):
            assert once.once(macro, name, here="/there") == f"{name} /there"

    assert calls == ["A", "A", "B"]


def test_pages_say_the_words_of_their_readers(cast: Cast):
    said = {}
    for person, language in ((cast.ada, "sl"), (cast.ben, "ru"), (cast.cleo, "en")):
        write.update(kind("user"), person.user_id, {"locale": language}, version=None, by=cast.dora, at=NOON)
        page = browser_of(person).get("/history").content.decode()
        said[language] = re.findall(r'<nav class="sidebar" id="sidebar" aria-label="([^"]*)"', page)[0]

    assert len(set(said.values())) == 3


def test_forms_of_kept_parts_have_the_token_of_their_reader(cast: Cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(pk=cast.ada.user_id))

    for _again in range(2):
        page = browser.get("/history").content.decode()
        menu = page[page.index('id="menu-person"') :]
        [token] = set(
            re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', menu.partition("</x-menu>")[0])
        )
        assert once.MARK not in page
        answer = browser.post("/preferences", {"theme": "dark", "next": "/", "csrfmiddlewaretoken": token})
        assert answer.status_code == 302


def test_the_names_of_others_are_in_no_page_but_their_own(cast: Cast):
    for person, other in ((cast.ada, cast.ben), (cast.ben, cast.ada), (cast.ada, cast.ben)):
        menu = browser_of(person).get("/help").content.decode().partition('id="menu-person"')[2]
        head = menu.partition('class="menu-line"')[0]
        assert (person.name in head, other.name in head) == (True, False)


def test_where_one_is_now_is_marked(cast: Cast):
    browser = browser_of(cast.ada)
    for place in ("/history", "/bin", "/history"):
        page = browser.get(place).content.decode()
        side = page[page.index('id="sidebar"') :].partition("</nav>")[0]
        assert re.findall(r'href="([^"]*)"[^>]* aria-current="page"', side) == [place]


def test_a_token_is_asked_for_each_page():
    request = RequestFactory().get("/")
    first, second = (jinja.to_text(request, "pages/refusal.html", {"title": "A"}) for _ in range(2))
    names = [re.findall(r'name="csrf" content="([^"]*)"', page)[0] for page in (first, second)]
    assert names[0] != names[1]
