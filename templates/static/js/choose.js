// A field that refers to another record: what is typed is looked for, and the choices stand beneath it (the combobox
// pattern of WAI-ARIA). Without this script the field takes the exact title or the number of the record.
(function () {
  "use strict";

  const WAIT = 200; // milliseconds after the last key
  let numbers = 0;

  function element(name, properties, attributes) {
    const made = Object.assign(document.createElement(name), properties || {});
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  }

  class Choose {
    constructor(input) {
      this.input = input;
      this.many = Boolean(input.dataset.many);
      this.items = [];
      this.at = -1;
      this.asked = 0;
      this.build();
      input.addEventListener("input", () => this.typed());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
      input.addEventListener("click", () => this.look());
      // A press on a choice must not take the focus away before it counts.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const row = event.target.closest("[role=option]");
        if (row) this.take(this.items[Number(row.dataset.at)]);
      });
    }

    build() {
      const id = "choose_" + ++numbers;
      const label = document.querySelector(`label[for="${this.input.id}"]`);
      this.list = element("ul", { id, className: "choose-list", hidden: true }, { role: "listbox" });
      if (label) this.list.setAttribute("aria-label", label.textContent.trim());
      this.said = element("div", { className: "visually-hidden" }, { role: "status" });
      const box = element("div", { className: "choose" });
      this.input.before(box);
      box.append(this.input, this.list, this.said);
      const wanted = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
      for (const [key, value] of Object.entries(wanted)) this.input.setAttribute(key, value);
      if (this.many) return;
      // What is sent is the number of the choice; what is seen is its title.
      this.sent = element("input", { type: "hidden", name: this.input.name, value: this.input.value });
      this.input.removeAttribute("name");
      this.input.value = this.input.dataset.title;
      box.append(this.sent);
    }

    typed() {
      if (this.sent) this.sent.value = this.input.value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), WAIT);
    }

    async look() {
      const asked = ++this.asked;
      const query = this.input.value === this.input.dataset.title ? "" : this.input.value;
      const url = this.input.dataset.choose + "?q=" + encodeURIComponent(query.slice(0, 60));
      let found = [];
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        if (answer.ok) found = await answer.json();
      } catch (error) {
        return; // the field works as one without choices
      }
      if (asked === this.asked && document.activeElement === this.input) this.show(found);
    }

    show(found) {
      this.items = found;
      this.at = -1;
      this.list.replaceChildren(...found.map((item, at) =>
        element("li", { id: `${this.list.id}_${at}`, textContent: item.title },
          { role: "option", "aria-selected": "false", "data-at": at })));
      this.list.hidden = found.length === 0;
      this.input.setAttribute("aria-expanded", String(found.length > 0));
      this.input.removeAttribute("aria-activedescendant");
      this.said.textContent = found.length
        ? `${this.input.dataset.found} ${found.length}` : this.input.dataset.none;
    }

    close() {
      this.asked++;
      clearTimeout(this.timer);
      this.list.hidden = true;
      this.at = -1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    move(to) {
      const rows = this.list.children;
      if (!rows.length) return;
      if (this.at >= 0) rows[this.at].setAttribute("aria-selected", "false");
      this.at = (to + rows.length) % rows.length;
      rows[this.at].setAttribute("aria-selected", "true");
      rows[this.at].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", rows[this.at].id);
    }

    key(event) {
      const open = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) this.look();
        else if (event.key === "ArrowDown") this.move(this.at + 1);
        else this.move(this.at < 0 ? -1 : this.at - 1);
      } else if (event.key === "Enter" && open && this.at >= 0) {
        event.preventDefault();
        this.take(this.items[this.at]);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        this.close();
      }
    }

    take(item) {
      if (this.many) this.add(item);
      else this.set(item);
      this.close();
    }

    set(item) {
      this.input.value = this.input.dataset.title = item.title;
      this.sent.value = item.value;
    }

    add(item) {
      const name = this.input.name;
      const id = `field_${name}_${item.id}`;
      const there = document.getElementById(id);
      if (there) {
        there.checked = true;
      } else {
        const row = element("div", { className: "form-check" });
        row.append(
          element("input", { className: "form-check-input", type: "checkbox", id, name, value: item.value, checked: true }),
          element("label", { className: "form-check-label", htmlFor: id, textContent: item.title }));
        this.input.closest("fieldset").querySelector("[data-chosen]").append(row);
      }
      this.input.value = "";
      this.said.textContent = `${this.input.dataset.added} ${item.title}`;
    }
  }

  document.querySelectorAll("input[data-choose]").forEach((input) => { if (input.dataset.choose) new Choose(input); });
})();
