"""Who sees and edits which field, as records: with a trail, undo, import, export and API like everything else."""

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.models import FieldRight
from odnos.engine.access.models import Role as Codes
from odnos.engine.records.draft import Draft
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.labels import Label
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View


def right_subject(draft: Draft) -> None:
    """A right is about a field that is there and that somebody can be kept from."""
    key, name = draft["object"], draft["field"]
    if not draft.changed("object") and not draft.changed("field") and not draft.changed("may_see"):
        return
    if key not in registry or not takes_rights(registry.get(key)):
        draft.fail("object", _("The fields of these records are seen by everybody."))
    elif name not in registry.get(key).by_name:
        draft.fail("field", _("There is no such field."))
    elif not draft["may_see"] and (why := why_open(registry.get(key), name)):
        draft.fail("may_see", why)


def right_role(draft: Draft) -> None:
    """Administrators see and edit everything, so that nobody is locked out of what they set up."""
    if draft["role"] == Codes.ADMINISTRATOR:
        draft.fail("role", _("Administrators see and edit every field."))


def right_code(draft: Draft) -> None:
    """What is hidden is not edited either; the code says what the right is about."""
    if not draft["may_see"]:
        draft.set("may_edit", False)
    draft.set("code", f"{draft['object']}.{draft['field']}.{draft['role']}")


def takes_rights(object_type: ObjectType) -> bool:
    """Whether fields of an object can be kept from people: of what they work with, not of what Odnos is set up by."""
    return object_type.in_menu or not isinstance(object_type.access, Everyone)


def why_open(object_type: ObjectType, name: str) -> Label:
    """Return why nobody who reaches a record can be kept from its field `name`; "" if they can."""
    if name == object_type.title:
        return _("By this field everybody knows the record, so it cannot be hidden.")
    if name in object_type.always_seen:
        return _("What people reach and what they may do hangs on this field, so it cannot be hidden.")
    return ""


FIELD_RIGHT = registry.add(
    ObjectType(
        key="field_right",
        plural_key="field-rights",
        model=FieldRight,
        label=_("Field right"),
        plural=_("Field rights"),
        icon="lock",
        title="code",
        fields=(
            f.Text("code", _("Name for programs"), readonly=True, max_length=140, sortable=False),
            f.Text("object", _("Kind of record"), required=True, max_length=40, sortable=False),
            f.Text("field", _("Field"), required=True, max_length=60, sortable=False),
            f.Text("role", _("Role"), required=True, max_length=40, sortable=False),
            f.Boolean("may_see", _("Sees it"), default=True, sortable=False),
            f.Boolean("may_edit", _("Edits it"), default=True, sortable=False),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Field right"), fields=("object", "field", "role", "may_see", "may_edit")),
            ),
            quick=("object", "field", "role", "may_see", "may_edit"),
        ),
        views=(
            View(
                key="all",
                label=_("All field rights"),
                columns=("object", "field", "role", "may_see", "may_edit", "updated_at"),
            ),
        ),
        access=Everyone(),
        rules=(right_subject, right_role, right_code),
    )
)
