"""A query compiled once answers as the same query built anew, in the values of Python."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from odnos.engine.access import tokens
from odnos.engine.access.actor import organisation
from odnos.engine.access.models import Organisation, Token, User
from odnos.engine.records import read, write
from odnos.engine.tables.prepared import Given, Prepared
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db
VALUES = {"name": "Lumen", "employees": "12", "annual_revenue": "1000000", "tags": "lamps, light"}


def test_a_record_just_written_is_the_record_that_is_read(cast):
    company = registry.get("company")

    made = write.create(company, VALUES, by=cast.ada, at=NOON)

    assert made.columns == read.get(company, made.id, by=cast.ada).columns
    assert made["employees"] == Decimal(12)
    assert made["created_at"] == NOON
    assert made["tags"] == ("lamps", "light")


def test_a_query_is_built_once_and_asked_with_what_is_given(cast):
    built = []

    def people():
        built.append(True)
        return User.objects.filter(name=Given("name", models.CharField())).values("name", "email")

    query = Prepared(people)

    assert [row["email"] for row in query.rows(name="Ada")] == ["ada@odnos.example"]
    assert [row["email"] for row in query.rows(name="Ben")] == ["ben@odnos.example"]
    assert query.rows(name="Nobody") == []
    assert len(built) == 1


def test_an_instance_is_whole(cast):
    Organisation.objects.all().update(name="Odnos")

    with CaptureQueriesContext(connection) as asked:
        found = organisation()
        told = {field.attname: getattr(found, field.attname) for field in Organisation._meta.concrete_fields}

    assert len(asked) == 1
    assert found.name == "Odnos"
    assert told == Organisation.objects.values(*told).get()


def test_a_token_ends_at_its_moment(cast):
    ends = NOON + dt.timedelta(hours=1)
    secret = tokens.make_token(User.objects.get(name="Ada"), at=NOON, expires_at=ends)

    assert tokens.actor_of(secret, at=ends - dt.timedelta(microseconds=1)).user_id == cast.ada.user_id
    assert tokens.actor_of(secret, at=ends) is None
    assert Token.objects.get().expires_at == ends
