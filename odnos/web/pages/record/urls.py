"""Addresses of records, for every object of the registry; the action named by a verb comes last."""

from django.urls import path

from odnos.web import kinds as kinds
from odnos.web.pages.record import (
    acts,
    conflict,
    create,
    deleting,
    edit,
    filing,
    keeping,
    led_by,
    lining,
    links,
    merging,
    moving,
    named_by,
    page,
    ruling,
    sharing,
    telling,
    writing,
)

ONE = "<kind:kind>/<int:record_id>"

urlpatterns = [
    path("files/<str:sha256>/<path:name>", filing.download, name="file"),
    path("<kind:kind>/new", create.new, name="new"),
    path("<kind:kind>/new/doubles", create.doubles_of),
    path("<kind:kind>/new/rules", ruling.new),
    path(ONE, page.show, name="record"),
    path(f"{ONE}/panel", page.panel),
    path(f"{ONE}/timeline", telling.older),
    path(f"{ONE}/field/<slug:name>", edit.edit),
    path(f"{ONE}/conflict", conflict.resolve),
    path(f"{ONE}/rules", ruling.one),
    path(f"{ONE}/stage", moving.move),
    path(f"{ONE}/notes", writing.notes),
    path(f"{ONE}/tasks", writing.tasks),
    path(f"{ONE}/lines/<slug:part>", lining.lines),
    path(f"{ONE}/named-by/<slug:object>/<slug:name>", named_by.named_by),
    path(f"{ONE}/named-by/<slug:object>/<slug:name>/<int:other>/remove", named_by.remove),
    path(f"{ONE}/led-by/<slug:object>/<slug:name>", led_by.led_by),
    path(f"{ONE}/links/<slug:name>", links.links),
    path(f"{ONE}/links/<slug:name>/<int:other>/remove", links.remove),
    path(f"{ONE}/favourite", keeping.favourite),
    path(f"{ONE}/seen", keeping.see),
    path(f"{ONE}/share", sharing.share),
    path(f"{ONE}/unshare", sharing.unshare),
    path(f"{ONE}/merge", merging.choose),
    path(f"{ONE}/merge/<int:other>", merging.compare),
    path(f"{ONE}/delete", deleting.delete),
    path(f"{ONE}/restore", deleting.restore),
    path(f"{ONE}/<slug:verb>", acts.act),
]
