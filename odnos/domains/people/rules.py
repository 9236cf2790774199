"""What is derived and what must hold for companies, contacts and leads."""

from urllib.parse import urlsplit

from odnos.engine.records.draft import Draft


def company_domain(draft: Draft) -> None:
    """A company's mail domain follows from its website or e-mail unless somebody gave one."""
    if draft["domain"] or not (draft.changed("website") or draft.changed("email")):
        return
    if draft["website"]:
        draft.set("domain", (urlsplit(draft["website"]).hostname or "").removeprefix("www.")[:200] or None)
    elif draft["email"]:
        draft.set("domain", draft["email"].rpartition("@")[2][:200])


def contact_name(draft: Draft) -> None:
    """A full name and its two parts follow each other; the part that was written wins."""
    parts_written = draft.changed("first_name") or draft.changed("last_name")
    if parts_written and not draft.changed("name"):
        draft.set(
            "name", " ".join(filter(None, (draft["first_name"], draft["last_name"])))[:200] or draft["name"]
        )
    elif draft.changed("name") and not parts_written and draft["name"]:
        first, _space, last = draft["name"].partition(" ")
        draft.set("first_name", first[:100])
        draft.set("last_name", last[:100] or None)


def lead_status(draft: Draft) -> None:
    """The moments of qualification are kept as the status reaches them, once."""
    if not draft.changed("status"):
        return
    if draft["status"] in ("mql", "sql") and not draft["mql_at"]:
        draft.set("mql_at", draft.at)
    if draft["status"] == "sql" and not draft["sql_at"]:
        draft.set("sql_at", draft.at)
        draft.emit("qualified")
