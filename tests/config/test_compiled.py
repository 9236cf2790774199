"""A start does not compile what the one before has compiled, even where nothing may be written beside the sources."""

import os
import subprocess
import sys

from odnos.config.processes import compiled


def test_what_is_compiled_is_kept_in_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "none"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    found = compiled.environment(tmp_path)

    subprocess.run([sys.executable, "-c", "import odnos.lib.text"], env={**os.environ, **found}, check=True)
    assert [file.name.split(".")[0] for file in (tmp_path / "compiled").rglob("text.*.pyc")] == ["text"]


def test_where_python_may_write_it_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "none"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(os, "access", lambda *_: True)

    assert compiled.environment(tmp_path) == {}
