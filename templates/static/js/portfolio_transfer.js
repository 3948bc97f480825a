// One file on its way by the tus protocol (tus-js-client). A network or a site that is gone is waited for, and it goes on
// where it stopped; what waiting cannot mend ends it. Its owner looks at `state`: queued, going, stalled, paused, done or
// failed, with the answer's `status` and what the site said, `why`.
window.PortfolioTransfer = (function () {
  "use strict";

  const ENDPOINT = "/portfolio/uploads";
  const MEGABYTE = 1024 * 1024;
  const PIECE = { first: MEGABYTE, least: MEGABYTE / 4, most: 8 * MEGABYTE, takes: 2000 }; // bytes, milliseconds
  const AGAIN = 3000; // milliseconds
  const PASSING = [408, 423, 425, 429]; // besides all from 500 on

  function said(answer) {
    try {
      return JSON.parse(answer.getBody()).message || "";
    } catch {
      return "";
    }
  }

  return class PortfolioTransfer {
    constructor(file, changed) {
      Object.assign(this, { file, changed, state: "queued", sent: 0, status: 0, why: "", resumed: false });
    }

    get over() {
      return this.state === "done" || this.state === "failed";
    }

    turn(state) {
      clearTimeout(this.timer);
      this.state = state;
      this.changed(this);
    }

    refuse(why) {
      this.why = why;
      this.turn("failed");
    }

    // `url`: of the upload that this file belongs to, where the site knows it. Otherwise this browser remembers.
    async start(headers, metadata, url) {
      this.given = [headers, metadata, url];
      this.turn("going");
      this.upload = new tus.Upload(this.file, {
        endpoint: ENDPOINT,
        uploadUrl: url || null,
        chunkSize: PIECE.first,
        retryDelays: null,
        headers,
        metadata,
        fingerprint: (file) => Promise.resolve(["portfolio", file.name, file.size, file.lastModified].join("/")),
        removeFingerprintOnSuccess: true,
        onUploadUrlAvailable: () => this.keepUrl(),
        onChunkComplete: (size) => this.fit((size * PIECE.takes) / (performance.now() - this.began)),
        onProgress: (sent) => this.progressed(sent),
        onSuccess: () => this.turn("done"),
        onError: (error) => this.stopped(error),
      });
      const before = await this.upload.findPreviousUploads();
      const known = before.find((one) => !url || new URL(one.uploadUrl, location.href).pathname === url);
      if (known) this.upload.resumeFromPreviousUpload(known);
      this.resumed = Boolean(known || url);
      if (this.resumed) this.keepUrl();
      if (this.state === "going") this.send();
    }

    send() {
      this.began = performance.now();
      this.upload.start();
    }

    // nginx hands a piece on once it is whole, so a connection that is cut loses the one that is on its way: on a slow or
    // shaky network they are small.
    fit(size) {
      this.upload.options.chunkSize = Math.round(Math.min(PIECE.most, Math.max(PIECE.least, size)));
      this.began = performance.now();
    }

    // Without an endpoint a site that is gone for a moment (502) is an error, which is waited out. With one the library
    // takes any such answer for the end of the upload, and begins another.
    keepUrl() {
      this.upload.options.endpoint = null;
    }

    progressed(sent) {
      if (this.state !== "going") return;
      this.sent = sent;
      this.changed(this);
    }

    async stopped(error) {
      const answer = error.originalResponse;
      this.status = answer ? answer.getStatus() : 0;
      this.why = answer ? said(answer) : "";
      const gone = this.status === 404 || this.status === 410;
      const [headers, metadata, url] = this.given;
      if (gone && this.sent === 0 && this.resumed && !url) return this.start(headers, metadata);
      // 409 to a piece: another one came first. To the beginning: a limit is reached.
      const overtaken = this.status === 409 && this.upload.url;
      const passing = !answer || this.status >= 500 || PASSING.includes(this.status) || overtaken;
      if (!passing || !(await this.readable())) return this.turn("failed");
      if (this.state !== "going") return;
      this.resumed = true;
      this.fit(this.upload.options.chunkSize / 2);
      this.turn("stalled");
      this.timer = setTimeout(() => this.goOn(), AGAIN);
    }

    // A file that was changed or moved looks to the library like a lost network.
    async readable() {
      if (this.status !== 0) return true;
      try {
        await this.file.slice(0, 1).arrayBuffer();
        return true;
      } catch {
        this.status = "unreadable";
        return false;
      }
    }

    goOn() {
      if (this.state !== "stalled" && this.state !== "paused") return;
      this.turn("going");
      this.send();
    }

    pause() {
      if (this.state !== "going" && this.state !== "stalled") return;
      this.turn("paused");
      this.upload.abort();
    }

    // What came of it is thrown away, here and there.
    async cancel() {
      if (this.over) return;
      this.turn("failed");
      if (this.upload) await this.upload.abort(true).catch(() => {});
    }
  };
})();
