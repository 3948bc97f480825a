"""The administration's dashboard, audit log and database page in a browser."""

from selenium.webdriver.common.by import By

from flashes import flash
from looks import assert_good, looks
from pages import follow

PAGES = ["/admin", "/admin/audit", "/admin/database"]


@looks
def test_the_pages_fit_and_are_for_everybody(admin, site, size, scheme):
    assert_good(admin, site, PAGES, size, scheme)


def test_a_plot_is_drawn_from_its_table_which_then_closes(admin, site):
    admin.get(site["base_url"] + "/admin")
    plots = admin.find_elements(By.CSS_SELECTOR, "figure.plot")
    plot = next(plot for plot in plots if "Steps of the probe" in plot.text)

    assert plot.find_element(By.TAG_NAME, "canvas").is_displayed()
    assert plot.find_element(By.TAG_NAME, "details").get_attribute("open") is None
    painted = admin.execute_script(
        "const c = arguments[0]; return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)",
        plot.find_element(By.TAG_NAME, "canvas"))
    assert painted

    plot.find_element(By.TAG_NAME, "summary").click()
    assert plot.find_element(By.TAG_NAME, "table").is_displayed()


def test_a_backup_by_its_button(admin, site):
    admin.get(site["base_url"] + "/admin/database")
    before = len(admin.find_elements(By.LINK_TEXT, "Download"))
    follow(admin, By.XPATH, "//button[text()='Back up now']")

    assert "was made" in flash(admin)
    assert len(admin.find_elements(By.LINK_TEXT, "Download")) == before + 1
