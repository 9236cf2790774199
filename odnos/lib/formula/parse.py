"""From text to tree, by precedence climbing."""

from __future__ import annotations

from decimal import Decimal

from odnos.lib.formula.errors import TOO_DEEP, UNEXPECTED, UNFINISHED, FormulaError
from odnos.lib.formula.tokens import Token, tokens
from odnos.lib.formula.tree import Call, Literal, Name, Node

STRENGTH = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!=", "<>", "<", "<=", ">", ">="), 4),
    "&": 5,
    **dict.fromkeys(("+", "-"), 6),
    **dict.fromkeys(("*", "/", "%"), 7),
}
NOT, SIGN = 3, 8
DEEPEST = 40
SAME = {"<>": "!="}


def parse(formula: str) -> Node:
    """Return the tree of a formula. Raises FormulaError."""
    reader = _Reader(list(tokens(formula)))
    node = reader.expression(0, 0)
    if reader.next.kind != "end":
        raise reader.unexpected()
    return node


class _Reader:
    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.place = 0

    @property
    def next(self) -> Token:
        return self.words[self.place]

    def take(self) -> Token:
        word = self.next
        self.place += 1
        return word

    def unexpected(self) -> FormulaError:
        word = self.next
        if word.kind == "end":
            return FormulaError(UNFINISHED, word.place)
        return FormulaError(UNEXPECTED, word.place, found=word.text)

    def expect(self, sign: str) -> None:
        if (self.next.kind, self.next.text) != ("sign", sign):
            raise self.unexpected()
        self.take()

    def expression(self, weakest: int, depth: int) -> Node:
        """Read operands joined by operators that bind at least as strongly as `weakest`."""
        if depth > DEEPEST:
            raise FormulaError(TOO_DEEP, self.next.place)
        left = self.operand(depth)
        while (strength := STRENGTH.get(self.operator(), 0)) and strength > weakest:
            word = self.take()
            name = SAME.get(word.text, word.text.lower())
            left = Call(name=name, given=(left, self.expression(strength, depth + 1)), place=word.place)
        return left

    def operator(self) -> str:
        return self.next.text.lower() if self.next.kind in ("sign", "name") else ""

    def operand(self, depth: int) -> Node:
        word = self.next
        if word.kind == "number":
            self.take()
            return Literal(value=Decimal(word.text), place=word.place)
        if word.kind == "text":
            self.take()
            return Literal(value=unquoted(word.text), place=word.place)
        if word.kind == "name" and self.operator() not in ("and", "or"):
            return self.named(depth)
        if word.kind == "sign" and word.text == "-":
            self.take()
            return Call(name="negate", given=(self.expression(SIGN, depth + 1),), place=word.place)
        self.expect("(")
        inner = self.expression(0, depth + 1)
        self.expect(")")
        return inner

    def named(self, depth: int) -> Node:
        word = self.take()
        lower = word.text.lower()
        if lower in ("true", "false"):
            return Literal(value=lower == "true", place=word.place)
        if lower == "not":
            return Call(name="not", given=(self.expression(NOT, depth + 1),), place=word.place)
        if (self.next.kind, self.next.text) == ("sign", "("):
            return Call(name=lower, given=tuple(self.values(depth)), place=word.place)
        return Name(path=tuple(word.text.split(".")), place=word.place)

    def values(self, depth: int) -> list[Node]:
        self.expect("(")
        found: list[Node] = []
        while self.next.text != ")" or self.next.kind != "sign":
            found.append(self.expression(0, depth + 1))
            if (self.next.kind, self.next.text) != ("sign", ","):
                break
            self.take()
        self.expect(")")
        return found


def unquoted(written: str) -> str:
    """Return the text between quotes; a backslash makes the next sign stand for itself."""
    inner, out, signs = written[1:-1], "", iter(written[1:-1])
    if "\\" not in inner:
        return inner
    for sign in signs:
        out += next(signs, "") if sign == "\\" else sign
    return out
