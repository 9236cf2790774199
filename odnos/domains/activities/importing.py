"""Words by which other systems call notes and tasks."""

from odnos.engine.transfer import hints

hints.add(
    "note",
    hints.Hints(
        names=("note", "notes", "comment", "заметка", "примечание", "opomba"),
        fields={"body": ("text", "note", "текст", "besedilo")},
    ),
)
hints.add(
    "task",
    hints.Hints(
        names=("task", "tasks", "to do", "activity", "задача", "дело", "opravilo", "naloga"),
        fields={
            "name": ("subject", "title", "тема", "zadeva"),
            "due_on": ("due date", "deadline", "срок", "rok"),
            "assignee": ("assigned to", "responsible", "исполнитель", "izvajalec"),
            "is_done": ("done", "completed", "выполнена", "opravljeno"),
        },
    ),
)
