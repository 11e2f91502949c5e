/** What the visitor has seen: the newest message per chat, and the mails that were opened or there at the start. */
import { newestIn, touch, unseenIn, world } from "./world.js";

const upTo = new Map();
const mails = new Set();
let started = false;

/** At the first snapshot everything counts as seen; at later ones only what a restarted sandbox counts anew. */
export function beginSeeing() {
  for (const id of world.chats.keys()) {
    const newest = newestIn(id)?.message_id ?? 0;
    if (!started || upTo.get(id) > newest) upTo.set(id, newest);
  }
  if (!started) for (const id of world.mails.keys()) mails.add(id);
  started = true;
}

/** The chat's end is in view. */
export function saw(chatId) {
  const newest = newestIn(chatId)?.message_id ?? 0;
  if ((upTo.get(chatId) ?? 0) >= newest) return;
  upTo.set(chatId, newest);
  touch("chats", `head:${chatId}`);
}

export const unseen = (chatId) => unseenIn(chatId, upTo.get(chatId) ?? 0);

export function sawMail(mailId) {
  if (mails.has(mailId)) return;
  mails.add(mailId);
  touch("mails");
}

/** Only mail that the application sent waits for a reader: what a person wrote needs none here. */
export const isUnread = (mail) => mail.direction === "out" && !mails.has(mail.id);
