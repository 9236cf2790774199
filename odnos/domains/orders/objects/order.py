"""Orders of customers, declared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from odnos.domains.orders import rules
from odnos.domains.orders.models import Order
from odnos.domains.orders.objects.words import CHANNELS, STATES, TONES
from odnos.objects import fields as f
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

ORDER = registry.add(
    ObjectType(
        key="order",
        plural_key="orders",
        model=Order,
        label=pgettext_lazy("purchase", "Order"),
        plural=_("Orders"),
        counted_on="placed_at",
        icon="order",
        title="number",
        in_menu=True,
        subtitle=("contact", "company", "total"),
        fields=(
            f.Text("number", _("Order number"), required=True, unique=True, searchable=True, max_length=60),
            f.Link("contact", _("Contact"), to="contact"),
            f.Link("company", _("Company"), to="company"),
            f.Link("deal", _("Deal"), to="deal"),
            f.Moment("placed_at", _("Placed at"), required=True, default=lambda ctx: ctx.at),
            f.Choice("state", _("State"), choices=STATES, tones=TONES, required=True, default="placed"),
            f.Choice("channel", _("Channel"), choices=CHANNELS, open=True, sortable=False),
            f.Text("country", _("Country"), max_length=100, sortable=False),
            f.Money("subtotal", _("Sum of the lines"), readonly=True, audited=False, sortable=False),
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
                made_of=("subtotal", "discount"),
                help=_(
                    "What the lines come to, less the discount. Write it yourself in an order without lines."
                ),
            ),
            f.LongText("note", _("Note")),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=pgettext_lazy("purchase", "Order"),
                    fields=("number", "contact", "company", "placed_at", "state", "total", "owner"),
                ),
                Panel(
                    title=_("More"),
                    fields=("channel", "country", "discount", "deal", "note", "external_id"),
                ),
            ),
            related=(
                Related(
                    object="order_line",
                    through="order",
                    title=_("Products"),
                    columns=("product", "name", "quantity", "unit_price", "discount", "amount"),
                ),
            ),
            card=("contact", "company", "total", "placed_at"),
            quick=("number", "contact", "company", "placed_at", "state"),
        ),
        views=(
            View(
                key="all",
                label=_("All orders"),
                columns=("number", "contact", "company", "placed_at", "state", "channel", "total", "owner"),
                sort="-placed_at",
            ),
            View(
                key="board",
                label=_("Board"),
                kind="board",
                group_by="state",
                sort="-placed_at",
                columns=("number", "contact", "company", "total", "placed_at"),
            ),
            View(
                key="unpaid",
                label=_("Not paid yet"),
                columns=("number", "contact", "company", "placed_at", "total", "owner"),
                filter="state.is:placed",
                sort="placed_at",
            ),
            View(
                key="mine",
                label=_("My orders"),
                columns=("number", "contact", "company", "placed_at", "state", "total"),
                filter="owner.is:me",
                sort="-placed_at",
            ),
        ),
        duplicates=("number",),
        events=("created", "updated", "deleted", "totalled"),
        rules=(rules.order_total,),
    )
)
