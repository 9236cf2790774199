"""The check of classes reads style sheets and pages rightly."""

from tools import styles


def test_the_classes_of_a_sheet_are_found_but_not_those_of_comments_texts_and_numbers():
    sheet = '/* .gone */ .card { gap: 1.5rem; &.is-open { content: ".text"; } } .tone-good > a:hover {}'
    assert styles.classes(sheet) == {"card", "is-open", "tone-good"}


def test_the_classes_of_a_page_are_found_but_not_those_put_together():
    page = '<a class="btn tone-{{ tone }}{% if on == \'x\' %} is-on{% endif %}"> html.tag("b", class_="late")'
    assert styles.written(page) == {"btn", "late"}


def test_every_class_that_is_defined_is_used_and_every_class_that_is_used_is_defined():
    assert [*styles.unused(), *styles.undefined()] == []
