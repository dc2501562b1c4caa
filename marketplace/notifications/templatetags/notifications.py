"""``{% load notifications %}``: the latest news on a home page."""

from django import template

from marketplace.accounts.viewer import Viewer
from marketplace.notifications.queries import NewsLine, latest_news

register = template.Library()


@register.simple_tag
def news_of(viewer: Viewer) -> list[NewsLine]:
    """The latest that this viewer was told."""
    return latest_news(viewer)
