/** One bubble: its sender, the words it answers, what it carries, its words, its stamp, reactions and buttons. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { keyboard } from "./keys.js";
import { attachment, isPicture, mediaWord, naturalWidth, pictures } from "./media.js";
import { avatar, plainColour, someone } from "./roles.js";
import { messageMarkup, safeFile } from "./safe.js";
import { exactly, timeOf } from "./when.js";
import { message as find, readUpTo } from "./world.js";

/** What a bubble looks like depends on these; the same text means the same look. */
export function signOf(entry, view) {
  const answered = entry.messages[0].reply_to ? find(view.chat.id, entry.messages[0].reply_to) : null;
  const stamps = entry.messages.map((message) => message.seq ?? message.edit_date ?? 0);
  return [
    view.edition,
    stamps,
    answered?.seq,
    entry.first,
    entry.last,
    isOut(entry, view),
    isRead(entry, view),
    view.topicMark(entry),
  ].join("|");
}

const isOut = ({ messages: [{ from }] }, { viewer }) => viewer !== null && from?.id === viewer;

const isRead = ({ messages }, { chat }) => messages.at(-1).message_id <= readUpTo(chat.id);

/** A service line or a bubble. `view` is {chat, viewer, edition, topicMark(entry), act}: who looks, and what can be done. */
export function draw(entry, view) {
  const [message] = entry.messages;
  if (entry.service) return el("div.service", { data: marks(message), text: message.service });
  const out = isOut(entry, view);
  const sender = someone(message.from?.id, message.from?.name);
  if (message.from?.name && !sender.isBot) sender.name = message.from.name;
  const node = el(`div.message.${out ? "out" : "in"}`, {
    role: "article",
    tabindex: -1,
    data: marks(message),
    "aria-label": `${sender.name}, ${timeOf(message.date)}`,
    css: { "--hue": plainColour(sender.color) },
  });
  node.classList.toggle("first", entry.first);
  node.classList.toggle("last", entry.last);
  const keyed = entry.messages.find(({ buttons }) => buttons?.length);
  const bubble = drawBubble(entry, view, sender, out);
  bubble.classList.toggle("keyed", Boolean(keyed));
  bubble.append(moreButton(message, view));
  if (view.chat.type !== "private") {
    node.classList.toggle("faced", !out);
    if (!out && entry.last) bubble.append(avatar(sender));
  }
  node.append(el("div.body", {}, bubble, keyed && keyboard(view.chat, keyed)));
  return node;
}

const marks = ({ chat_id: chatId, message_id: messageId, from }) => ({
  messageId,
  chatId,
  fromId: from?.id ?? "",
});

function drawBubble(entry, view, sender, out) {
  const { messages } = entry;
  const bubble = el("div.bubble");
  if (view.chat.type !== "private" && !out && entry.first) bubble.append(senderLine(sender, view));
  const topic = view.topicMark(entry);
  if (topic) bubble.append(el("span.topic-mark", { text: topic }));
  if (messages[0].forwarded) bubble.append(el("div.sender", {}, el("small", { text: "Forwarded message" })));
  if (messages[0].reply_to) bubble.append(snippet(messages[0].reply_to, view));

  const worded = messages.find((message) => message.text) ?? messages[0];
  const stamp = drawStamp(messages.at(-1), worded, out, isRead(entry, view));
  const bare = carry(bubble, messages);
  if (worded.text || worded.html) {
    const words = el("div.words", {}, messageMarkup(worded.html || worded.text));
    if (!worded.html) words.textContent = worded.text;
    words.append(stamp);
    bubble.append(words);
  } else {
    stamp.classList.add(bare ? "over" : "alone");
    (bare ? bubble.querySelector(".pictures") : bubble).append(stamp);
  }
  const feelings = reactions(messages[0], view);
  if (feelings) bubble.append(feelings);
  return bubble;
}

/** Appends what the messages carry; true when that is pictures alone, over which the stamp may lie. */
function carry(bubble, messages) {
  const shown = messages.filter(isPicture);
  if (shown.length) showPictures(bubble, shown);
  const others = messages.filter((message) => message.media && !isPicture(message));
  for (const { media } of others) bubble.append(attachment(media));
  return shown.length > 0 && others.length === 0;
}

function showPictures(bubble, shown) {
  bubble.append(pictures(shown));
  bubble.classList.add("pictured");
  if (shown.length > 1) return;
  bubble.classList.add("single");
  bubble.style.setProperty("--natural", `${naturalWidth(shown[0].media)}px`);
}

function senderLine(sender, { chat }) {
  const role = sender.isBot ? "bot" : (chat.admins ?? []).includes(sender.id) ? "admin" : "";
  return el("div.sender", {}, el("span", { text: sender.name }), role && el("small", { text: role }));
}

function snippet(id, view) {
  const original = find(view.chat.id, id);
  const gone = !original || original.deleted;
  const sender = someone(original?.from?.id ?? 0, original?.from?.name ?? "Message");
  const words = gone
    ? "Deleted message"
    : original.text || (original.media ? mediaWord(original.media) : (original.service ?? ""));
  const url = original?.media?.kind === "photo" ? safeFile(original.media.url) : null;
  const lines = el(
    "span",
    {},
    el("b", { text: gone ? "Reply" : sender.name }),
    el("i", { text: words.slice(0, 160) }),
  );
  const button = el(
    "button.snippet",
    {
      type: "button",
      css: { "--hue": plainColour(sender.color) },
      "aria-label": `In reply to ${sender.name}: ${words.slice(0, 60)}`,
    },
    url && el("img", { src: url, alt: "" }),
    lines,
  );
  button.addEventListener("click", () => view.act.jump(id));
  return button;
}

function drawStamp(message, worded, out, read) {
  const edited = worded.edit_date ? "edited " : "";
  const stamp = el("span.stamp", { title: exactly(message.date) }, `${edited}${timeOf(message.date)}`);
  if (out) {
    const tick = icon(read ? "checks" : "check");
    tick.setAttribute("data-read", String(read));
    stamp.append(tick);
  }
  return stamp;
}

function reactions({ reactions: given, message_id: id }, { chat, viewer, act }) {
  if (!given?.length) return null;
  const byEmoji = Map.groupBy ? Map.groupBy(given, ({ emoji }) => emoji) : grouped(given);
  return el(
    "div.reactions",
    {},
    [...byEmoji].map(([emoji, ones]) => {
      const mine = ones.some((one) => one.person_id === viewer);
      const names = ones.map((one) => someone(one.person_id).name).join(", ");
      const press = () => act.react(id, mine ? null : emoji);
      return el(
        "button.reaction",
        {
          type: "button",
          "aria-pressed": String(mine),
          title: names,
          "aria-label": `${emoji} ${ones.length}, ${names}`,
          data: { chatId: chat.id },
          on: { click: press },
        },
        el("span", { text: emoji }),
        String(ones.length),
      );
    }),
  );
}

function grouped(given) {
  const groups = new Map();
  for (const one of given) groups.set(one.emoji, [...(groups.get(one.emoji) ?? []), one]);
  return groups;
}

/** The quick button beside a bubble; the keyboard reaches the same by Enter on the message. */
function moreButton(message, { act }) {
  const node = el("button.more", { type: "button", tabindex: -1, "aria-label": "More" });
  node.append(icon("more"));
  node.addEventListener("click", () => act.menu(message, node));
  return node;
}
