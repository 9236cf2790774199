"""PostgreSQL's own `odnos_fold`, equal to odnos.lib.text.fold for what people type; SQLite calls the Python one."""

from django.db import migrations

CREATE = r"""
CREATE OR REPLACE FUNCTION odnos_fold(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT btrim(regexp_replace(
    translate(
      regexp_replace(
        normalize(lower(translate(normalize(written, NFKC), U&'\0419\0439', U&'\E000\E000')), NFD),
        U&'[\0300-\036F\00AD\200B-\200F\2060\FEFF]', '', 'g'),
      U&'\E000\0111\00F0\0127\0131\0142\00F8\0167', U&'\0439' || 'ddhilot'),
    '\s+', ' ', 'g'))
$$;
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, params=None)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
