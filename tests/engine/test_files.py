"""Files are kept whole under their hash, and read only by those who see a record that names them."""

import hashlib

import pytest

from odnos.engine.records import files, write
from odnos.engine.records.errors import NotFound
from odnos.objects.fields import Invalid
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON)


def test_a_stored_file_lies_under_its_hash(folder):
    value = files.store([b"hello ", b"world"], "greeting.txt")

    digest = hashlib.sha256(b"hello world").hexdigest()
    assert value == {"name": "greeting.txt", "size": 11, "sha256": digest}
    assert (folder / digest[:2] / digest).read_bytes() == b"hello world"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [digest]


@pytest.mark.parametrize(
    "given, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\offer.pdf", "offer.pdf"),
        ('a"b\r\nX-Evil: 1.txt', "a_b__X-Evil_ 1.txt"),
        ("ponudba š č ž — тест.pdf", "ponudba š č ž — тест.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(given, kept):
    assert files.clean_name(given) == kept


def test_an_empty_or_too_large_file_is_refused_and_leaves_nothing(folder):
    with pytest.raises(Invalid):
        files.store([], "empty.txt")
    with pytest.raises(Invalid):
        files.store([b"x" * 10, b"y" * 10], "large.bin", largest=15)

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_is_read_by_those_who_see_the_note(cast):
    company = make("company", cast.ada, name="Acme")
    value = files.store([b"offer"], "offer.pdf")
    make("note", cast.ada, about=company.reference, body="Offer", file=value)

    path, held = files.find(value["sha256"], by=cast.ben)

    assert (path.read_bytes(), held["name"]) == (b"offer", "offer.pdf")
    for stranger in (cast.cleo,):
        with pytest.raises(NotFound):
            files.find(value["sha256"], by=stranger)


def test_a_file_of_a_note_in_the_bin_is_not_read(cast):
    value = files.store([b"offer"], "offer.pdf")
    company = make("company", cast.ada, name="Acme")
    note = make("note", cast.ada, about=company.reference, body="Offer", file=value)

    write.delete(note.type, [note.id], by=cast.ada, at=NOON)

    with pytest.raises(NotFound):
        files.find(value["sha256"], by=cast.ada)


@pytest.mark.parametrize("sha256", ["", "x", "../../etc/passwd", "A" * 64, "0" * 64])
def test_a_hash_that_nobody_names_is_not_found(cast, sha256):
    with pytest.raises(NotFound):
        files.find(sha256, by=cast.dora)
