// Puts one's portfolio in order: each item has a handle to drag it by, with a mouse, a finger or a pen. By keyboard, and
// without this script, the arrows of each item do it.
(function () {
  "use strict";

  const EDGE = 70; // pixels from the window's edge at which it scrolls
  const STEP = 12; // pixels a frame
  const list = document.getElementById("portfolio_items");
  const said = document.getElementById("portfolio_said");
  if (!list) return;
  let drag = null; // {item, before: what stood behind it, x, y, pointer}

  const order = () => [...list.children].map((item) => item.dataset.id).join(",");
  let saved = order();

  async function save() {
    const present = order();
    if (present === saved) return;
    const body = new URLSearchParams({ items: present });
    try {
      const answer = await fetch("/portfolio/order", {
        method: "POST",
        body,
        headers: { "X-CSRF-Token": list.dataset.token },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      saved = present;
      said.textContent = list.dataset.saved;
    } catch {
      said.textContent = list.dataset.failed;
      location.reload();
    }
  }

  function place() {
    const under = document.elementFromPoint(drag.x, drag.y);
    const over = under && under.closest("#portfolio_items > li");
    if (!over || over === drag.item) return;
    const isAbove = drag.item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
    list.insertBefore(drag.item, isAbove ? over.nextSibling : over);
  }

  function scrollAtEdge() {
    if (!drag) return;
    const down = drag.y > window.innerHeight - EDGE;
    if (down || drag.y < EDGE) {
      window.scrollBy({ top: down ? STEP : -STEP, behavior: "instant" });
      place();
    }
    requestAnimationFrame(scrollAtEdge);
  }

  function end(kept) {
    if (!drag) return;
    const { item, before } = drag;
    drag = null;
    item.classList.remove("dragged");
    if (kept) save();
    else list.insertBefore(item, before);
  }

  for (const handle of list.querySelectorAll("[data-handle]")) handle.hidden = false;
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || drag || event.button !== 0) return;
    event.preventDefault();
    const item = handle.closest("li");
    drag = { item, before: item.nextSibling, x: event.clientX, y: event.clientY, pointer: event.pointerId };
    item.classList.add("dragged");
    list.setPointerCapture(event.pointerId); // not the handle's: that moves in the document
    scrollAtEdge();
  });
  list.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    place();
  });
  list.addEventListener("pointerup", (event) => {
    if (drag && event.pointerId === drag.pointer) end(true);
  });
  list.addEventListener("pointercancel", (event) => {
    if (drag && event.pointerId === drag.pointer) end(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end(false);
  });
})();
