// The link in a message leads here: …/link#purpose:token. The token is spent by the button, never by opening the page.
"use strict";

const PATHS = {
  activation: "user/activate-account/",
  login: "user/login/code",
  reset: "user/reset-password",
  change: "user/prove-change",
  undo: "user/undo-change",
  invitation: "user",
  undo_way_in: "user/undo-way-in",
  lost_factor: "user/lost-factor",
  keep_factors: "user/lost-factor/stop",
};
const element = (id) => document.getElementById(id);
const { root, locale } = document.body.dataset;
const FORMER = { in: "id" }; // the code of former times, which some browsers still send
const RIGHT_TO_LEFT = ["ar"];
const primary = (tag) => tag.split("-")[0].toLowerCase();
const wanted = [...navigator.languages, locale, "en"].map((tag) => FORMER[primary(tag)] || primary(tag));
const language = wanted.find((tag) => Object.hasOwn(WORDS, tag));
const words = WORDS[language];
let purpose = "";
let token = "";

function begin() {
  const [, kind, rest] = /^#(\w+):([\w-]{1,200})$/.exec(location.hash) || [];
  history.replaceState(null, "", location.pathname); // out of the address bar, the history and screenshots
  purpose = Object.hasOwn(PATHS, kind) ? kind : "";
  token = purpose ? rest : "";
  element("form").reset();
  element("form").hidden = !purpose;
  const chooses = purpose === "reset" || purpose === "invitation";
  element("passwords").hidden = !chooses;
  element("password").required = element("repeated").required = chooses;
  element("names").hidden = purpose !== "invitation";
  element("username").required = purpose === "invitation";
  element("tokens").hidden = element("back").hidden = true;
  element("error").textContent = "";
  element("go").disabled = false;
  const said = words[purpose || "none"];
  say(said.title, said.text);
  element("go").textContent = said.button || "";
}

function say(title, text) {
  element("title").textContent = document.title = title;
  element("text").textContent = text;
}

async function spend(event) {
  event.preventDefault();
  const error = element("error");
  error.textContent = "";
  const password = element("password").value;
  if (!element("passwords").hidden && password !== element("repeated").value) {
    error.textContent = words.differ;
    return;
  }
  let body = { token };
  if (purpose === "reset") body.new_password = password;
  if (purpose === "invitation") body = { invitation: token, username: element("username").value, password };
  element("go").disabled = true;
  try {
    const answer = await fetch(root + PATHS[purpose], {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin", // the cookie by which the device that registered is known
      redirect: "error",
    });
    const told = await answer.json();
    if (answer.ok) finish(told);
    else error.textContent = refusal(told);
  } catch {
    error.textContent = words.failed;
  }
  element("go").disabled = false;
}

// The refusal in the language of the page. The reasons against a password are known by their English text.
function refusal(told) {
  const given = Object.values(told.errors || {}).flat();
  const other = language === "en" ? told.message : words.refusals.other;
  return given.map(reason).join(" ") || (Object.hasOwn(words.refusals, told.code) ? words.refusals[told.code] : other);
}

function reason(text) {
  const n = (text.match(/\d+/g) || [""]).at(-1);
  const pattern = n ? text.replace(n, "{n}") : text;
  return Object.hasOwn(words.reasons, pattern) ? words.reasons[pattern].replace("{n}", n) : text;
}

function finish(told) {
  element("form").hidden = true;
  element("form").reset();
  say(words[purpose].done, told.password_ended ? words[purpose].ended : words[purpose].after);
  if (purpose === "login") {
    for (const name of ["access_token", "refresh_token"]) element(name).value = told[name] || "";
    element("tokens").hidden = false;
  }
  element("back").hidden = !element("back").hasAttribute("href");
  token = purpose = "";
  element("title").focus();
}

document.documentElement.lang = language;
document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
for (const each of document.querySelectorAll("[data-word]")) each.textContent = words[each.dataset.word];
for (const each of document.querySelectorAll("[data-copies]")) {
  each.addEventListener("click", async () => {
    const field = element(each.dataset.copies);
    field.select();
    await navigator.clipboard.writeText(field.value); // where a browser allows none, the field is at least selected
    each.textContent = words.copied;
  });
}
element("rule").textContent = words.rule.replace("{n}", document.body.dataset.least);
element("show").addEventListener("change", (event) => {
  for (const name of ["password", "repeated"]) element(name).type = event.target.checked ? "text" : "password";
});
element("form").addEventListener("submit", spend);
addEventListener("hashchange", begin);
begin();
