"""How the demo tells people the way in."""

import json

from odnos.config.command.demo_ import sign_ins


def test_everybody_of_the_demo_stands_with_their_password_and_role(tmp_path):
    person = {"email": "ann@demo.example", "password": "abcd-efgh", "role": "Analyst"}
    (tmp_path / "demo.json").write_text(json.dumps({"language": "en", "people": [person]}))

    first, last = sign_ins(tmp_path)

    assert first.split() == ["ann@demo.example", "abcd-efgh", "Analyst"]
    assert last.endswith(f"kept in {tmp_path / 'demo.json'}.")
