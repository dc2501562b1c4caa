"""The addresses of tasks, each with who may take it."""

from marketplace.accounts.access import SIGNED_IN, guarded
from marketplace.tasks import views

app_name = "tasks"
urlpatterns = [
    guarded(
        "tasks/<int:task_id>/take/",
        views.take,
        name="take",
        post=SIGNED_IN,
        check="a role that the task is for",
    ),
]
