// Passkeys on a page with a form "passkey": its button asks for one. With data-offers the browser also offers them in the
// field with autocomplete="… webauthn". The answer goes into the form, which is sent as any other form.
"use strict";

const form = document.getElementById("passkey");
const failed = document.getElementById("passkey-failed");
const HOLDS = 4 * 60 * 1000; // milliseconds: a challenge holds for five minutes
let asked = new AbortController();
let busy = false;

async function ask(more) {
  asked.abort(); // a page asks the browser once at a time
  asked = new AbortController();
  const { signal } = asked;
  const answer = await fetch(`${form.dataset.root}user/login/passkey/options`, { method: "POST", signal });
  if (!answer.ok) throw new Error("no options");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await answer.json());
  const credential = await navigator.credentials.get({ publicKey, signal, ...more });
  form.elements.passkey.value = JSON.stringify(credential);
  form.submit();
}

async function press(event) {
  event.preventDefault();
  failed.hidden = busy = true;
  await ask().catch(() => (failed.hidden = false));
  busy = false;
}

// It fails in silence, because nobody has asked for it.
async function offer() {
  if (!busy) await ask({ mediation: "conditional" }).catch(() => null);
}

async function begin() {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  form.addEventListener("submit", press);
  form.classList.remove("scripted");
  if (!("offers" in form.dataset)) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  setInterval(offer, HOLDS);
  await offer();
}

begin();
