/** The buttons below a message: pressed as the chosen person, waiting until the bot has answered. */
import { post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { become } from "./me.js";
import { chatName, isMember, myself, someone } from "./roles.js";
import { safeLink } from "./safe.js";
import { alertSheet, toast } from "./toast.js";
import { world } from "./world.js";

const waiting = new Set();
const answered = [];

export function keyboard(chat, message) {
  const rows = message.buttons.map((row, at) =>
    el(
      "div.keys-row",
      {},
      row.map((button, column) => key(chat, message, button, at, column)),
    ),
  );
  return el("div.keys", { role: "group", "aria-label": "Buttons" }, rows);
}

function key(chat, message, button, row, column) {
  const href = button.url ? safeLink(button.url) : null;
  if (href) {
    const link = el(
      "a.key",
      { href, target: "_blank", rel: "noopener noreferrer", role: "button" },
      button.text,
    );
    link.append(icon("out"));
    return link;
  }
  const id = [chat.id, message.message_id, row, column].join(":");
  const node = el("button.key", { type: "button", data: { key: id } }, button.text);
  showWaiting(node, waiting.has(id));
  node.addEventListener("click", () => press(chat, message, id, row, column));
  return node;
}

function showWaiting(node, busy) {
  node.setAttribute("aria-busy", String(busy));
  node.querySelector(".spinner")?.remove();
  if (busy) node.append(el("i.spinner"));
}

async function press(chat, message, id, row, col) {
  if (waiting.has(id) || !mayPress(chat)) return;
  mark(id, true);
  try {
    const { answer, error } = await post(`/api/chats/${chat.id}/messages/${message.message_id}/press`, {
      as: world.me,
      row,
      col,
    });
    if (error) toast(error, { bad: true, near: wall(chat) });
    else if (answer?.text) showAnswer(answer, wall(chat));
  } catch (failure) {
    toast(failure.message, { bad: true, near: wall(chat) });
  } finally {
    mark(id, false);
  }
}

function mark(id, busy) {
  if (busy) waiting.add(id);
  else waiting.delete(id);
  const node = document.querySelector(`[data-key="${id}"]`);
  if (node) showWaiting(node, busy);
}

function mayPress(chat) {
  if (isMember(chat, world.me)) return true;
  const able = chat.person_id ? someone(chat.person_id) : null;
  const offer = able ? { text: `Be ${able.name}`, act: () => become(able.id) } : null;
  toast(`${myself()?.name ?? "Nobody"} is not in “${chatName(chat)}”.`, { offer, near: wall(chat) });
  return false;
}

const wall = (chat) => document.querySelector(`.chat[data-chat-id="${chat.id}"] .wall`);

function showAnswer({ text, alert }, near) {
  answered.push(text);
  if (alert) alertSheet(text, world.bot.name);
  else toast(text, { near });
}

/** A notice that came as an event: shown unless the visitor's own press has just shown it. */
export function showNotice(notice) {
  setTimeout(() => {
    const at = answered.indexOf(notice.text);
    if (at >= 0 && notice.person_id === world.me) answered.splice(at, 1);
    else if (notice.text)
      toast(notice.text, { from: notice.person_id ? someone(notice.person_id).name : null });
  }, 250);
}
