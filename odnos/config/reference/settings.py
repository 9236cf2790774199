"""Settings from the environment."""

from __future__ import annotations

from odnos.config.reference.markdown import table

SETTINGS = {
    "PORT": ("8000", "where the web listens"),
    "ODNOS_DATA": ("`.data` beside the program", "the folder of the database, the files and the key"),
    "DATABASE_URL": ("SQLite in that folder", "`postgresql://user:password@host:port/name` for PostgreSQL"),
    "ODNOS_HOST": ("127.0.0.1", "the address to listen on"),
    "ODNOS_URL": (
        "`http://localhost:PORT`",
        "the address that people use; with `https://`, cookies are sent by TLS alone",
    ),
    "ODNOS_HOSTS": ("localhost 127.0.0.1 [::1]", "the host names that are answered"),
    "ODNOS_BEHIND_PROXY": ("no", "believe `X-Forwarded-Proto` of the proxy in front"),
    "ODNOS_SECRET_KEY": ("made once, kept in the data folder", "signs sessions"),
    "ODNOS_OLD_SECRET_KEYS": ("", "keys whose sessions are still good, with spaces between"),
    "ODNOS_WORKERS": ("2", "processes that answer requests"),
    "ODNOS_THREADS": ("4", "requests that each of them answers at once"),
    "ODNOS_PATIENCE": ("20", "seconds that a write waits for its turn"),
    "ODNOS_POOL": ("5", "connections to PostgreSQL that a process keeps; 0 for none"),
    "ODNOS_LOG": ("WARNING", "how much is logged: DEBUG, INFO, WARNING, ERROR"),
    "ODNOS_LANGUAGE": ("en", "the language of the demo company: en, ru, sl"),
    "ODNOS_UPLOAD_LIMIT": ("512", "the largest file that people may send, in megabytes"),
    "ODNOS_KEEP_UPLOADS": ("30", "days after which the uploaded file of a finished import is dropped"),
    "ODNOS_SMTP_URL": (
        "",
        "the server that takes mail: `smtp://user:password@host:587?tls=starttls`, `smtps://…`; without it none is sent",
    ),
    "ODNOS_MAIL_FROM": ("the user, if it is an address", "the address that mail comes from"),
    "ODNOS_ANALYTICS_URL": (
        "DuckDB in the data folder",
        "a server that many machines ask: `postgresql://…` or `clickhouse://…`",
    ),
    "ODNOS_ANALYTICS_MEMORY": ("512", "megabytes that the analytical store may take to work out an answer"),
    "ODNOS_ANALYTICS_THREADS": ("2", "processors that it may keep busy"),
    "ODNOS_PASSWORD": ("", "the password for `odnos user add`, so that it stands in no list of processes"),
    "ODNOS_DEBUG": ("no", "show errors in pages; never where others can reach it"),
}


def page() -> str:
    rows = [(f"`{name}`", usual, meaning) for name, (usual, meaning) in SETTINGS.items()]
    return "\n\n".join(
        [
            "# Settings",
            "Everything is set by the environment.",
            table(("name", "if not set", "what it is"), rows),
        ]
    )
