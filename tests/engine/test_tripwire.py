"""Twenty and more ways to reach for records without saying for whom; every one is refused before the database sees it."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.forms import ModelChoiceField

from odnos.engine.access import tripwire
from odnos.engine.access.models import Share, User
from odnos.engine.access.tripwire import Mark, Unscoped
from odnos.engine.records import write
from odnos.engine.records.reach import reach
from odnos.objects.access import Everyone
from odnos.objects.registry import registry
from tests.people import NOON


@pytest.fixture
def company(cast):
    made = write.create(registry.get("company"), {"name": "Acme"}, by=cast.ada, at=NOON)
    pipeline = write.create(registry.get("pipeline"), {"name": "Sales"}, by=cast.dora, at=NOON)
    stage = {"name": "New", "pipeline": pipeline.id}
    deal = {"name": "Big", "company": made.id}
    deal["stage"] = write.create(registry.get("stage"), stage, by=cast.dora, at=NOON).id
    write.create(registry.get("deal"), deal, by=cast.ada, at=NOON)
    return made


def company_model():
    return apps.get_model("people", "Company")


def scoped(cast):
    return reach(registry.get("company"), by=cast.ada)


def raw(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


WAYS = {
    "all()": lambda _cast: list(company_model().objects.all()),
    "get(pk)": lambda _cast: company_model().objects.get(pk=1),
    "first()": lambda _cast: company_model().objects.first(),
    "count()": lambda _cast: company_model().objects.count(),
    "exists()": lambda _cast: company_model().objects.filter(pk=1).exists(),
    "values_list": lambda _cast: list(company_model().objects.values_list("name")),
    "iterator()": lambda _cast: list(company_model().objects.iterator()),
    "aggregate": lambda _cast: company_model().objects.aggregate(number=Count("id")),
    "in_bulk": lambda _cast: company_model().objects.in_bulk([1]),
    "the base manager": lambda _cast: list(company_model()._base_manager.all()),
    "the default manager": lambda _cast: list(company_model()._default_manager.using("default").all()),
    "raw()": lambda _cast: list(company_model().objects.raw("select * from people_company")),
    "a cursor": lambda _cast: raw("SELECT name FROM people_company"),
    "a cursor, quoted and in capitals": lambda _cast: raw('SELECT name FROM "PEOPLE_COMPANY"'),
    "a cursor with a comma": lambda _cast: raw("SELECT a.id FROM access_share a, people_company b"),
    "a cursor with a comment between": lambda _cast: raw("SELECT id FROM/**/people_company"),
    "a cursor with brackets": lambda _cast: raw("SELECT id FROM (people_company)"),
    "a cursor with a schema": lambda _cast: raw(
        "SELECT id FROM main.people_company"
        if connection.vendor == "sqlite"
        else "SELECT id FROM public.people_company"
    ),
    "a common table expression": lambda _cast: raw(
        "WITH x AS (SELECT id FROM people_company) SELECT * FROM x"
    ),
    "union with a scoped one": lambda cast: list(
        scoped(cast).values("pk").union(company_model().objects.values("pk"))
    ),
    "scoped | unscoped": lambda cast: list(scoped(cast) | company_model()._base_manager.filter(Q(pk__gt=0))),
    "a join": lambda cast: list(
        reach(registry.get("deal"), by=cast.ada).filter(company__name="Acme").values("pk")
    ),
    "a joined column": lambda cast: list(reach(registry.get("deal"), by=cast.ada).values("company__name")),
    "select_related": lambda cast: list(reach(registry.get("deal"), by=cast.ada).select_related("company")),
    "a subquery": lambda _cast: list(
        Share.objects.annotate(
            name=Subquery(company_model().objects.filter(pk=OuterRef("record_id")).values("name")[:1])
        ).values_list("name")
    ),
    "an exists": lambda _cast: list(
        Share.objects.filter(Exists(company_model().objects.filter(pk=OuterRef("record_id"))))
    ),
    "an annotation over F": lambda cast: list(
        reach(registry.get("deal"), by=cast.ada).annotate(there=F("company__name")).values("there")
    ),
    "prefetch": lambda cast: list(
        reach(registry.get("deal"), by=cast.ada).prefetch_related(Prefetch("company"))
    ),
    "a form's choices": lambda _cast: list(ModelChoiceField(company_model().objects.all()).choices),
    "update()": lambda _cast: company_model().objects.update(name="z"),
    "delete()": lambda _cast: company_model().objects.filter(pk=1).delete(),
    "save()": lambda _cast: company_model()(name="z", created_at=NOON, updated_at=NOON).save(),
    "create()": lambda _cast: company_model().objects.create(name="z", created_at=NOON, updated_at=NOON),
    "bulk_create": lambda _cast: company_model().objects.bulk_create(
        [company_model()(name="z", created_at=NOON, updated_at=NOON)]
    ),
    "get_or_create": lambda _cast: company_model().objects.get_or_create(name="Acme"),
    "a scoped update": lambda cast: scoped(cast).update(name="z"),
    "a cursor that updates": lambda _cast: raw("UPDATE people_company SET name = 'z'"),
    "a cursor that deletes": lambda _cast: raw("DELETE FROM people_company"),
    "a cursor that inserts from elsewhere": lambda _cast: raw(
        "INSERT INTO views_seen (user_id, object_key, record_id, at) SELECT 1, name, id, created_at FROM people_company"
    ),
    "saving a user": lambda cast: User.objects.get(pk=cast.ada.user_id).save(),
    "deleting a user": lambda cast: User.objects.get(pk=cast.ada.user_id).delete(),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_reaching_without_a_scope_is_refused(way, company, cast):
    with pytest.raises(Unscoped), transaction.atomic():
        way(cast)

    assert [row["name"] for row in scoped(cast).values("name")] == ["Acme"]


def test_scoped_ways_pass(company, cast):
    assert scoped(cast).count() == 1
    assert scoped(cast).filter(pk=company.id).exists()
    assert list(reach(registry.get("deal"), by=cast.ada).filter(company_id__in=scoped(cast).values("pk")))


def test_what_all_may_read_is_read_without_a_mark(cast):
    assert User.objects.get(pk=cast.ada.user_id).name == "Ada"
    assert isinstance(registry.get("user").access, Everyone)


def test_other_tables_are_nobodys_business(db):
    assert ContentType.objects.count() >= 0
    assert Share.objects.count() == 0


def test_a_mark_counts_once(company, cast):
    model = company_model()
    twice = model._base_manager.filter(Mark("people_company")).filter(pk__in=model._base_manager.values("pk"))

    with pytest.raises(Unscoped):
        list(twice)


def test_a_value_that_looks_like_a_mark_is_a_value(company, cast):
    with pytest.raises(Unscoped):
        list(company_model().objects.filter(name="/*scope:people_company*/"))
    with pytest.raises(Unscoped):
        list(company_model().objects.extra(where=["name = %s"], params=["1=1 /*scope:people_company*/"]))


def test_every_record_table_is_guarded():
    guarded, readable = tripwire.tables(registry.roster)

    records = {item.model._meta.db_table for item in registry}
    assert guarded == records
    assert readable == {item.table for item in registry if isinstance(item.access, Everyone)}
    assert issubclass(registry.get("deal").model, models.Model)


def test_maintenance_says_why_and_is_over_when_it_ends(company):
    with tripwire.suspended("a test"):
        assert company_model().objects.count() == 1

    with pytest.raises(Unscoped):
        company_model().objects.count()
