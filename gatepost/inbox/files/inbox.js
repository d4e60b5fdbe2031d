// Shows what the service says it wrote. Messages hold what strangers chose: all of it is set as text.
"use strict";

const address = `${document.body.dataset.root}inbox${location.search}`;
const to = new URLSearchParams(location.search).get("to");
const list = document.getElementById("messages");
const state = document.getElementById("state");
const shown = new Map();

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function linked(text, link) {
  const block = make("pre");
  const parts = /^https?:\/\//.test(link || "") ? text.split(link) : [text];
  parts.forEach((part, index) => {
    if (index > 0) {
      const anchor = make("a", link);
      anchor.href = link;
      anchor.target = "_blank";
      anchor.rel = "noopener noreferrer";
      block.append(anchor);
    }
    block.append(part);
  });
  return block;
}

function preview(html) {
  const details = make("details");
  details.append(make("summary", "As HTML"));
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector("iframe")) return;
    const frame = make("iframe");
    frame.title = "The message as HTML";
    frame.setAttribute("sandbox", ""); // no script, no form, no way out
    frame.srcdoc = html;
    details.append(frame);
  });
  return details;
}

function about(message) {
  const time = new Date(message.created_at).toLocaleString();
  const sent = message.sent_at ? "delivered" : "not delivered yet";
  return `${message.channel === "sms" ? "SMS" : "E-mail"} to ${message.to} · ${message.name} · ${time} · ${sent}`;
}

function show(message) {
  const article = make("article");
  if (message.subject) article.append(make("h2", message.subject));
  article.append(make("p", about(message), "about"));
  if (message.code) article.append(make("p", message.code, "code"));
  article.append(linked(message.text, message.link));
  if (message.html) article.append(preview(message.html));
  return article;
}

async function refresh() {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    const { data } = await answer.json();
    for (const message of data.reverse()) { // the oldest first, each before those that are there
      const known = shown.get(message.id);
      if (known) known.querySelector(".about").textContent = about(message);
      else {
        const article = show(message);
        shown.set(message.id, article);
        list.prepend(article);
      }
    }
    state.hidden = shown.size > 0;
    state.textContent = "Nothing yet. Messages appear here by themselves.";
  } catch {
    state.hidden = false;
    state.textContent = "The service cannot be reached. This page goes on when it is back.";
  }
}

if (to) {
  const only = document.getElementById("only");
  const all = make("a", "Show all.");
  all.href = location.pathname;
  only.append(`Only those to ${to}. `, all);
  only.hidden = false;
}
setInterval(() => document.hidden || refresh(), 3000);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
refresh();
