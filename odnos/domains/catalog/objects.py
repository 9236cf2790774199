"""Products, declared. Everybody sees the catalogue; administrators and managers keep it."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.catalog.models import Product
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

PRODUCT = registry.add(
    ObjectType(
        key="product",
        plural_key="products",
        model=Product,
        label=_("Product"),
        plural=_("Products"),
        icon="package",
        in_menu=True,
        subtitle=("series", "price"),
        fields=(
            f.Text("name", _("Name"), required=True, searchable=True),
            f.Text("code", _("Code"), unique=True, searchable=True, max_length=60),
            f.Choice("series", _("Series"), open=True),
            f.Money("price", _("Price")),
            f.Text("unit", _("Unit"), max_length=30),
            f.Boolean("is_active", _("On sale"), default=True),
            f.LongText("description", _("Description")),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Product"),
                    fields=(
                        "name",
                        "code",
                        "series",
                        "price",
                        "unit",
                        "is_active",
                        "description",
                        "external_id",
                    ),
                ),
            ),
            related=(
                Related(
                    object="deal_line",
                    through="product",
                    title=_("Sold in"),
                    columns=("deal", "quantity", "total"),
                ),
                Related(
                    object="order_line",
                    through="product",
                    title=_("Ordered in"),
                    columns=("order", "quantity", "amount"),
                ),
            ),
            card=("series", "price"),
            quick=("name", "code", "series", "price"),
        ),
        views=(
            View(
                key="all",
                label=_("All products"),
                columns=("name", "code", "series", "price", "unit", "is_active"),
                sort="name",
            ),
        ),
        access=Everyone(editors=("administrator", "manager")),
        duplicates=("name", "code"),
    )
)
