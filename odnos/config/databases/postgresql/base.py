"""Django's PostgreSQL with the scope tripwire on every connection."""

from django.db.backends.postgresql import base

from odnos.config.databases import tripwire


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL through psycopg 3 and its pool."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        tripwire.install(self)
