"""Words by which other systems call people and teams."""

from odnos.engine.transfer import hints

hints.add(
    "user",
    hints.Hints(
        names=(
            "user",
            "sales agent",
            "agent",
            "sales rep",
            "sales representative",
            "representative",
            "salesperson",
            "seller",
            "employee",
            "пользователь",
            "сотрудник",
            "продавец",
            "менеджер",
            "uporabnik",
            "prodajalec",
            "zaposleni",
        ),
        fields={
            "name": ("full name", "фио", "имя", "ime in priimek", "ime"),
            "email": ("e-mail", "mail", "email address", "почта", "эл. почта", "e-pošta"),
            "manager": (
                "supervisor",
                "boss",
                "reports to",
                "sales manager",
                "руководитель",
                "начальник",
                "vodja",
                "nadrejeni",
            ),
            "job_title": ("position", "title", "должность", "delovno mesto"),
            "phone": ("telephone", "mobile", "телефон", "telefon"),
        },
        makes={"manager": {"role": "manager", "team": "@team"}},
    ),
)
hints.add(
    "team",
    hints.Hints(
        names=(
            "team",
            "regional office",
            "office",
            "region",
            "department",
            "branch",
            "команда",
            "отдел",
            "офис",
            "регион",
            "филиал",
            "ekipa",
            "oddelek",
            "pisarna",
            "regija",
        ),
    ),
)
