"""The product lines of a deal, declared."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals import rules
from odnos.domains.deals.models import DealLine
from odnos.objects import fields as f
from odnos.objects.access import ParentDecides
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

DEAL_LINE = registry.add(
    ObjectType(
        key="deal_line",
        plural_key="deal-lines",
        model=DealLine,
        label=_("Product line"),
        plural=_("Product lines"),
        icon="list",
        fields=(
            f.Text("name", _("Name"), readonly=True),
            f.Link("deal", _("Deal"), to="deal", required=True, parent=True),
            f.Link("product", _("Product"), to="product", required=True),
            f.Number("quantity", _("Quantity"), places=4, least=0, required=True, default=1, sortable=False),
            f.Money("unit_price", _("Unit price"), sortable=False),
            f.Number(
                "discount",
                _("Discount"),
                unit="%",
                places=2,
                least=0,
                most=100,
                required=True,
                default=0,
                sortable=False,
            ),
            f.Money(
                "total",
                _("Total"),
                readonly=True,
                sortable=False,
                made_of=("quantity", "unit_price", "discount"),
            ),
            f.Number("position", _("Position"), required=True, default=0),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Product line"),
                    fields=("deal", "product", "quantity", "unit_price", "discount", "total"),
                ),
            ),
            quick=("product", "quantity", "unit_price", "discount"),
        ),
        views=(
            View(
                key="all",
                label=_("All product lines"),
                columns=("deal", "product", "quantity", "unit_price", "discount", "total"),
                sort="-created_at",
            ),
        ),
        access=ParentDecides(parent="deal"),
        rules=(rules.line_total,),
        needs=("product",),
        open=("position",),
    )
)
