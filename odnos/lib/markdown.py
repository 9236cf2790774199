"""The small part of Markdown that our help is written in, as HTML. Everything else stands there as it was written.

Blocks: headings, paragraphs, lists, tables, code between fences. In a line: **strong**, `code`, [words](address).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

INLINE = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*([^*\s][^*]*)\*")
ITEM = re.compile(r"\s*(?:[-*]|\d+\.)\s+(.*)")
HEADING = re.compile(r"(#{1,4})\s+(.*)")
RULE = re.compile(r"\|?[\s:|-]+\|?")
SAFE = ("/", "#", "https://", "mailto:")
"""How addresses may begin."""


def to_html(source: str) -> Markup:
    """Return `source` as HTML; a heading of the first rank becomes one of the second."""
    return Markup("\n").join(drawn(block) for block in blocks(source.splitlines()))


def title_of(source: str) -> str:
    """Return the words of the first heading."""
    found = next((match for line in source.splitlines() if (match := HEADING.fullmatch(line.strip()))), None)
    return found[2] if found else ""


def blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield lines that belong together: what stands between blank lines, and code between its fences."""
    block: list[str] = []
    fenced = False
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
        is_alone = not fenced and HEADING.fullmatch(line) is not None
        if block and (is_alone or (not fenced and not line.strip())):
            yield block
            block = []
        if is_alone:
            yield [line]
        elif line.strip() or fenced:
            block.append(line)
    if block:
        yield block


def drawn(block: Sequence[str]) -> Markup:
    first = block[0]
    if heading := HEADING.fullmatch(first):
        rank = max(2, len(heading[1]))
        return Markup("<h{0}>{1}</h{0}>").format(rank, inline(heading[2]))
    if first.startswith("```"):
        return Markup('<pre tabindex="0"><code>{}</code></pre>').format(
            "\n".join(block[1:]).removesuffix("```")
        )
    if ITEM.fullmatch(first):
        return drawn_list(block)
    if first.startswith("|"):
        return drawn_table(block)
    return Markup("<p>{}</p>").format(inline(" ".join(line.strip() for line in block)))


def drawn_list(block: Sequence[str]) -> Markup:
    items: list[str] = []
    for line in block:
        found = ITEM.fullmatch(line)
        if found:
            items.append(found[1])
        else:
            items[-1] += f" {line.strip()}"
    tag = "ol" if block[0].lstrip()[:1].isdigit() else "ul"
    return Markup("<{0}>{1}</{0}>").format(
        tag, Markup("").join(Markup("<li>{}</li>").format(inline(item)) for item in items)
    )


def drawn_table(block: Sequence[str]) -> Markup:
    rows = [
        [inline(cell.strip()) for cell in line.strip().strip("|").split("|")]
        for line in block
        if not RULE.fullmatch(line.strip())
    ]
    head, *body = rows
    return Markup(
        '<div class="table-scroll" tabindex="0"><table class="lines"><thead>{}</thead><tbody>{}</tbody></table></div>'
    ).format(drawn_row(head, "th"), Markup("").join(drawn_row(row, "td") for row in body))


def drawn_row(cells: Sequence[Markup], tag: str) -> Markup:
    return Markup("<tr>{}</tr>").format(
        Markup("").join(Markup("<{0}>{1}</{0}>").format(tag, cell) for cell in cells)
    )


def inline(written: str) -> Markup:
    """Return a line with what is strong, code or a link in it; addresses of other kinds stay words."""
    found, last = Markup(), 0
    for match in INLINE.finditer(written):
        found += escape(written[last : match.start()])
        strong, code, words, address, soft = match.groups()
        if strong:
            found += Markup("<b>{}</b>").format(strong)
        elif code:
            found += Markup("<code>{}</code>").format(code)
        elif soft:
            found += Markup("<em>{}</em>").format(soft)
        elif address.startswith(SAFE) and not address.startswith("//"):
            found += Markup('<a class="link" href="{}">{}</a>').format(address, words)
        else:
            found += escape(words)
        last = match.end()
    return found + escape(written[last:])
