"""Links of a person's own pages, which stay with the person for whom somebody acts."""

from django import template
from django.template.context import RequestContext

from marketplace.accounts.viewer import Viewer
from marketplace.people import access
from marketplace.people.models import Person
from marketplace.people.queries import people_helped

register = template.Library()


@register.simple_tag(takes_context=True)
def own_url(context: RequestContext, name: str, *args: object) -> str:
    """The address of one's own page, or of the same page for whom the viewer acts."""
    return access.own_address(getattr(context, "request", None), name, *args)


@register.simple_tag(takes_context=True)
def own_home(context: RequestContext) -> str:
    """Where one's own pages begin, or those of the person for whom the viewer acts."""
    return access.own_home(getattr(context, "request", None))


@register.simple_tag
def helped_by(viewer: Viewer) -> list[Person]:
    """The people for whom the viewer speaks."""
    return people_helped(viewer)
