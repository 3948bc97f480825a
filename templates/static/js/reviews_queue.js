// The keys of the moderators' queue and of one review, as templates/reviews/keys.html lists them. Without this script
// everything is reached by links and buttons.
(function () {
  "use strict";

  const items = [...document.querySelectorAll("[data-review]")];
  const keys = document.getElementById("keys");
  let at = items.findIndex((item) => item.contains(document.activeElement));

  function move(step) {
    if (!items.length) return;
    at = at < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + step, 0), items.length - 1);
    items.forEach((item, number) => item.classList.toggle("review-current", number === at));
    items[at].focus();
    items[at].scrollIntoView({ block: "nearest" });
  }

  // A panel is opened and its first field takes the focus; a link or a button is pressed.
  function open(panel) {
    panel.open = true;
    panel.querySelector("textarea").focus();
  }

  function press(key) {
    const found = (items.length ? items[at] : document)?.querySelector(`[data-key="${key}"]`);
    if (!found) return false;
    if (found.tagName === "DETAILS") open(found);
    else found.click();
    return true;
  }

  function act(key) {
    if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (key === "?") { keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); }
    else if (key === "x" && items[at]) items[at].querySelector("input[type=checkbox]").click();
    else return press(key);
    return true;
  }

  function isTyping(element) {
    return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName)
      || (element.tagName === "INPUT" && element.type !== "checkbox");
  }

  keys.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    if (/^[a-z?]$/.test(event.key) && act(event.key)) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const there = items.findIndex((item) => item.contains(event.target));
    if (there >= 0) at = there;
  });
  // Who has a review open keeps it for colleagues to see, at most an hour long; a lease lasts for five minutes.
  const claimed = document.querySelector("[data-claim]");
  if (claimed) {
    const request = { method: "POST", headers: { "X-CSRF-Token": claimed.dataset.token }, redirect: "error" };
    let times = 30;
    const timer = setInterval(async () => {
      const kept = await fetch(claimed.dataset.claim, request).then((answer) => answer.ok || answer.status >= 500, () => true);
      if (!kept || --times === 0) clearInterval(timer);
    }, 120000);
  }

  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (wanted && wanted.tagName === "DETAILS") {
    wanted.open = true;
    // The browser goes to the fragment by itself when the page is there, and takes the focus along.
    addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => open(wanted), 50)));
  }
})();
