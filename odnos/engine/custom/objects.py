"""Added fields and their options, declared: administrators make them, everybody's pages read them."""

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom import figures, formulas, rollups, rules
from odnos.engine.custom.kinds import KINDS
from odnos.engine.custom.models import CustomField, CustomOption
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

TONES = (
    ("good", _("Green")),
    ("info", _("Blue")),
    ("warn", _("Yellow")),
    ("bad", _("Red")),
)
NAMES = (
    f.Text("name", _("Name"), required=True, max_length=100),
    f.Text("name_en", _("Name in English"), max_length=100, sortable=False),
    f.Text("name_ru", _("Name in Russian"), max_length=100, sortable=False),
    f.Text("name_sl", _("Name in Slovene"), max_length=100, sortable=False),
    f.Text("code", _("Name for programs"), max_length=40, sortable=False),
    f.Rank("position", _("Place"), readonly=False),
)

CUSTOM_FIELD = registry.add(
    ObjectType(
        key="custom_field",
        plural_key="custom-fields",
        model=CustomField,
        label=_("Field"),
        plural=_("Fields"),
        icon="columns",
        fields=(
            *NAMES,
            f.Text("object", _("Kind of record"), required=True, max_length=40),
            f.Choice(
                "kind",
                _("Kind"),
                choices=tuple((key, kind.label) for key, kind in KINDS.items()),
                required=True,
                sortable=False,
            ),
            f.Text("section", _("Section"), max_length=100, sortable=False),
            f.Text("help", _("Help"), max_length=300, sortable=False),
            f.Text("default", _("New records begin with"), max_length=500, sortable=False),
            f.Boolean("is_required", _("Must be filled in")),
            f.Boolean("is_unique", _("No two records have the same")),
            f.Boolean("is_searchable", _("Found by the search")),
            f.Boolean("is_fast", _("Fast to sort and filter")),
            f.Boolean("is_sensitive", _("Who reads it is kept")),
            f.Text("mask", _("Mask"), max_length=100, sortable=False),
            f.Text("mask_hint", _("The mask in words"), max_length=100, sortable=False),
            f.Text("to", _("Leads to"), max_length=40, sortable=False),
            f.Text("reverse_name", _("Name on the other side"), max_length=100, sortable=False),
            f.Text("reverse_name_en", _("The same in English"), max_length=100, sortable=False),
            f.Text("reverse_name_ru", _("The same in Russian"), max_length=100, sortable=False),
            f.Text("reverse_name_sl", _("The same in Slovene"), max_length=100, sortable=False),
            f.Number("places", _("Digits after the point"), least=0, most=4, sortable=False),
            f.Number("least", _("Smallest value"), sortable=False),
            f.Number("most", _("Largest value"), sortable=False),
            f.Text("unit", _("Unit"), max_length=20, sortable=False),
            f.Boolean("is_open", _("Other values may be typed")),
            f.LongText("formula", _("Formula"), max_length=2000),
            f.Text("through", _("Records that are gathered"), max_length=90, sortable=False),
            f.Choice("measure", _("What is gathered"), choices=rollups.MEASURES, sortable=False),
            f.Text("measured", _("Of which field"), max_length=90, sortable=False),
            f.Text("only", _("Only those with"), max_length=500, sortable=False),
            f.Choice("result", _("Result"), choices=formulas.RESULTS, readonly=True, sortable=False),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Field"), fields=("name", "object", "kind", "section", "help", "default")),
                Panel(
                    title=_("Rules"), fields=("is_required", "is_unique", "is_searchable", "is_fast", "mask")
                ),
            ),
            quick=("name", "object", "kind"),
        ),
        views=(
            View(
                key="all",
                label=_("All fields"),
                columns=("name", "object", "kind", "is_required", "updated_at"),
                sort="position",
            ),
        ),
        access=Everyone(),
        rules=(
            rules.field_object,
            rules.field_code,
            rules.field_kind,
            rules.field_bounds,
            rules.field_default,
            formulas.field_formula,
            rollups.field_rollup,
            figures.field_figure,
        ),
    )
)

CUSTOM_OPTION = registry.add(
    ObjectType(
        key="custom_option",
        plural_key="custom-options",
        model=CustomOption,
        label=_("Option"),
        plural=_("Options"),
        icon="list",
        fields=(
            *NAMES,
            f.Link("field", _("Field"), to="custom_field", required=True),
            f.Choice("tone", _("Colour"), choices=TONES, sortable=False),
        ),
        layout=Layout(
            panels=(Panel(title=_("Option"), fields=("name", "field", "tone")),), quick=("name", "field")
        ),
        views=(View(key="all", label=_("All options"), columns=("name", "field", "tone"), sort="position"),),
        access=Everyone(),
        rules=(rules.option_code,),
    )
)
