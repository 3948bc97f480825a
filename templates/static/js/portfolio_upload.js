// The form that brings photos or a video: what is chosen is looked at, sent by tus (portfolio_transfer.js) and shown on
// its way (portfolio_progress.js). Several photos become an item each; one that fails does not stop the others, and stays
// chosen. The same form goes on with an upload that was left. Without this script the form sends one file by itself.
(function () {
  "use strict";

  const AT_ONCE = 3;
  const form = document.getElementById("portfolio_form");
  const box = document.getElementById("portfolio_upload");
  if (!form || !box || !window.tus || !tus.isSupported) return;
  const input = form.elements.file;
  const submit = form.querySelector("button[type=submit]");
  const buttons = box.querySelector("[data-buttons]");
  const pauseButton = box.querySelector("[data-pause-button]");
  const texts = box.dataset;
  const progress = new PortfolioProgress(box);
  const { uploadUrl } = form.dataset; // of the upload that was left
  let transfers = [];
  let paused = false;
  let underWay = false;

  // --- What is chosen ---

  // What the page knows against a file before any of it is sent; `room` is what is left for it.
  function objection(file, room) {
    const { fileName, length, other } = form.dataset;
    if (uploadUrl && (file.size !== Number(length) || (fileName && file.name !== fileName))) return other;
    if (file.size > Number(texts.most)) return texts.tooLarge;
    return file.size > room ? texts.full : "";
  }

  function choose() {
    let room = texts.room === "" ? Infinity : Number(texts.room);
    transfers = [...input.files].map((file) => {
      const transfer = new PortfolioTransfer(file, () => {});
      const why = objection(file, room);
      if (why) transfer.refuse(why);
      else room -= file.size;
      return transfer;
    });
    progress.show(transfers);
    progress.say("");
    // Several photos are named after their files.
    for (const name of ["title", "alt"]) if (form.elements[name]) form.elements[name].disabled = transfers.length > 1;
  }

  function metadata(file) {
    const title = file.name.replace(/\.[^.]*$/, "");
    const said = { kind: form.dataset.kind, filename: file.name, filetype: file.type, title };
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value && name !== "csrf_token" && name !== "version") said[name] = value;
    }
    return said;
  }

  // --- On the way ---

  function changed(transfer) {
    progress.draw(transfer);
    progress.drawTotal();
    if (!underWay) return;
    progress.say(standing());
    if (transfers.every(({ over }) => over)) finish();
    else if (transfer.over) startSome();
  }

  function standing() {
    const stalled = transfers.find(({ state }) => state === "stalled");
    if (paused) return texts.paused;
    if (stalled) return stalled.status ? texts.gone : texts.lost;
    return transfers.some(({ state, resumed }) => state === "going" && resumed) ? texts.resumed : "";
  }

  function startSome() {
    if (paused) return;
    const going = transfers.filter(({ state }) => state === "going" || state === "stalled").length;
    const next = transfers.filter(({ state }) => state === "queued").slice(0, Math.max(0, AT_ONCE - going));
    for (const transfer of next) {
      transfer.start({ "X-CSRF-Token": form.elements.csrf_token.value }, metadata(transfer.file), uploadUrl);
    }
  }

  function setUnderWay(now) {
    underWay = now;
    submit.disabled = input.disabled = now;
    buttons.hidden = !now;
  }

  function finish() {
    setUnderWay(false);
    const failed = transfers.filter(({ state }) => state === "failed");
    if (failed.length === 0) return location.assign("/portfolio");
    const left = new DataTransfer();
    for (const { file } of failed) left.items.add(file);
    input.files = left.files;
    progress.end();
    progress.say(texts.some.replace("{done}", transfers.length - failed.length).replace("{all}", transfers.length));
  }

  input.multiple = form.dataset.kind === "photo" && !uploadUrl;
  const hint = form.querySelector("[data-several-hint]");
  if (hint) hint.hidden = false;
  submit.disabled = false;
  input.addEventListener("change", choose);
  form.addEventListener("submit", (event) => {
    if (input.files.length === 0) return;
    event.preventDefault();
    if (underWay) return;
    choose();
    for (const transfer of transfers) transfer.changed = changed;
    if (transfers.every(({ over }) => over)) return;
    paused = false;
    pauseButton.textContent = texts.pause;
    setUnderWay(true);
    startSome();
  });
  pauseButton.addEventListener("click", () => {
    paused = !paused;
    pauseButton.textContent = paused ? texts.resume : texts.pause;
    for (const transfer of transfers) {
      if (paused) transfer.pause();
      else transfer.goOn();
    }
    if (!paused) startSome();
  });
  box.querySelector("[data-cancel-button]").addEventListener("click", async () => {
    underWay = false;
    await Promise.all(transfers.map((transfer) => transfer.cancel()));
    location.assign("/portfolio");
  });
  window.addEventListener("online", () => {
    if (!paused) for (const transfer of transfers) transfer.goOn();
  });
  window.addEventListener("beforeunload", (event) => {
    if (underWay && !paused) event.preventDefault();
  });
  if (input.files.length > 0) choose(); // kept by the browser over a reload
})();
