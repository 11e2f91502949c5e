/** One chat as a column: its head, topics, messages and composer. */
import { chatMenu, messageMenu, react } from "./actions.js";
import { Composer } from "./composer.js";
import { el, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { draw as drawMessage, signOf } from "./message.js";
import { chatAvatar, chatName, isMember, someone } from "./roles.js";
import { ScrollWindow } from "./scroll.js";
import { saw, unseen } from "./seen.js";
import { layOut } from "./timeline.js";
import { isTyping, message as find, messagesOf, world } from "./world.js";

const ALL = "all";
const GENERAL = "general";
const FLASH = 1600;

export class ChatColumn {
  constructor(chatId, { hide }) {
    this.chatId = chatId;
    this.topic = ALL;
    this.head = el("header.chat-head");
    this.topics = el("div.topics", { role: "tablist", "aria-label": "Topics", hidden: true });
    this.log = el("div.log");
    this.scroller = el("div.scroller", { role: "log", tabindex: 0, "aria-live": "polite" }, this.log);
    this.endButton = el("button.to-end", {
      type: "button",
      "aria-label": "To the newest message",
      hidden: true,
      on: { click: () => this.window.toEnd() },
    });
    this.composer = new Composer(chatId, { thread: () => this.thread, sent: () => this.window.toEnd() });
    const wall = el("div.wall", {}, this.scroller, this.endButton);
    this.node = el("section.chat", { data: { chatId } }, this.head, this.topics, wall, this.composer.node);
    this.window = new ScrollWindow(this.scroller, this.log, {
      redraw: () => this.drawLog(),
      moved: () => this.drawEnd(),
    });
    this.composer.tray.receive(this.node);
    this.hide = hide;
    this.listen();
  }

  get chat() {
    return world.chats.get(this.chatId);
  }

  /** The topic to write to: null outside forums and in the general topic. */
  get thread() {
    return typeof this.topic === "number" ? this.topic : null;
  }

  listen() {
    this.scroller.addEventListener("keydown", (event) => this.walk(event));
    this.scroller.addEventListener("contextmenu", (event) => {
      const message = this.messageAt(event.target);
      if (!message || event.target.closest("a, img")) return;
      event.preventDefault();
      this.menu(message, { x: event.clientX, y: event.clientY });
    });
    this.scroller.addEventListener("dblclick", (event) => {
      const message = this.messageAt(event.target);
      if (message && !event.target.closest("button, a")) this.reply(message);
    });
    this.scroller.addEventListener("click", (event) => {
      if (matchMedia("(hover: none)").matches) this.tapped(event);
      const command = event.target.closest(".command");
      if (!command || !isMember(this.chat, world.me)) return;
      this.composer.field.value = command.textContent;
      this.composer.drawState();
      this.composer.field.focus();
    });
  }

  /** Fingers have no right button and do not hover: a tap on the bubble itself opens its menu. */
  tapped({ target }) {
    const message =
      target.closest(".bubble") &&
      !target.closest("button, a, .spoiler, blockquote.long") &&
      this.messageAt(target);
    if (message) this.menu(message, target.closest(".bubble"));
  }

  messageAt(target) {
    const id = target.closest("[data-message-id]")?.dataset.messageId;
    return id ? find(this.chatId, Number(id)) : null;
  }

  /** Draws what may have changed; cheap when nothing did. */
  draw() {
    this.drawHead();
    this.drawTopics();
    this.drawLog();
    this.composer.draw();
  }

  drawHead() {
    const { chat } = this;
    const typing = isTyping(chat.id);
    reconcile(this.head, [
      {
        key: "head",
        sign: JSON.stringify([chatName(chat), underline(chat), typing, world.edition]),
        build: () => this.buildHead(chat, typing),
      },
    ]);
    this.scroller.setAttribute("aria-label", `Messages in ${chatName(chat)}`);
    this.node.setAttribute("aria-label", chatName(chat));
  }

  buildHead(chat, typing) {
    const words = el(
      "div.chat-words",
      {},
      el("h3", { text: chatName(chat) }),
      el("p", { text: typing ? `${world.bot.name} is typing…` : underline(chat) }),
    );
    words.lastElementChild.classList.toggle("lit", typing);
    const more = el("button.icon-button", { type: "button", "aria-label": `Menu of ${chatName(chat)}` });
    more.append(icon("more"));
    more.addEventListener("click", () => chatMenu(this.chat, more, this.hide));
    const line = el("div", { css: { display: "contents" } }, chatAvatar(chat), words, more);
    return line;
  }

  drawTopics() {
    const { chat } = this;
    this.topics.hidden = !chat.is_forum;
    if (!chat.is_forum) return;
    const tabs = [{ id: ALL, name: "All" }, { id: GENERAL, name: "General" }, ...(chat.topics ?? [])];
    reconcile(
      this.topics,
      tabs.map((tab) => ({
        key: tab.id,
        sign: JSON.stringify([tab, tab.id === this.topic]),
        build: () => this.buildTopic(tab),
      })),
    );
  }

  buildTopic({ id, name, closed }) {
    const press = () => {
      this.topic = id;
      this.drawTopics();
      this.window.toEnd();
    };
    return el(`button.topic${closed ? ".closed" : ""}`, {
      type: "button",
      role: "tab",
      "aria-selected": String(id === this.topic),
      text: name,
      on: { click: press },
    });
  }

  shownMessages() {
    const messages = messagesOf(this.chatId);
    if (!this.chat.is_forum || this.topic === ALL) return messages;
    return messages.filter((message) => (message.thread_id ?? GENERAL) === this.topic);
  }

  drawLog() {
    const messages = this.window.cut(this.shownMessages());
    const view = this.view();
    const items = messages.length
      ? layOut(messages).map((day) => ({ key: day.key, sign: day.name, build: () => daySection(day) }))
      : [{ key: "empty", sign: "", build: emptyChat }];
    this.window.steady(() => {
      const days = reconcile(this.log, items);
      if (!messages.length) return;
      layOut(messages).forEach((day, at) =>
        reconcile(
          days[at].lastElementChild,
          day.entries.map((entry) => ({
            key: entry.key,
            sign: signOf(entry, view),
            build: () => drawMessage(entry, view),
          })),
        ),
      );
    });
    this.drawEnd();
  }

  view() {
    const { chat } = this;
    const viewer = isMember(chat, world.me) ? world.me : (chat.person_id ?? null);
    const names = new Map((chat.topics ?? []).map(({ id, name }) => [id, name]));
    const topicMark = ({ first, messages: [message] }) =>
      chat.is_forum && this.topic === ALL && first ? (names.get(message.thread_id) ?? "") : "";
    return {
      chat,
      viewer,
      edition: world.edition,
      topicMark,
      act: {
        jump: (id) => this.jump(id),
        reply: (message) => this.reply(message),
        menu: (message, anchor) => this.menu(message, anchor),
        react: (id, emoji) => react(chat, id, emoji),
      },
    };
  }

  drawEnd() {
    if (this.window.atEnd && !document.hidden && (this.node.checkVisibility?.() ?? this.node.isConnected))
      saw(this.chatId);
    const waiting = unseen(this.chatId);
    this.endButton.hidden = this.window.atEnd;
    this.endButton.replaceChildren(icon("down"));
    if (waiting) this.endButton.append(el("span.badge", { text: waiting }));
  }

  reply(message) {
    if (isMember(this.chat, world.me)) this.composer.aim({ message, kind: "reply" });
    else this.menu(message, this.node);
  }

  menu(message, anchor) {
    messageMenu(this.chat, message, anchor, {
      aim: (about) => this.composer.aim(about),
      react: (id, emoji) => react(this.chat, id, emoji),
    });
  }

  /** Scrolls to a message and lights it up; the part of the chat around it is fetched into the page. */
  jump(id) {
    const there = () => this.log.querySelector(`[data-message-id="${id}"]`);
    if (!find(this.chatId, id) || find(this.chatId, id).deleted) return;
    if (!there()) this.window.around(id);
    const node = there()?.closest(".message") ?? there();
    if (!node) return;
    const tall = node.offsetHeight > this.scroller.clientHeight - 80;
    node.scrollIntoView({ block: tall ? "start" : "center", behavior: "smooth" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), FLASH);
  }

  /** Arrow keys walk from message to message; Enter opens the menu of the one in focus. */
  walk(event) {
    const current = event.target.closest(".message");
    if (event.target !== this.scroller && event.target !== current) return;
    const all = [...this.log.querySelectorAll(".message")];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      const next = current ? all[all.indexOf(current) + step] : all.at(-1);
      next?.focus();
    } else if (current && (event.key === "Enter" || event.key === "ContextMenu")) {
      this.menu(this.messageAt(current), current.querySelector(".bubble"));
    } else return;
    event.preventDefault();
  }

  /** The column has come into the page, for the first time or again. */
  appear() {
    this.draw();
    this.window.toEnd();
  }
}

function daySection(day) {
  return el("section.day", {}, el("h4", { text: day.name }), el("div"));
}

const emptyChat = () => el("p.quiet", { text: "No messages here yet" });

/** The line below a chat's title: who is in it, and where the bot stands. */
function underline(chat) {
  const bot = { left: "the bot is not here", kicked: "the bot was removed", blocked: "has blocked the bot" }[
    chat.bot_status
  ];
  if (chat.type === "private") return bot ?? `private chat with @${world.bot.username}`;
  const people = (chat.members ?? []).filter((id) => id !== world.bot.id);
  const names = people.slice(0, 3).map((id) => someone(id).name.split(" ")[0]);
  if (people.length > 3) names.push(`${people.length - 3} more`);
  return [
    chat.description,
    names.join(", "),
    bot ?? (chat.bot_status === "administrator" ? "bot is admin" : ""),
  ]
    .filter(Boolean)
    .join(" · ");
}
