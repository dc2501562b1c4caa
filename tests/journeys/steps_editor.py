"""Step 0: the editor at the Wagtail admin, which needs script as every editing tool does."""

from playwright.sync_api import Page, expect

from tests.journeys.visitors import follow, press, says, sign_in

TITLE = "Getting help in the morning"


def publish_page(page: Page) -> None:
    """Write an information page with an owner and a day to check it by, and publish it."""
    sign_in(page, "editor")
    page.goto("/cms-admin/pages/")
    follow(page, "Help and advice", exact=True)
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link").last.click()
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("textbox", name="Summary").fill(
        "Somebody can come each morning. You choose who."
    )
    press(page, "Insert a block")
    page.get_by_role("option", name="List").click()
    body = page.get_by_role("region", name="Body")
    body.get_by_role("textbox").fill("Ask for the same person")
    _type_day(page, "Check this page by", "2027-03-01")
    _publish(page)
    page.goto("/help-and-advice/getting-help-in-the-morning/")
    says(page, TITLE, "Owned by Esme Wainwright", "1 March 2027", "Ask for the same person")


def _type_day(page: Page, label: str, day: str) -> None:
    """Its calendar comes a moment after the focus and lies over buttons; a press elsewhere shuts it."""
    calendar = page.locator(".xdsoft_datetimepicker").filter(visible=True)
    page.get_by_role("textbox", name=label).fill(day)
    expect(calendar).to_have_count(1)
    page.get_by_role("textbox", name="Title").click()
    expect(calendar).to_have_count(0)


def feature(page: Page, listing: str) -> None:
    """Choose one more listing for the home page, from those that are public now."""
    page.goto("/cms-admin/pages/")
    page.get_by_role("navigation", name="Actions").get_by_role("button").click()
    follow(page, "Edit", exact=True)
    featured = page.locator("[data-contentpath=featured]")
    featured.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("button", name="Choose a listing").last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Search").fill(listing[:8])
    dialog.get_by_role("link", name=listing).click()
    expect(featured).to_contain_text(listing)
    _publish(page)


def _publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messages")).to_contain_text("published")
