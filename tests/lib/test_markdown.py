"""The Markdown of the help, and what it never lets through."""

import pytest

from odnos.lib.markdown import title_of, to_html


def test_blocks_become_what_they_look_like():
    source = "## Keys\n\nOne line,\nanother.\n\n- **J** down\n- `K` up\n\n1. first\n2. second"

    assert to_html(source) == (
        "<h2>Keys</h2>\n<p>One line, another.</p>\n<ul><li><b>J</b> down</li><li><code>K</code> up</li></ul>\n"
        "<ol><li>first</li><li>second</li></ol>"
    )


def test_a_table_has_a_head_and_rows():
    assert "<tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>" in to_html(
        "| a | b |\n| --- | --- |\n| 1 | 2 |"
    )


def test_code_between_fences_stays_as_it_is():
    assert to_html("```\na = **b**\n\n<c>\n```") == (
        '<pre tabindex="0"><code>a = **b**\n\n&lt;c&gt;\n</code></pre>'
    )


@pytest.mark.parametrize("address", ["javascript:alert", "//evil.example", "data:text/html,x", "http://x"])
def test_only_addresses_of_our_own_and_safe_ones_become_links(address):
    assert to_html(f"[words]({address})") == "<p>words</p>"


def test_nothing_written_becomes_markup():
    assert to_html("<script>alert(1)</script> **<i>**") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; <b>&lt;i&gt;</b></p>"
    )


def test_the_title_is_the_first_heading():
    assert title_of("# The board\n\n## More") == "The board"
