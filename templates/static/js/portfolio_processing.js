// Items that are being processed are shown as soon as they are ready. Without this script, when the page is loaded anew.
(function () {
  "use strict";

  const EVERY = 2500; // milliseconds
  const list = document.getElementById("portfolio_items");
  const processed = () => [...list.querySelectorAll(":scope > [data-processing]")];
  if (!list) return;

  async function look() {
    const answer = await fetch(location.href, { redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const item of processed()) {
      const now = page.getElementById(item.id);
      if (!now || "processing" in now.dataset || item.contains(document.activeElement) || item.matches(".dragged")) continue;
      for (const handle of now.querySelectorAll("[data-handle]")) handle.hidden = false;
      item.replaceChildren(...now.childNodes);
      delete item.dataset.processing;
    }
  }

  async function go() {
    if (processed().length === 0) return;
    if (!document.hidden) await look().catch(() => {});
    setTimeout(go, EVERY);
  }

  if (processed().length > 0) setTimeout(go, EVERY);
})();
