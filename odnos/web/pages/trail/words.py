"""What the trail tells, in words: what was done, from where, to what."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.access.models import Token
from odnos.engine.audit.models import Entry
from odnos.objects.labels import Label

ACTIONS: dict[str, Label] = {
    "created": gettext_lazy("created"),
    "updated": gettext_lazy("changed"),
    "deleted": gettext_lazy("moved to the bin"),
    "restored": gettext_lazy("restored"),
    "relinked": gettext_lazy("led to another record"),
    "merged": gettext_lazy("merged"),
    "converted": gettext_lazy("converted"),
    "undone": gettext_lazy("put back"),
    "shared": gettext_lazy("shared"),
    "unshared": gettext_lazy("no longer shared"),
    "read": gettext_lazy("sensitive fields read"),
    "exported": gettext_lazy("exported"),
    "signed_in": gettext_lazy("signed in"),
    "signed_out": gettext_lazy("signed out"),
    "password_set": gettext_lazy("password set"),
    "authenticator_added": gettext_lazy("two-step code app added"),
    "authenticator_removed": gettext_lazy("two-step code app removed"),
    "passkey_added": gettext_lazy("passkey added"),
    "passkey_removed": gettext_lazy("passkey removed"),
    "recovery_codes_made": gettext_lazy("recovery codes made"),
    "recovery_code_used": gettext_lazy("recovery code used"),
    "factors_reset": gettext_lazy("second factors reset"),
    "identity_linked": gettext_lazy("single sign-on linked"),
    "identity_unlinked": gettext_lazy("single sign-on unlinked"),
    "not_followed": gettext_lazy("role or team not taken from single sign-on"),
    "invited": gettext_lazy("invited"),
    "invitation_withdrawn": gettext_lazy("invitation withdrawn"),
    "sign_in_policy_changed": gettext_lazy("rules of signing in changed"),
    "provider_changed": gettext_lazy("provider changed"),
    "provider_removed": gettext_lazy("provider removed"),
    "token_made": gettext_lazy("token made"),
    "token_ended": gettext_lazy("token ended"),
    "seeing_began": gettext_lazy("began to look with their eyes"),
    "seeing_ended": gettext_lazy("stopped looking with their eyes"),
    "values_erased": gettext_lazy("values taken out of the trail"),
    "person_exported": gettext_lazy("everything about them exported"),
    "person_erased": gettext_lazy("person erased"),
    "made_anonymous": gettext_lazy("made anonymous"),
    "retention_ran": gettext_lazy("retention rule carried out"),
}
SOURCES: dict[str, Label] = {
    "web": gettext_lazy("pages"),
    "api": gettext_lazy("API"),
    "import": gettext_lazy("import"),
    "export": gettext_lazy("export"),
    "link": gettext_lazy("password link"),
    "single": gettext_lazy("single sign-on"),
    "demo": gettext_lazy("sample data"),
    "system": gettext_lazy("by itself"),
    "cli": gettext_lazy("command line"),
}


def deed(action: str) -> str:
    """Return the word for what happened to a record."""
    return str(ACTIONS.get(action, action.replace("_", " ")))


def source_of(entry: Entry, tokens: dict[int, str]) -> str:
    """Return from where it was done: the surface, the token, the address."""
    said = [str(SOURCES.get(entry.source, entry.source))] if entry.source else []
    if entry.token_id:
        said.append(_("token “%(name)s”") % {"name": tokens.get(entry.token_id, "") or entry.token_id})
    if entry.address:
        said.append(entry.address)
    return " · ".join(said)


def token_names(entries: list[Entry]) -> dict[int, str]:
    """Return the names of the tokens that some entries speak of."""
    ids = {entry.token_id for entry in entries if entry.token_id}
    return dict(Token.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
