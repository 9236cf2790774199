"""Lists, declared. Every object of the menu has a field `lists` that names the lists a record is on."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.lists.models import StaticList
from odnos.objects import fields as f
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

LIST = registry.add(
    ObjectType(
        key="list",
        plural_key="lists",
        model=StaticList,
        label=_("List"),
        plural=_("Lists"),
        icon="list",
        fields=(
            f.Text("name", _("Name"), required=True, searchable=True, max_length=100),
            f.LongText("description", _("Description")),
        ),
        layout=Layout(
            panels=(Panel(title=_("List"), fields=("name", "description", "owner")),), quick=("name",)
        ),
        views=(View(key="all", label=_("All lists"), columns=("name", "owner", "updated_at"), sort="name"),),
        duplicates=("name",),
    )
)
