"""Orders and their lines, declared."""

# The order is that of the menu and of the reference.
from odnos.domains.orders.objects.order import ORDER  # isort: skip
from odnos.domains.orders.objects.line import ORDER_LINE  # isort: skip
from odnos.domains.orders.objects.words import CHANNELS, STATES

__all__ = ["CHANNELS", "ORDER", "ORDER_LINE", "STATES"]
