/**
 * The practice world as this page knows it: one snapshot, then events applied as upserts by key. Views subscribe and
 * are told, at most once a frame, what kinds of things changed: "people", "mails", "story", "chats", "me", "chat:ID".
 */

export const world = {
  bot: { id: 0, username: "", name: "Bot" },
  people: new Map(),
  chats: new Map(),
  mails: new Map(),
  story: new Map(),
  settings: {},
  /** The person whom the visitor plays; null until somebody is chosen. */
  me: null,
  /** Grows with every snapshot and renaming: what was drawn from an older edition is drawn anew. */
  edition: 0,
};

const FRAME = 16;
const FOLD = 250;
const rooms = new Map();
const subscribers = new Set();
const changed = new Set();
let due = null;

/** Calls `hear(changes: Set)` after changes; returns a function that ends it. */
export function subscribe(hear) {
  subscribers.add(hear);
  return () => subscribers.delete(hear);
}

/** Marks something as changed, for the views to draw anew. */
export function touch(...kinds) {
  for (const kind of kinds) changed.add(kind);
  due ??= setTimeout(flush, FRAME);
}

function flush() {
  due = null;
  const kinds = new Set(changed);
  changed.clear();
  for (const hear of subscribers) hear(kinds);
}

/** Takes a whole snapshot in place of what was known. */
export function load(snapshot) {
  world.bot = snapshot.bot;
  world.settings = snapshot.settings ?? {};
  for (const kind of ["people", "chats", "mails", "story"]) {
    world[kind] = new Map((snapshot[kind] ?? []).map((item) => [item.id, item]));
  }
  world.edition += 1;
  rooms.clear();
  for (const item of snapshot.messages ?? []) put(item);
  touch(
    "all",
    "people",
    "chats",
    "mails",
    "story",
    "me",
    ...[...world.chats.keys()].map((id) => `chat:${id}`),
  );
}

/** Applies one event; returns the kind of thing it changed, or null for a type that is not known here. */
export function apply(type, item) {
  switch (type) {
    case "message":
    case "edit":
      put(item);
      return touch(`chat:${item.chat_id}`, "chats");
    case "delete":
      put({ ...room(item.chat_id).byId.get(item.message_id), ...item, deleted: true });
      return touch(`chat:${item.chat_id}`, "chats");
    case "read":
      room(item.chat_id).readUpTo = Math.max(room(item.chat_id).readUpTo, item.message_id ?? 0);
      return touch(`chat:${item.chat_id}`);
    case "typing":
      room(item.chat_id).typingUntil = Date.now() + 5000;
      setTimeout(() => touch(`head:${item.chat_id}`), 5050);
      return touch(`head:${item.chat_id}`);
    case "person":
      if (world.people.has(item.id)) world.edition += 1;
      world.people.set(item.id, item);
      return touch("people", "chats");
    case "chat":
      world.chats.set(item.id, item);
      return touch("chats", `chat:${item.id}`);
    case "mail":
      world.mails.set(item.id, item);
      return touch("mails");
    case "story":
      world.story.set(item.id, item);
      return touch("story");
    default:
      return null;
  }
}

function room(chatId) {
  if (!rooms.has(chatId)) {
    rooms.set(chatId, { byId: new Map(), ids: [], readUpTo: 0, typingUntil: 0 });
  }
  return rooms.get(chatId);
}

function put(message) {
  const { byId, ids } = room(message.chat_id);
  const id = message.message_id;
  if (!byId.has(id)) {
    let at = ids.length;
    while (at > 0 && ids[at - 1] > id) at -= 1;
    ids.splice(at, 0, id);
  }
  byId.set(id, message);
}

/** The messages of a chat, oldest first; deleted ones and those meant for somebody else's eyes are left out. */
export function messagesOf(chatId) {
  const { ids, byId } = room(chatId);
  const list = [];
  for (const id of ids) {
    const message = byId.get(id);
    if (!message.deleted && (!message.only_for || message.only_for === world.me)) list.push(message);
  }
  return list;
}

export const message = (chatId, id) => room(chatId).byId.get(id) ?? null;

export const readUpTo = (chatId) => room(chatId).readUpTo;

export const isTyping = (chatId) => room(chatId).typingUntil > Date.now();

/** The newest message of a chat that is still there, or null. */
export function newestIn(chatId) {
  const { ids, byId } = room(chatId);
  for (let at = ids.length - 1; at >= 0; at -= 1) {
    const newest = byId.get(ids[at]);
    if (!newest.deleted) return newest;
  }
  return null;
}

/** How many messages from others came after `seenId`; counts no further than 250. */
export function unseenIn(chatId, seenId) {
  const { ids, byId } = room(chatId);
  let count = 0;
  for (let at = ids.length - 1; at >= 0 && ids[at] > seenId && count < FOLD; at -= 1) {
    const late = byId.get(ids[at]);
    if (!late.deleted && !late.service && late.from?.id !== world.me) count += 1;
  }
  return count;
}
