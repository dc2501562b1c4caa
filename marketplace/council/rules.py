"""A council's own figures: numbers of judgement that hold from a day."""

from marketplace.accounts.rules import Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.rooms import Figure, Permission

MAY_SEE_FIGURES = Permission(
    "see_figures", "see the council's figures", roles(Role.ADMINISTRATOR, Role.AUDITOR)
)
MAY_SET_FIGURES = Permission("set_figures", "set the council's figures", roles(Role.ADMINISTRATOR))


def figure_problems(figure: Figure | None, key: str, value: int) -> list[Problem]:
    """Why a figure cannot be set so. `figure` is what a room declares under the key, if any."""
    if figure is None:
        return [problem("figure_unknown", "key", key=key)]
    if not 0 <= value <= figure.most:
        return [problem("figure_out_of_range", "value", label=figure.label, most=figure.most)]
    return []
