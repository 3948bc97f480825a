// Puts one's portfolio in order by dragging. Without this script, and by keyboard, the arrows of each item do it.
(function () {
  "use strict";

  const list = document.getElementById("portfolio_items");
  const said = document.getElementById("portfolio_said");
  if (!list) return;
  let dragged = null;

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

  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    dragged.classList.add("dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const items = [...list.children];
    list.insertBefore(dragged, items.indexOf(dragged) < items.indexOf(over) ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("dragged");
    dragged = null;
    save();
  });
})();
