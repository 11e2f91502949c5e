/** What can be done to a message and to a chat, as menus. */
import { post } from "./api.js";
import { ask } from "./ask.js";
import { el } from "./dom.js";
import { closeMenu, openMenu } from "./menu.js";
import { chatName, isMember, roleWords, someone } from "./roles.js";
import { toast, trying } from "./toast.js";
import { apply, world } from "./world.js";

const FEELINGS = ["👍", "❤", "🔥", "👏", "🎉", "🙏", "👎"];

/** The menu of one message; `aim` is the composer's. */
export function messageMenu(chat, message, anchor, { aim, react }) {
  if (!isMember(chat, world.me)) return toast(`Choose somebody who is in “${chatName(chat)}” first.`);
  const mine = message.from?.id === world.me;
  const emoji = el(
    "div.menu-emoji",
    { role: "group", "aria-label": "React" },
    FEELINGS.map((feeling) => {
      const press = () => {
        closeMenu();
        react(message.message_id, feeling);
      };
      return el("button", { type: "button", role: "menuitem", text: feeling, on: { click: press } });
    }),
  );
  const remove = () =>
    trying(() => post(`/api/chats/${chat.id}/messages/${message.message_id}/delete`, { as: world.me }));
  return openMenu(
    anchor,
    [
      { text: "Reply", icon: "reply", act: () => aim({ message, kind: "reply" }) },
      mine && message.text && { text: "Edit", icon: "pencil", act: () => aim({ message, kind: "edit" }) },
      message.text && {
        text: "Copy text",
        icon: "file",
        act: () => navigator.clipboard?.writeText(message.text),
      },
      mine && { text: "Delete", icon: "bin", danger: true, act: remove },
    ],
    { label: "Message", head: emoji },
  );
}

export function react(chat, messageId, emoji) {
  return trying(() => post(`/api/chats/${chat.id}/messages/${messageId}/react`, { as: world.me, emoji }));
}

/** The menu of a chat; `hide` takes its column away. */
export function chatMenu(chat, anchor, hide) {
  const items = chat.type === "private" ? privateItems(chat) : groupItems(chat);
  openMenu(anchor, [...items, { text: "Hide this chat", icon: "close", act: hide }], { label: "Chat" });
}

function privateItems(chat) {
  const blocked = chat.bot_status === "blocked";
  const person = `/api/people/${chat.person_id}`;
  return [
    { text: "Press START again", icon: "play", act: () => trying(() => post(`${person}/start`, {})) },
    {
      text: blocked ? "Unblock the bot" : "Block the bot",
      icon: "lock",
      danger: !blocked,
      act: () => trying(() => post(`${person}/block`, { blocked: !blocked })),
    },
  ];
}

function groupItems(chat) {
  const here = ["member", "administrator"].includes(chat.bot_status);
  const bot = (wish) => change(chat, "members", { bot: wish });
  return [
    { text: "Members…", icon: "people", act: () => askMembers(chat) },
    !here && { text: "Add the bot", icon: "bot", act: () => bot("add") },
    here &&
      chat.bot_status === "member" && { text: "Make the bot an admin", icon: "bot", act: () => bot("admin") },
    here &&
      chat.bot_status === "administrator" && {
        text: "Make the bot a member",
        icon: "bot",
        act: () => bot("member"),
      },
    chat.is_forum && { text: "New topic…", icon: "topic", act: () => askTopic(chat) },
    chat.type !== "channel" && {
      text: chat.is_forum ? "Turn topics off" : "Turn topics on",
      icon: "topic",
      act: () => change(chat, "topics", { on: !chat.is_forum }),
    },
    chat.type === "group" && {
      text: "Turn into a supergroup",
      icon: "group",
      act: () => change(chat, "migrate", {}),
    },
    here && { text: "Remove the bot", icon: "bin", danger: true, act: () => bot("remove") },
  ];
}

/** Acts as the chosen person where that one is in the chat, else as its first member. */
const actor = (chat) =>
  isMember(chat, world.me) ? world.me : (chat.members?.find((id) => world.people.has(id)) ?? world.me);

function change(chat, what, body) {
  return trying(() => post(`/api/chats/${chat.id}/${what}`, { as: actor(chat), ...body }));
}

function everyone() {
  return [...world.people.values()].map((person) => [person.id, person.name, roleWords(person)]);
}

function askMembers(chat) {
  const before = (chat.members ?? []).filter((id) => world.people.has(id));
  ask({
    title: chatName(chat),
    fields: [{ name: "members", label: "Members", type: "ticks", options: everyone(), value: before }],
    done: ({ members }) =>
      post(`/api/chats/${chat.id}/members`, {
        as: actor(chat),
        add: members.filter((id) => !before.includes(id)),
        remove: before.filter((id) => !members.includes(id)),
      }),
  });
}

function askTopic(chat) {
  ask({
    title: "New topic",
    fields: [{ name: "name", label: "Name", required: true }],
    done: ({ name }) => post(`/api/chats/${chat.id}/topics`, { as: actor(chat), name }),
  });
}

/** Asks for a new chat; `show(chatId)` brings it into view. */
export function askForChat(show) {
  const me = someone(world.me);
  ask({
    title: "New chat",
    button: "Create",
    fields: [
      { name: "title", label: "Title", required: true, placeholder: "Nord Elektro – jobs" },
      {
        name: "type",
        label: "Kind",
        options: [
          ["group", "Group"],
          ["supergroup", "Supergroup"],
          ["forum", "Supergroup with topics"],
          ["channel", "Channel"],
        ],
      },
      { name: "members", label: "Members", type: "ticks", options: everyone(), value: [me.id] },
      {
        name: "with_bot",
        label: "Bot",
        options: [
          ["yes", `${world.bot.name} is in it`],
          ["no", "without the bot"],
        ],
      },
    ],
    done: async ({ title, type, members, with_bot: withBot }) => {
      const kind = type === "forum" ? "supergroup" : type;
      const chat = await post("/api/chats", {
        title,
        type: kind,
        members,
        is_forum: type === "forum",
        with_bot: withBot === "yes",
      });
      apply("chat", chat);
      show(chat.id);
    },
  });
}
