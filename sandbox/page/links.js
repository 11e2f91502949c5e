/**
 * Links to the practice bot. t.me/<bot>?start=… would lead to the real Telegram, so the page follows them itself: as
 * START in the private chat, or as an invitation into a group.
 */
import { post } from "./api.js";
import { ask } from "./ask.js";
import { chatName, isMember, myself, openChats } from "./roles.js";
import { toast, trying } from "./toast.js";
import { world } from "./world.js";

/** {kind: "start" | "startgroup", payload} for a deep link to the practice bot, else null. */
function deepLink(href) {
  try {
    const url = new URL(href);
    const [, name] =
      url.protocol === "tg:" ? [null, url.searchParams.get("domain")] : url.pathname.split("/");
    const telegram = url.protocol === "tg:" || ["t.me", "telegram.me"].includes(url.hostname);
    if (!telegram || name?.toLowerCase() !== world.bot.username.toLowerCase()) return null;
    const kind = url.searchParams.has("startgroup") ? "startgroup" : "start";
    return { kind, payload: url.searchParams.get(kind) ?? "" };
  } catch {
    return null;
  }
}

/** Follows a deep link as the chosen person; `showChat(chatId)` brings the chat into view. */
export function follow({ kind, payload }, showChat) {
  const me = myself();
  if (!me) return toast("Choose who you are first.");
  if (kind === "start") return trying(async () => showChat((await start(me.id, { payload })).chat_id));
  const groups = openChats().filter((chat) => !chat.person_id && isMember(chat, me.id));
  if (!groups.length) return toast(`${me.name} is in no group.`);
  return ask({
    title: `Add ${world.bot.name} to a group`,
    button: "Add",
    fields: [{ name: "chat", label: "Group", options: groups.map((chat) => [chat.id, chatName(chat)]) }],
    done: async ({ chat }) =>
      showChat((await start(me.id, { payload, startgroup: Number(chat) })).chat_id ?? Number(chat)),
  });
}

async function start(personId, wish) {
  return (await post(`/api/people/${personId}/start`, wish)).message ?? {};
}

/** Catches presses on deep links anywhere below `root`, also inside a mail's frame. */
export function catchDeepLinks(root, showChat) {
  root.addEventListener("click", (event) => {
    const link = deepLink(event.target.closest?.("a[href]")?.href);
    if (!link) return;
    event.preventDefault();
    follow(link, showChat);
  });
}
