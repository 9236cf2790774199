"""Kinds of record, declared: administrators make them, everybody works with them."""

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.models import CustomObject
from odnos.engine.custom.objects import NAMES
from odnos.engine.custom.types import rules
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

ACCESS = (
    ("own", _("Their owner, and the owner's team")),
    ("everyone", _("Everybody")),
    ("part", _("Whoever sees the record that they are a part of")),
)

ICONS = tuple(
    (name, name)
    for name in [
        "box",
        "building-2",
        "briefcase",
        "package",
        "tag",
        "clip",
        "calendar",
        "handshake",
        "star",
        "percent",
        "phone",
        "globe",
        "location",
        "lock",
        "note",
        "sheet",
        "shield",
        "user",
        "users",
        "move",
        "pin",
        "bolt",
        "workflow",
        "coins",
    ]  # noqa: SIM905 -- a list of one a line says no more
)
"""Pictures that there are."""

CUSTOM_OBJECT = registry.add(
    ObjectType(
        key="custom_object",
        plural_key="custom-objects",
        model=CustomObject,
        label=_("Kind of record"),
        plural=_("Kinds of record"),
        icon="box",
        fields=(
            *NAMES,
            f.Text("name_many", _("Name of several"), required=True, max_length=100),
            f.Text("name_many_en", _("Name of several in English"), max_length=100, sortable=False),
            f.Text("name_many_ru", _("Name of several in Russian"), max_length=100, sortable=False),
            f.Text("name_many_sl", _("Name of several in Slovene"), max_length=100, sortable=False),
            f.Text("title_name", _("What its name is called"), max_length=100, sortable=False),
            f.Text("address", _("Address"), max_length=50, sortable=False),
            f.Choice("icon", _("Picture"), choices=ICONS, sortable=False),
            f.Choice("access", _("Who sees its records"), choices=ACCESS, default="own", sortable=False),
            f.Text("parent", _("A part of"), max_length=40, sortable=False),
            f.Boolean("is_in_menu", _("In the menu"), default=True),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Kind of record"), fields=("name", "name_many", "icon", "access", "parent")),
            ),
            quick=("name", "name_many"),
        ),
        views=(
            View(
                key="all",
                label=_("All"),
                columns=("name", "name_many", "access", "updated_at"),
                sort="position",
            ),
        ),
        access=Everyone(),
        rules=(rules.object_code, rules.object_address, rules.object_access),
        held=(rules.parts_of_it,),
    )
)
