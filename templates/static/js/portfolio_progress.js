// Shows files on their way: a line for each, and for all together how much came, how fast, and how long it still takes.
window.PortfolioProgress = (function () {
  "use strict";

  const WINDOW = 8000; // milliseconds that the rate is measured over
  const KILOBYTE = 1024;
  const language = document.documentElement.lang || undefined;

  // "2.4 MB", or with `per` "-per-second" "2.4 MB/s", as the reader's language writes it.
  function amount(bytes, per = "") {
    const small = bytes < KILOBYTE * KILOBYTE;
    const format = { style: "unit", unit: (small ? "kilobyte" : "megabyte") + per, maximumFractionDigits: 1 };
    const number = small ? Math.ceil(bytes / KILOBYTE) : bytes / (KILOBYTE * KILOBYTE);
    return new Intl.NumberFormat(language, format).format(number);
  }

  function clock(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    if (parts[0] === 0) parts.shift();
    return parts.map((part, at) => (at ? String(part).padStart(2, "0") : part)).join(":");
  }

  return class PortfolioProgress {
    constructor(box) {
      this.box = box;
      this.texts = box.dataset;
      this.list = box.querySelector("ul");
      this.total = box.querySelector("[data-total]");
      this.samples = [];
    }

    // Lines for these transfers, instead of those that were shown.
    show(transfers) {
      const line = this.box.querySelector("template").content.firstElementChild;
      this.lines = new Map(transfers.map((transfer) => [transfer, line.cloneNode(true)]));
      for (const [transfer, shown] of this.lines) {
        shown.querySelector(".portfolio-file-name").textContent = transfer.file.name;
        shown.querySelector("progress").setAttribute("aria-label", transfer.file.name);
        this.draw(transfer);
      }
      this.list.replaceChildren(...this.lines.values());
      this.total.hidden = true;
      this.box.hidden = transfers.length === 0;
    }

    draw(transfer) {
      const line = this.lines.get(transfer);
      const note = line.querySelector(".portfolio-file-note");
      const bar = line.querySelector("progress");
      const { size } = transfer.file;
      const failed = transfer.state === "failed";
      bar.max = size || 1;
      bar.value = transfer.state === "done" ? bar.max : transfer.sent;
      bar.hidden = failed || transfer.state === "queued" || this.lines.size === 1; // one is what all are
      line.classList.toggle("failed", failed);
      note.classList.toggle("text-danger-emphasis", failed);
      if (failed) note.textContent = this.reason(transfer);
      else if (transfer.state === "done") note.textContent = this.texts.done;
      else if (transfer.state === "queued") note.textContent = amount(size);
      else if (transfer.state === "stalled" && transfer.why) note.textContent = transfer.why;
      else note.textContent = `${Math.floor((transfer.sent * 100) / size)} %`;
    }

    reason({ status, why }) {
      if (status === "unreadable") return this.texts.unreadable;
      if (status === 404 || status === 410) return this.texts.expired;
      if (status === 401 || status === 403) return this.texts.signedOut;
      return why || `${this.texts.failed} ${status}`;
    }

    // Those that failed need no more time.
    drawTotal() {
      const counted = [...this.lines.keys()].filter((transfer) => transfer.state !== "failed");
      const all = counted.reduce((sum, { file }) => sum + file.size, 0);
      const sent = counted.reduce((sum, one) => sum + (one.state === "done" ? one.file.size : one.sent), 0);
      const rate = this.rate(sent, counted.some(({ state }) => state === "going"));
      const percent = all ? (sent * 100) / all : 0;
      this.total.hidden = false;
      this.total.querySelector("progress").value = percent;
      const pace = rate > 0 ? this.texts.pace : "{percent} %";
      this.total.querySelector("[data-pace-shown]").textContent = pace.replace("{percent}", Math.floor(percent))
        .replace("{rate}", amount(rate, "-per-second")).replace("{left}", clock((all - sent) / rate));
    }

    // Bytes a second of late; anew after a standstill, and where a part turns out to be there already.
    rate(sent, moving) {
      const now = performance.now();
      if (!moving || sent === 0) this.samples = [];
      if (moving && sent > 0) this.samples.push({ now, sent });
      while (this.samples.length > 1 && this.samples[0].now < now - WINDOW) this.samples.shift();
      const first = this.samples[0];
      return first && now > first.now ? Math.max(0, ((sent - first.sent) * 1000) / (now - first.now)) : 0;
    }

    // What failed stays to be read.
    end() {
      this.total.hidden = true;
    }

    say(text) {
      const said = this.box.querySelector("[role=status]");
      if (said.textContent !== text) said.textContent = text;
    }
  };
})();
