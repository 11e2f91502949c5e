/** Who is who: names, colours and the chats that a person is in. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { world } from "./world.js";

const HUES = ["#d1605e", "#d98c3f", "#8a6fd1", "#4f9d57", "#3c9fb0", "#4b86d6", "#c9629a", "#7d8b3f"];
const BOT_HUE = "#2b8fd9";
const languages = new Intl.DisplayNames(["en"], { type: "language" });

/** The person or bot with this id as {id, name, color, isBot}; strangers get their number for a name. */
export function someone(id, name = null) {
  if (id === world.bot.id) return { id, name: world.bot.name, color: BOT_HUE, isBot: true };
  const person = world.people.get(id);
  return { id, name: person?.name ?? name ?? `#${id}`, color: person?.color || hueOf(id), isBot: false };
}

function hueOf(id) {
  const text = String(id);
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return HUES[sum % HUES.length];
}

/** A colour as CSS may take it; anything that is not a plain hex colour becomes grey. */
export const plainColour = (colour) => (/^#[0-9a-f]{3,8}$/i.test(colour ?? "") ? colour : "#6b8cae");

/** Up to two initials; emoji and signs are passed over. */
function initials(name) {
  const words = String(name)
    .split(/[\s–—-]+/u)
    .map((word) => word.match(/[\p{L}\p{N}]/u)?.[0])
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.join("").toLocaleUpperCase() || "?";
}

export function avatar({ name, color, isBot }) {
  const face = el("span.avatar", { css: { "--hue": plainColour(color) }, "aria-hidden": "true" });
  face.append(isBot ? icon("bot") : initials(name));
  return face;
}

export const chatAvatar = (chat) =>
  avatar(chat.person_id ? someone(chat.person_id) : { name: chat.title, color: hueOf(chat.id) });

/** A chat's name as a visitor sees it: a private chat is named after its person. */
export const chatName = (chat) => (chat.person_id ? someone(chat.person_id).name : chat.title || "Untitled");

export function isMember(chat, personId) {
  if (personId === null) return false;
  return chat.person_id ? chat.person_id === personId : (chat.members ?? []).includes(personId);
}

/** Chats that are still in use: a group that became a supergroup is shown by its new self only. */
export const openChats = () => [...world.chats.values()].filter((chat) => !chat.migrated_to);

export const privateChat = (personId) => openChats().find((chat) => chat.person_id === personId) ?? null;

export const myself = () => world.people.get(world.me) ?? null;

/** "Technician", "Customer · Norwegian". */
export function roleWords(person) {
  const role = String(person.role || "person").replaceAll("_", " ");
  const words = [role.charAt(0).toUpperCase() + role.slice(1)];
  const language = languageName(person.language);
  if (language) words.push(language);
  return words.join(" · ");
}

function languageName(code) {
  if (code === "nb") return "Norwegian";
  try {
    return code ? languages.of(code) : null;
  } catch {
    return code;
  }
}

/** The person who owns a mail address (in "Name <address>" or bare form), or null. */
export function ownerOf(address) {
  const bare = bareAddress(address);
  return (
    [...world.people.values()].find((person) => person.email && person.email.toLowerCase() === bare) ?? null
  );
}

/** The address alone, in lower case. */
export function bareAddress(address) {
  const text = String(address ?? "");
  return (text.match(/<([^>]*)>\s*$/)?.[1] ?? text).trim().toLowerCase();
}

/** The name part of a mail address, the known person's name, or the address itself. */
export function mailName(address) {
  const named = String(address ?? "").match(/^\s*"?(.*?)"?\s*<[^>]*>\s*$/)?.[1];
  return named || ownerOf(address)?.name || String(address ?? "");
}
