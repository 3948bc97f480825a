// Sends a video in pieces by the tus protocol: with its progress, a pause, and going on by itself after the network was
// lost, or after the page was closed and the same file chosen again. Without this script the form sends it in one.
(function () {
  "use strict";

  const PIECE = 8 * 1024 * 1024;
  const form = document.getElementById("portfolio_form");
  const box = document.getElementById("portfolio_upload");
  if (!form || !box || !window.tus || !tus.isSupported) return;
  const bar = box.querySelector("progress");
  const said = box.querySelector("[role=status]");
  const pauseButton = box.querySelector("[data-pause-button]");
  const cancelButton = box.querySelector("[data-cancel-button]");
  const submit = form.querySelector("button[type=submit]");
  let upload = null;
  let paused = false;
  let began = null; // when and where the present stretch began: {time, sent}

  function clock(seconds) {
    if (!isFinite(seconds)) return "–";
    const whole = Math.max(0, Math.round(seconds));
    return Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  }

  function progress(sent, total) {
    const now = performance.now();
    if (!began) began = { time: now, sent };
    const rate = now > began.time ? ((sent - began.sent) * 1000) / (now - began.time) : 0;
    bar.value = (sent * 100) / total;
    said.textContent = box.dataset.rate
      .replace("{percent}", Math.floor((sent * 100) / total))
      .replace("{rate}", (rate / 1048576).toFixed(1))
      .replace("{left}", clock((total - sent) / rate));
  }

  function goOn() {
    began = null;
    if (upload && !paused) upload.start();
  }

  function failed(error) {
    const answer = error.originalResponse;
    const status = answer ? answer.getStatus() : 0;
    // 409 to a piece: somebody else sent it meanwhile; to the beginning: a limit is reached.
    if (!answer || status >= 500 || status === 423 || (status === 409 && upload.url)) {
      said.textContent = box.dataset.waiting;
      setTimeout(goOn, 5000);
      return;
    }
    let why = String(status);
    try {
      why = JSON.parse(answer.getBody()).message;
    } catch {
      // The status says it then.
    }
    said.textContent = box.dataset.failed + " " + why;
    said.classList.add("text-danger-emphasis");
    submit.disabled = false;
    upload = null;
  }

  function metadata(file) {
    const fields = { kind: form.dataset.kind, filename: file.name, filetype: file.type };
    for (const name of ["title", "description", "visibility", "happened_on", "show", "album"]) {
      if (form.elements[name] && form.elements[name].value) fields[name] = form.elements[name].value;
    }
    return fields;
  }

  async function start(file) {
    const token = form.elements.csrf_token.value;
    upload = new tus.Upload(file, {
      endpoint: "/portfolio/uploads",
      chunkSize: PIECE,
      retryDelays: [0, 1000, 3000, 5000],
      headers: { "X-CSRF-Token": token },
      metadata: metadata(file),
      removeFingerprintOnSuccess: true,
      onError: failed,
      onProgress: progress,
      onSuccess: () => location.assign("/portfolio"),
    });
    const before = await upload.findPreviousUploads();
    if (before.length > 0) {
      upload.resumeFromPreviousUpload(before[0]);
      said.textContent = box.dataset.resumed;
    }
    upload.start();
  }

  form.addEventListener("submit", (event) => {
    const file = form.elements.file.files[0];
    if (!file) return;
    event.preventDefault();
    if (upload) return;
    box.hidden = false;
    submit.disabled = true;
    said.classList.remove("text-danger-emphasis");
    start(file);
  });
  pauseButton.addEventListener("click", () => {
    if (!upload) return;
    paused = !paused;
    pauseButton.textContent = paused ? box.dataset.resume : box.dataset.pause;
    if (paused) {
      upload.abort();
      said.textContent = box.dataset.paused;
    } else {
      goOn();
    }
  });
  cancelButton.addEventListener("click", async () => {
    const cancelled = upload;
    upload = null;
    if (cancelled) await cancelled.abort(true).catch(() => {});
    location.assign("/portfolio");
  });
  window.addEventListener("online", () => {
    if (upload && !paused) upload.abort().then(goOn);
  });
  window.addEventListener("beforeunload", (event) => {
    if (upload && !paused && bar.value < 100) event.preventDefault();
  });
})();
