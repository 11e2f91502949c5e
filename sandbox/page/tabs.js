/** Where the three panes do not fit side by side: which of them is shown. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openChats } from "./roles.js";
import { isUnread, unseen } from "./seen.js";
import { subscribe, world } from "./world.js";

const TABS = [
  ["people", "People", "people"],
  ["chats", "Chats", "chat"],
  ["mail", "Mail", "mail"],
  ["story", "Story", "story"],
];

export function showTabs() {
  const bar = document.getElementById("tabs");
  for (const [name, text, drawing] of TABS) {
    const tab = el("button.tab", { type: "button", data: { tab: name }, on: { click: () => showTab(name) } });
    tab.append(icon(drawing), el("span", { text }), el("span.badge", { hidden: true }));
    bar.append(tab);
  }
  document.addEventListener("tab", mark);
  subscribe((changes) => (changes.has("mails") || changes.has("chats")) && count());
  mark();
}

export function showTab(name) {
  document.body.dataset.tab = name;
  document.dispatchEvent(new CustomEvent("tab"));
}

function mark() {
  for (const tab of document.querySelectorAll(".tab")) {
    tab.setAttribute("aria-current", String(tab.dataset.tab === document.body.dataset.tab));
  }
}

function count() {
  const counts = {
    chats: openChats().reduce((sum, chat) => sum + unseen(chat.id), 0),
    mail: [...world.mails.values()].filter(isUnread).length,
  };
  for (const [name, waiting] of Object.entries(counts)) {
    const badge = document.querySelector(`.tab[data-tab="${name}"] .badge`);
    badge.hidden = !waiting;
    badge.textContent = waiting;
  }
  const all = counts.chats + counts.mail;
  document.title = `${all ? `(${all}) ` : ""}Stafett – practice world`;
}
