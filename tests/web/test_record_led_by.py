"""A record that is there already is chosen to lead to another, on the page of that other."""

import re
from urllib.parse import unquote

import pytest

from odnos.engine.access.models import Role
from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind, make, make_company, make_deal, make_pipeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(cast: Cast):
    return make_company(cast.ada)


def company_of(contact, by):
    return read.get(kind("contact"), contact.id, by=by)["company"]


def test_a_record_that_is_there_comes_here_and_goes_back_with_undo(cast: Cast, acme):
    bolt = make_company(cast.ada, name="Bolt")
    mia = make("contact", cast.ada, name="Mia Kos", company=bolt.id)
    client = browser_of(cast.ada)
    here = f"/companies/{acme.id}/led-by/contact/company"

    assert f'href="{here}"' in client.get(f"/companies/{acme.id}").content.decode()
    assert 'object="contact"' in client.get(here).content.decode()
    answer = client.post(here, {"record": mia.id})

    assert answer.status_code == 302
    assert company_of(mia, cast.ada) == acme.id
    toast = unquote(answer.cookies["toast"].value)
    assert "“Mia Kos” is here now, no longer with “Bolt”." in toast.encode().decode("unicode_escape")
    [undo] = re.findall(r"/history/entries/\d+/undo\?next=/companies/\d+", toast)
    client.post(undo)
    assert company_of(mia, cast.ada) == bolt.id


def test_what_is_here_already_or_was_not_chosen_is_told_in_the_dialog(cast: Cast, acme):
    mia = make("contact", cast.ada, name="Mia Kos", company=acme.id)
    client = browser_of(cast.ada)
    here = f"/companies/{acme.id}/led-by/contact/company"

    for given, words in (({"record": mia.id}, "It is here already."), ({}, "Choose a record from the list.")):
        answer = client.post(here, given)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert read.get(kind("contact"), mia.id, by=cast.ada).version == mia.version


def test_only_who_may_change_a_record_lets_it_lead_elsewhere(cast: Cast, acme):
    oak = make_company(cast.cleo, name="Oak")
    theirs = make("contact", cast.cleo, name="Zoe", company=oak.id)
    deals = make_deal(cast.ada, make_pipeline(), company=acme.id)

    assert (
        browser_of(cast.ada)
        .post(f"/companies/{acme.id}/led-by/contact/company", {"record": theirs.id})
        .status_code
        == 404
    )
    assert browser_of(cast.ada).get(f"/companies/{oak.id}/led-by/contact/company").status_code == 404
    assert company_of(theirs, cast.cleo) == oak.id
    reader = browser_of(cast.ann)
    assert "led-by" not in reader.get(f"/companies/{acme.id}").content.decode()
    here = f"/companies/{acme.id}/led-by/deal/company"
    assert reader.post(here, {"record": deals.id}).status_code == 404


@pytest.mark.parametrize("link", ["contact/owner", "contact/email", "deal/contacts", "user/team", "moon/x"])
def test_only_links_of_records_that_lead_here_are_changed_here(cast: Cast, acme, link):
    mia = make("contact", cast.ada, name="Mia Kos")

    answer = browser_of(cast.ada).post(f"/companies/{acme.id}/led-by/{link}", {"record": mia.id})

    assert answer.status_code == 404
    assert read.get(kind("contact"), mia.id, by=cast.ada).version == mia.version


def test_a_link_that_is_read_only_for_a_role_is_not_offered_to_it(cast: Cast, acme):
    mia = make("contact", cast.ada, name="Mia Kos")
    here = f"/companies/{acme.id}/led-by/contact/company"
    right = {"object": "contact", "field": "company", "role": Role.REPRESENTATIVE, "may_edit": False}
    write.create(registry.get("field_right"), right, by=cast.dora, at=NOON)
    definitions.refresh()

    ada = browser_of(cast.ada)
    assert here not in ada.get(f"/companies/{acme.id}").content.decode()
    assert ada.post(here, {"record": mia.id}).status_code == 404
    assert company_of(mia, cast.dora) is None


def test_an_owner_is_not_changed_on_the_page_of_a_user(cast: Cast):
    mia = make("contact", cast.ada, name="Mia Kos")
    dora, ben = browser_of(cast.dora), cast.ben.user_id

    assert dora.post(f"/users/{ben}/led-by/contact/owner", {"record": mia.id}).status_code == 404
    assert read.get(kind("contact"), mia.id, by=cast.dora)["owner"] == cast.ada.user_id
