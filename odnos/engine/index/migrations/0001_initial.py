"""The index: one table, and under it what each database finds substrings with."""

from django.db import migrations, models

# Written out, because a migration must do tomorrow what it does today. Compare odnos.engine.index.trigrams.
PIECE = "CASE WHEN {0} IS NULL THEN '' ELSE char({1}, 19968 + {0} / 20000, 19968 + {0} % 20000) END"
DOCUMENT = "char(2) || text || " + " || ".join(
    PIECE.format(*pair)
    for pair in (("owner_id", 57344), ("also_id", 57344), ("team_id", 57345), ("(id >> 40)", 57346))
)
SQLITE = [
    """CREATE TABLE index_entry (id integer NOT NULL PRIMARY KEY, text text NOT NULL,
       owner_id bigint, team_id bigint, also_id bigint)""",
    f"CREATE VIEW index_doc AS SELECT id, {DOCUMENT} AS doc FROM index_entry",
    """CREATE VIRTUAL TABLE index_find USING fts5(doc, content='index_doc', content_rowid='id',
       tokenize='trigram case_sensitive 1', detail=none)""",
    "CREATE TABLE index_word (id integer NOT NULL PRIMARY KEY, word text NOT NULL UNIQUE)",
    "CREATE TABLE index_near (key integer NOT NULL, word_id integer NOT NULL, PRIMARY KEY (key, word_id)) WITHOUT ROWID",
]
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE TABLE index_entry (id bigint PRIMARY KEY, text text NOT NULL,
       owner_id bigint, team_id bigint, also_id bigint) PARTITION BY RANGE (id)""",
    *(
        f"CREATE TABLE index_entry_{part} PARTITION OF index_entry FOR VALUES FROM ({part << 59}) TO ({(part + 1 << 59) if part < 15 else 'MAXVALUE'})"
        for part in range(16)
    ),
    "CREATE INDEX index_entry_text ON index_entry USING gin (text gin_trgm_ops)",
    "CREATE TABLE index_word (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text NOT NULL UNIQUE)",
    "CREATE TABLE index_near (key bigint NOT NULL, word_id bigint NOT NULL, PRIMARY KEY (key, word_id))",
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    tables = ["index_near", "index_word", "index_entry"]
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP VIEW index_doc", params=None)
        tables.insert(0, "index_find")
    for table in tables:
        schema_editor.execute(f"DROP TABLE {table}", params=None)


INDEXED = migrations.CreateModel(
    name="Indexed",
    fields=[
        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
        ("text", models.TextField()),
        ("owner_id", models.BigIntegerField(null=True)),
        ("team_id", models.BigIntegerField(null=True)),
        ("also_id", models.BigIntegerField(null=True)),
    ],
    options={"db_table": "index_entry"},
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create, drop)], state_operations=[INDEXED]
        ),
    ]
