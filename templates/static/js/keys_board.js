// The live board: a fresh one every five seconds, put into its place when something has changed. The browser asks with
// the ETag of what it has, so that nearly always nothing comes back. Without this script the page loads itself anew.
(function () {
  "use strict";

  const EVERY = 5000; // milliseconds
  const board = document.getElementById("board");
  const said = document.getElementById("board_said");
  if (!board || !said) return;
  let shown = null;

  function say(what) {
    const text = said.dataset[what];
    if (said.textContent !== text) said.textContent = text;
  }

  function put(html) {
    if (html === shown) return;
    const focused = board.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    board.innerHTML = html;
    shown = html;
    const again = focused && board.querySelector(`a[href="${CSS.escape(focused)}"]`);
    if (again) again.focus();
  }

  async function refresh() {
    try {
      const answer = await fetch(board.dataset.url, { cache: "no-cache", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      put(await answer.text());
      say("live");
    } catch (error) {
      say("lost");
    }
  }

  async function go() {
    if (!document.hidden) await refresh();
    setTimeout(go, EVERY);
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  go();
})();
