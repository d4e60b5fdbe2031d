// Adds a passkey on /account/passkeys/add, and tells the browser which passkeys there are on /account/passkeys.
const script = document.getElementById("own-passkeys");
const button = document.getElementById("add");

async function call(path, body) {
  const headers = { "Content-Type": "application/json", "Gatepost-CSRF": button.dataset.csrf };
  const answer = await fetch(button.dataset.root + path, { method: "POST", headers, body: body && JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.message), told);
  return told;
}

async function tell(signals) {
  for (const [name, told] of Object.entries(signals ?? {})) {
    await PublicKeyCredential[name]?.(told).catch(() => {}); // a browser that knows no such passkey has nothing to do
  }
}

async function add() {
  const options = await call("user/passkeys/options");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  const added = await call("user/passkeys", credential.toJSON());
  await tell(added.signals);
  if (added.recovery_codes) return show(added.recovery_codes);
  location.assign(`${button.dataset.root}account/passkeys?done=passkey-added`);
}

function show(codes) {
  const section = document.getElementById("codes");
  for (const code of codes) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("code"), { textContent: code }));
    section.querySelector("ol").append(item);
  }
  document.getElementById("ask").hidden = true;
  section.hidden = false;
  section.querySelector("h2").focus();
}

function say(word) {
  for (const each of document.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== word;
}

const WORDS = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "known",
  NotSupportedError: "unsupported",
  passkey_taken: "known",
  too_many_passkeys: "too-many",
};

async function run() {
  button.disabled = true;
  say("");
  try {
    await add();
  } catch (error) {
    if (error.status === 401) return location.assign(`${button.dataset.root}account/confirm?next=/account/passkeys/add`);
    say(WORDS[error.code] ?? WORDS[error.name] ?? "failed");
    button.disabled = false;
  }
}

if (button) {
  if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    button.disabled = false;
    button.addEventListener("click", run);
  } else {
    say("unsupported");
  }
} else if (script.dataset.signals && window.PublicKeyCredential) {
  tell(JSON.parse(script.dataset.signals));
}
