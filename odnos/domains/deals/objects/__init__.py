"""Pipelines, stages, deals and their lines, declared."""

# The order is that of the menu and of the reference.
from odnos.domains.deals.objects.pipeline import PIPELINE, STAGE  # isort: skip
from odnos.domains.deals.objects.deal import DEAL  # isort: skip
from odnos.domains.deals.objects.line import DEAL_LINE  # isort: skip
from odnos.domains.deals.objects.words import CONTACT_ROLES, KINDS, LOST_REASONS, TONES

__all__ = ["CONTACT_ROLES", "DEAL", "DEAL_LINE", "KINDS", "LOST_REASONS", "PIPELINE", "STAGE", "TONES"]
