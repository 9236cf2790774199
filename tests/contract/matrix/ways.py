"""Rows of the ways to reach somebody, and of files."""

from odnos.objects import fields as f
from odnos.objects.fields.file import Stored
from tests.contract.matrix.case import Case, Kind, same

SHA = "a" * 64
FILE = Stored(name="<offer>.pdf", size=3, sha256=SHA)
WAYS: dict[str, Kind] = {
    "email": Kind(
        field=f.Email("x"),
        cases=(same("ivan@x.ru", raw=" Ivan@X.ru", html='<a href="mailto:ivan@x.ru">ivan@x.ru</a>'),),
        refused=("ivan", "a@b", "a b@x.io", "x@y.z\x00"),
    ),
    "emails": Kind(
        field=f.Emails("x"),
        cases=(
            Case(
                raw="A@x.io, b@x.io",
                value=("a@x.io", "b@x.io"),
                json=["a@x.io", "b@x.io"],
                text="a@x.io, b@x.io",
                csv="a@x.io, b@x.io",
                html='<a href="mailto:a@x.io">a@x.io</a> <a href="mailto:b@x.io">b@x.io</a>',
            ),
        ),
        refused=("ivan",),
    ),
    "phone": Kind(
        field=f.Phone("x"),
        cases=(
            Case(
                raw="041 234 567",
                value="+38641234567",
                json="+38641234567",
                text="041 234 567",
                csv="041 234 567",
                html='<a href="tel:+38641234567">041 234 567</a>',
            ),
        ),
        refused=("call me", "1"),
    ),
    "phones": Kind(
        field=f.Phones("x"),
        cases=(
            Case(
                raw=["041 234 567"],
                value=("+38641234567",),
                json=["+38641234567"],
                text="041 234 567",
                csv="041 234 567",
                html='<a href="tel:+38641234567">041 234 567</a>',
            ),
        ),
        refused=("call me",),
    ),
    "url": Kind(
        field=f.Url("x"),
        cases=(
            same(
                "https://žito.si/a?b=<c>",
                raw="žito.si/a?b=<c>",
                html='<a href="https://žito.si/a?b=&lt;c&gt;" rel="noopener noreferrer" target="_blank">žito.si/a?b=&lt;c&gt;</a>',
            ),
        ),
        refused=("javascript:alert(1)", "ftp://x.io", "https://", "https://[", "data:text/html,x"),
    ),
    "address": Kind(
        field=f.Address("x"),
        cases=(
            Case(
                raw={
                    "street": "Trg 1",
                    "postcode": "1000",
                    "city": "Ljubljana",
                    "region": "",
                    "country": "SI",
                },
                value={"street": "Trg 1", "postcode": "1000", "city": "Ljubljana", "country": "SI"},
                json={"street": "Trg 1", "postcode": "1000", "city": "Ljubljana", "country": "SI"},
                text="Trg 1, 1000 Ljubljana",
                csv="Trg 1, 1000 Ljubljana, SI",
                html="Trg 1, 1000 Ljubljana",
            ),
            Case(
                raw={"city": "Wien", "country": "AT"},
                value={"city": "Wien", "country": "AT"},
                json={"city": "Wien", "country": "AT"},
                text="Wien, Austria",
                csv="Wien, AT",
                html="Wien, Austria",
            ),
            Case(
                raw="Trg 1",
                value={"street": "Trg 1"},
                json={"street": "Trg 1"},
                text="Trg 1",
                csv="Trg 1",
                html="Trg 1",
            ),
        ),
        refused=({"planet": "Mars"}, {"city": "x" * 201}, 5, {"city": "\x00"}),
    ),
    "file": Kind(
        field=f.File("x"),
        cases=(
            Case(
                raw=FILE,
                value=FILE,
                json=FILE,
                text="<offer>.pdf",
                csv="<offer>.pdf",
                html=f'<a href="/files/{SHA}/&lt;offer&gt;.pdf" download>&lt;offer&gt;.pdf</a>',
            ),
        ),
        refused=("name.pdf", {"name": "x"}, {"sha256": "x"}, {"sha256": SHA, "size": "large"}),
    ),
}
