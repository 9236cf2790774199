"""Steps of other people's funnels, in order."""

import pytest

from odnos.domains.deals import pipelines
from odnos.engine.records import read, write
from odnos.engine.transfer import funnel, imports
from odnos.engine.transfer.funnel import Seen, Step
from odnos.engine.transfer.importer import Importer
from odnos.objects.registry import registry
from tests.transfer.bring import AT, bring, counts, upload

TEMPLATE = [
    Step(name="New", likelihood=10, is_new=False),
    Step(name="Negotiation", likelihood=75, is_new=False),
    Step(name="Won", kind="won", likelihood=100, is_new=False),
    Step(name="Lost", kind="lost", is_new=False),
]


def order(*names, standing=()):
    return [step.name for step in funnel.arranged("stage", [Seen(name=name) for name in names], standing)]


@pytest.mark.parametrize(
    "names",
    [
        ("Prospecting", "Engaging", "Won", "Lost"),
        (
            *("Appointment scheduled", "Qualified to buy", "Presentation scheduled"),
            *("Decision maker bought-in", "Contract sent", "Closed won", "Closed lost"),
        ),
        (
            *("Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Perception Analysis"),
            *("Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost"),
        ),
        (
            *("Неразобранное", "Первичный контакт", "Переговоры", "Принимают решение"),
            *("Согласование договора", "Успешно реализовано", "Закрыто и не реализовано"),
        ),
        ("Novo", "Sestanek", "Ponudba poslana", "Pogajanja", "Podpis pogodbe", "Dobljeno", "Izgubljeno"),
        ("1. Zeta", "2. Alpha", "3. Proposal", "10. Beta", "Sold", "Dead"),
    ],
)
def test_names_tell_their_order_in_three_languages(names):
    assert order(*reversed(names)) == list(names)


def test_new_steps_come_among_those_that_stand_and_these_keep_their_order():
    assert order("Contract", "Demo", "Won", standing=TEMPLATE) == [
        *("New", "Demo", "Negotiation", "Contract", "Won", "Lost")
    ]


def test_a_likelihood_in_the_file_counts_more_than_the_words():
    seen = [Seen(name="Proposal", likelihood=10), Seen(name="Lead", likelihood=60.4)]

    found = funnel.arranged("stage", seen, ())

    assert [(step.name, step.likelihood) for step in found] == [("Proposal", 10), ("Lead", 60)]


def test_what_words_do_not_tell_the_rows_tell():
    seen = [
        Seen(name="Ganado", closed=1, worth=1, filled=1),
        Seen(name="Perdido", closed=1, worth=0, filled=0.9),
        Seen(name="Tarde", filled=0.8),
        Seen(name="Temprano", filled=0.4),
    ]

    found = funnel.arranged("stage", seen, ())

    assert [(step.name, step.kind, step.likelihood) for step in found] == [
        ("Temprano", "open", 10),
        ("Tarde", "open", 80),
        ("Ganado", "won", 100),
        ("Perdido", "lost", 0),
    ]


def test_a_day_of_closing_that_all_have_says_nothing():
    seen = [Seen(name="Uno", closed=1, worth=1), Seen(name="Dos", closed=1, worth=1)]

    assert {step.kind for step in funnel.arranged("stage", seen, ())} == {"open"}


def every(key, by):
    return [row for batch in read.iterate(registry.get(key), by=by, at=AT) for row in batch]


def stages(by):
    return [row["name"] for row in sorted(every("stage", by), key=lambda row: row["position"])]


def test_a_template_that_is_used_keeps_its_steps(cast):
    pipelines.ensure_pipeline(by=cast.dora, at=AT)
    first = every("stage", cast.dora)[0].id
    write.create(registry.get("deal"), {"name": "Old", "stage": first}, by=cast.dora, at=AT)

    made = bring(
        "deal", "name,stage\nA,Demo given\nB,Contract sent\nC,Won\n", by=cast.dora, create_missing=True
    )

    assert counts(made) == (3, 3, 0, 0, 0)
    assert stages(cast.dora) == [
        *("New", "Qualified", "Demo given", "Proposal", "Negotiation", "Contract sent", "Won", "Lost")
    ]


def test_a_person_says_the_order_the_kinds_and_what_stays(cast):
    pipelines.ensure_pipeline(by=cast.dora, at=AT)
    steps = [
        {"name": "Zwei", "kind": "open", "likelihood": 30},
        {"name": "New", "kind": "open", "likelihood": 10, "is_new": False},
        {"name": "Eins", "kind": "won", "likelihood": 100},
    ]

    bring(
        "deal",
        "name,stage\nA,Eins\nB,Zwei\n",
        by=cast.dora,
        create_missing=True,
        funnel={"stage": {"steps": steps, "spare": ["Qualified", "Proposal", "Negotiation"]}},
    )

    assert stages(cast.dora) == ["Zwei", "New", "Eins", "Won", "Lost"]
    assert [row["status"] for row in every("deal", cast.dora)] == ["won", "open"]


def test_each_of_several_pipelines_gets_the_stages_of_its_own_rows(cast):
    rows = "A,Sales,Demo given\nB,Service,Ticket opened\nC,Service,Contract sent\nD,Sales,Handover\n"

    made = bring("deal", "name,pipeline,stage\n" + rows, by=cast.dora, create_missing=True)

    names = {row.id: row.title for row in every("pipeline", cast.dora)}
    assert counts(made) == (4, 4, 0, 0, 0)
    assert sorted((names[row["pipeline"]], row["name"]) for row in every("stage", cast.dora)) == [
        ("Sales", "Demo given"),
        ("Sales", "Handover"),
        ("Service", "Contract sent"),
        ("Service", "Ticket opened"),
    ]


def test_rows_that_name_no_pipeline_have_their_stages_in_the_first(cast):
    pipelines.ensure_pipeline(by=cast.dora, at=AT)
    [first] = every("pipeline", cast.dora)
    use = {"pipeline": {"inbound": {"use": first.id}}}

    bring(
        "deal",
        "name,pipeline,stage\nA,,Alpha\nB,Inbound,Beta\nC,Service,Gamma\n",
        by=cast.dora,
        create_missing=True,
        resolutions=use,
    )

    theirs = {row["name"] for row in every("stage", cast.dora) if row["pipeline"] == first.id}
    assert theirs & {"Alpha", "Beta", "Gamma"} == {"Alpha", "Beta"}


def test_a_step_that_stands_is_counted_by_the_rows_of_its_own_pipeline(cast):
    """Rows of Service say «New», too: those of the first pipeline bring stages of their own, so that its template goes."""
    pipelines.ensure_pipeline(by=cast.dora, at=AT)
    [first] = every("pipeline", cast.dora)
    use = {"pipeline": {"inbound": {"use": first.id}}}
    rows = "A,Inbound,Alpha\nB,Inbound,Beta\nC,Service,New\nD,Service,Beta\n"

    made = bring("deal", "name,pipeline,stage\n" + rows, by=cast.dora, create_missing=True, resolutions=use)

    theirs = [row["name"] for row in every("stage", cast.dora) if row["pipeline"] == first.id]
    assert sorted(theirs) == ["Alpha", "Beta", "Lost", "Won"]
    others = [row["name"] for row in every("stage", cast.dora) if row["pipeline"] != first.id]
    assert sorted(others) == ["Beta", "New"]
    assert counts(made) == (4, 4, 0, 0, 0)


def test_what_is_proposed_counts_a_standing_step_within_its_pipeline(cast):
    pipelines.ensure_pipeline(by=cast.dora, at=AT)
    [first] = every("pipeline", cast.dora)
    rows = "A,,New\nB,Service,New\nC,Service,New\nD,Service,Gamma\n"
    run = upload("deal", f"name,pipeline,stage\n{rows}", by=cast.dora)
    imports.remap(run, {}, by=cast.dora)
    imports.configure(run, by=cast.dora, create_missing=True)
    importer = Importer(run, by=cast.dora, at=AT, is_check=True)
    target = next(item for item in importer.plan.targets.values() if item.name == "stage")

    path = importer.links.paths.proposed(target, importer.links.directory(target, first.id), is_whole=True)

    assert {step.name: step.count for step in path.steps if step.count} == {"New": 1, "Gamma": 1}
