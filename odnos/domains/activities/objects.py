"""Notes and tasks, declared. They hang on any record and are seen by whoever sees it."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.activities import rules
from odnos.domains.activities.models import Note, Task
from odnos.objects import fields as f
from odnos.objects.access import ParentDecides
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

KINDS = (
    ("todo", _("To do")),
    ("call", _("Call")),
    ("meeting", _("Meeting")),
    ("email", _("E-mail")),
    ("visit", _("Visit")),
    ("demo", _("Demo")),
)

NOTE = registry.add(
    ObjectType(
        key="note",
        plural_key="notes",
        model=Note,
        label=_("Note"),
        plural=_("Notes"),
        icon="sticky-note",
        title="body",
        fields=(
            f.LongText("body", _("Text"), required=True, searchable=True),
            f.About("about", _("About"), parent=True),
            f.File("file", _("File")),
        ),
        layout=Layout(panels=(Panel(title=_("Note"), fields=("body", "about", "file")),), quick=("body",)),
        views=(
            View(
                key="all",
                label=_("All notes"),
                columns=("body", "about", "created_by", "created_at"),
                sort="-created_at",
            ),
        ),
        access=ParentDecides(parent="about"),
        events=("created", "updated", "deleted"),
    )
)

TASK = registry.add(
    ObjectType(
        key="task",
        plural_key="tasks",
        model=Task,
        label=_("Task"),
        plural=_("Tasks"),
        icon="circle-check",
        in_menu=True,
        fields=(
            f.Text("name", _("Task"), required=True, searchable=True),
            f.Choice("kind", _("Kind"), choices=KINDS, default="todo", sortable=False),
            f.About("about", _("About"), parent=True),
            f.Link("assignee", _("Assigned to"), to="user", default=lambda ctx: ctx.user_id),
            f.Date("due_on", _("Due"), ahead=True),
            f.Boolean("is_done", _("Done"), sortable=False),
            f.Moment("done_at", _("Done at"), readonly=True, sortable=False),
            f.Number(
                "days_late",
                _("Days late"),
                readonly=True,
                sortable=False,
                audited=False,
                help=_(
                    "From the day it was due to the day it was done; less than nothing when it was done before."
                ),
            ),
            f.Text("outcome", _("Outcome"), max_length=500, searchable=True, sortable=False),
            f.LongText("description", _("Description")),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Task"),
                    fields=(
                        "name",
                        "kind",
                        "about",
                        "assignee",
                        "due_on",
                        "is_done",
                        "outcome",
                        "description",
                    ),
                ),
            ),
            quick=("name", "kind", "due_on", "assignee"),
        ),
        views=(
            View(
                key="mine",
                label=_("My open tasks"),
                columns=("name", "kind", "about", "due_on"),
                filter="assignee.is:me,is_done.is:false",
                sort="due_on",
            ),
            View(
                key="overdue",
                label=_("Overdue"),
                columns=("name", "kind", "about", "assignee", "due_on"),
                filter="is_done.is:false,due_on.within:overdue",
                sort="due_on",
            ),
            View(
                key="all",
                label=_("All tasks"),
                columns=("name", "kind", "about", "assignee", "due_on", "is_done"),
                sort="-created_at",
            ),
        ),
        access=ParentDecides(parent="about", also=("assignee",)),
        events=("created", "updated", "deleted", "done"),
        rules=(rules.task_done, rules.task_late),
        open=("is_done",),
    )
)
