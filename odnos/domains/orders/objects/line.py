"""The lines of an order, declared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from odnos.domains.orders import rules, totals
from odnos.domains.orders.models import OrderLine
from odnos.objects import fields as f
from odnos.objects.access import ParentDecides
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

ORDER_LINE = registry.add(
    ObjectType(
        key="order_line",
        plural_key="order-lines",
        model=OrderLine,
        label=_("Order line"),
        plural=_("Order lines"),
        icon="list",
        fields=(
            f.Text(
                "name",
                _("Text"),
                help=_("What was ordered; the product's name unless something else is written."),
            ),
            f.Link("order", pgettext_lazy("purchase", "Order"), to="order", required=True, parent=True),
            f.Link("product", _("Product"), to="product"),
            f.Number("quantity", _("Quantity"), places=4, required=True, default=1, sortable=False),
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
                "amount",
                _("Amount"),
                readonly=True,
                sortable=False,
                made_of=("quantity", "unit_price", "discount"),
            ),
            f.Number("position", _("Position"), required=True, default=0, sortable=False),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Order line"),
                    fields=("order", "product", "name", "quantity", "unit_price", "discount", "amount"),
                ),
            ),
            quick=("product", "name", "quantity", "unit_price", "discount"),
        ),
        views=(
            View(
                key="all",
                label=_("All order lines"),
                columns=("order", "product", "name", "quantity", "unit_price", "discount", "amount"),
                sort="-created_at",
            ),
        ),
        access=ParentDecides(parent="order"),
        rules=(rules.line_amount, rules.line_currency),
        consequences=(totals.follow_lines,),
        needs=("product", "order"),
        open=("position",),
    )
)
