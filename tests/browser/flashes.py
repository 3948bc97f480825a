"""What a page says on top after a form was sent."""

from selenium.webdriver.common.by import By

from pages import wait


def flash(browser) -> str:
    """The text of the next page's first message: a click returns before that page is there."""
    shown = wait(browser).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".alert"))
    return shown[0].text
