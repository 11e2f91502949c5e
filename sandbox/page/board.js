/** The chats side by side: as many columns as fit, chosen by the chips above them. */
import { askForChat } from "./actions.js";
import { ChatColumn } from "./chat.js";
import { post } from "./api.js";
import { el, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { chatAvatar, chatName, isMember, myself, openChats, privateChat } from "./roles.js";
import { unseen } from "./seen.js";
import { showTab } from "./tabs.js";
import { trying } from "./toast.js";
import { newestIn, subscribe, world } from "./world.js";

const COLUMN = 330;
const columns = new Map();
/** Ids of chosen chats, the latest choice first; as many of them as fit are shown. */
let chosen = null;
let room = 1;

export function showBoard() {
  const add = document.getElementById("new-chat");
  add.append(icon("plus"));
  add.addEventListener("click", () => askForChat(showChat));
  const place = document.getElementById("columns");
  new ResizeObserver(([{ contentRect }]) => {
    room = Math.max(1, Math.floor(contentRect.width / COLUMN));
    draw();
  }).observe(place);
  for (const event of ["visibilitychange", "tab"]) {
    document.addEventListener(event, () => columns.forEach((column) => column.drawEnd()));
  }
  subscribe(hear);
}

function hear(changes) {
  if (changes.has("chats") || changes.has("me")) draw();
  for (const [id, column] of columns) {
    if (!column.node.isConnected) continue;
    if (changes.has(`chat:${id}`)) column.draw();
    else if (changes.has(`head:${id}`)) column.drawHead();
  }
}

/**
 * Brings a chat into view, in place of the one chosen longest ago if there is no room. One that has only just begun
 * may not be known here yet: it is shown as soon as the news of it come.
 */
export function showChat(chatId) {
  chosen = [chatId, ...choices().filter((id) => id !== chatId)];
  showTab("chats");
  draw();
  const chip = document.querySelector(`.chip[data-chat-id="${chatId}"]`);
  chip?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function hideChat(chatId) {
  chosen = choices().filter((id) => id !== chatId);
  draw();
}

/** Until somebody chooses: groups first, then the newest; where only one fits, the chosen person's chats first. */
function choices() {
  const open = openChats();
  if (chosen)
    return chosen
      .map((id) => world.chats.get(id)?.migrated_to ?? id)
      .filter((id) => open.some((chat) => chat.id === id));
  const rank = (chat) =>
    (room === 1 && !isMember(chat, world.me) ? 2 : 0) + (chat.type === "private" ? 1 : 0);
  return open
    .sort((one, other) => rank(one) - rank(other) || moved(other) - moved(one))
    .map((chat) => chat.id);
}

const moved = (chat) => newestIn(chat.id)?.date ?? 0;

function draw() {
  const visible = choices().slice(0, room);
  const chats = openChats();
  drawChips(chats, new Set(visible));
  const shown = chats.filter((chat) => visible.includes(chat.id));
  const place = document.getElementById("columns");
  if (!shown.length) {
    reconcile(place, [{ key: "empty", sign: String(chats.length), build: () => nothing(chats.length) }]);
    return;
  }
  const added = shown.map(({ id }) => column(id)).filter(({ node }) => !node.isConnected);
  reconcile(
    place,
    shown.map(({ id }) => ({ key: id, sign: "", build: () => column(id).node })),
  );
  for (const one of added) one.appear();
}

/** Hidden columns are kept: what was being written there is still there when the chat is chosen again. */
function column(chatId) {
  if (!columns.has(chatId)) columns.set(chatId, new ChatColumn(chatId, { hide: () => hideChat(chatId) }));
  return columns.get(chatId);
}

function drawChips(chats, visible) {
  const items = chats.map((chat) => ({
    key: chat.id,
    sign: JSON.stringify([chatName(chat), visible.has(chat.id), unseen(chat.id), world.edition]),
    build: () => chip(chat, visible.has(chat.id)),
  }));
  const me = myself();
  if (me && !privateChat(me.id)) items.push({ key: "start", sign: me.name, build: () => startChip(me) });
  reconcile(document.getElementById("chips"), items);
}

function chip(chat, shown) {
  const waiting = unseen(chat.id);
  const label = waiting ? `${chatName(chat)}, ${waiting} unread` : chatName(chat);
  const node = el("button.chip", {
    type: "button",
    "aria-pressed": String(shown),
    "aria-label": label,
    title: chatName(chat),
    data: { chatId: chat.id },
  });
  node.append(chatAvatar(chat), el("span", { text: chatName(chat) }));
  if (waiting) node.append(el("span.badge", { text: waiting }));
  node.addEventListener("click", () => (shown && room > 1 ? hideChat(chat.id) : showChat(chat.id)));
  return node;
}

/** For somebody who has never written to the bot. */
function startChip(person) {
  const begin = () =>
    trying(async () => showChat((await post(`/api/people/${person.id}/start`, {})).message?.chat_id));
  const node = el("button.chip.start", { type: "button", on: { click: begin } });
  node.append(icon("plus"), el("span", { text: `Start @${world.bot.username}` }));
  return node;
}

function nothing(count) {
  const words = count
    ? "Choose a chat above to see it here."
    : "They appear as soon as somebody writes to the bot.";
  return el(
    "div.empty",
    {},
    icon("chat"),
    el("strong", { text: count ? "No chat is shown" : "No chats yet" }),
    words,
  );
}
