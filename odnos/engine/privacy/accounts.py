"""How somebody signed in: sessions, tokens, keys and whatever else hangs on a user goes with them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import CASCADE

from odnos.engine.access import sign_in
from odnos.engine.access.models import User
from odnos.engine.access.tripwire import Written
from odnos.engine.records.rows import marked
from odnos.objects.registry import registry


def close(user_id: int) -> int:
    """End every session of a user, and remove what lets them in; return how many rows there were."""
    done = sign_in.end_all(user_id)
    for relation in User._meta.related_objects:
        if getattr(relation, "on_delete", None) is CASCADE:
            model: Any = relation.related_model
            done += model._base_manager.filter(**{relation.field.name: user_id}).delete()[0]
    user = registry.get("user")
    marked(user).filter(Written(user), pk=user_id).update(password=make_password(None))
    return done
