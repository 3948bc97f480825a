// Passkeys: on the sign-in page a button, and the browser's suggestions in the name's field; on /account/passkeys the
// form that adds one. Without this script, or without passkeys in the browser, neither is shown.
(function () {
  "use strict";

  const adding = document.getElementById("passkey-add");
  const signingIn = document.getElementById("passkey-sign-in");
  let waiting = null; // what the browser suggests meanwhile; one request at a time is allowed

  const bytes = (text) => {
    const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  };
  const text = (buffer) => {
    let binary = "";
    for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const message = (id) => document.getElementById("passkey-" + id).textContent;
  const show = (words) => {
    const box = document.getElementById("passkey-failed");
    box.textContent = words;
    box.hidden = !words;
  };

  class Refused extends Error {}

  async function post(path, body) {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    if (response.status === 401 && adding) {
      location.assign("/login/again?next=" + encodeURIComponent(location.pathname));
    }
    throw new Refused(answer.message || message("trouble"));
  }

  function explain(error) {
    if (error instanceof Refused) return show(error.message);
    if (error.name === "InvalidStateError") return show(message("there"));
    if (error.name === "NotAllowedError") return show(message("cancelled"));
    if (error.name === "NotSupportedError" || error.name === "SecurityError") return show(message("unable"));
    show(message("trouble"));
  }

  async function add(label) {
    const { options, state } = await post("/account/passkeys/options", {});
    options.challenge = bytes(options.challenge);
    options.user.id = bytes(options.user.id);
    for (const known of options.excludeCredentials) known.id = bytes(known.id);
    const made = await navigator.credentials.create({ publicKey: options });
    const { next } = await post("/account/passkeys", {
      state,
      label,
      credential: {
        type: made.type,
        rawId: text(made.rawId),
        response: {
          clientDataJSON: text(made.response.clientDataJSON),
          attestationObject: text(made.response.attestationObject),
        },
      },
    });
    location.assign(next);
  }

  async function signIn(how) {
    const { options, state } = await post("/login/passkey/options", {});
    options.challenge = bytes(options.challenge);
    const used = await navigator.credentials.get({ publicKey: options, ...how });
    const remember = document.getElementById("remember");
    const { next } = await post("/login/passkey", {
      state,
      next: signingIn.dataset.next,
      remember: Boolean(remember && remember.checked),
      credential: {
        type: used.type,
        rawId: text(used.rawId),
        response: {
          clientDataJSON: text(used.response.clientDataJSON),
          authenticatorData: text(used.response.authenticatorData),
          signature: text(used.response.signature),
          userHandle: text(used.response.userHandle || new ArrayBuffer(0)),
        },
      },
    });
    location.assign(next);
  }

  // Passkeys among the names that the browser suggests, where it can do that.
  async function suggest() {
    const can = PublicKeyCredential.isConditionalMediationAvailable;
    if (!can || !(await can.call(PublicKeyCredential))) return;
    waiting = new AbortController();
    await signIn({ mediation: "conditional", signal: waiting.signal });
  }

  function run(button, work) {
    show("");
    button.disabled = true;
    work().catch(explain).finally(() => { button.disabled = false; });
  }

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  if (adding) {
    adding.hidden = false;
    adding.addEventListener("submit", (event) => {
      event.preventDefault();
      run(adding.querySelector("button"), () => add(adding.elements.label.value));
    });
  }
  if (signingIn) {
    signingIn.hidden = false;
    const button = signingIn.querySelector("button");
    button.addEventListener("click", () => {
      if (waiting) waiting.abort();
      run(button, () => signIn({}));
    });
    suggest().catch((error) => { if (error instanceof Refused) explain(error); });
  }
})();
