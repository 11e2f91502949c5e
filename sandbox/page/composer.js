/** Where one writes to a chat: words, attachments, answers, edits; or the reason why one can't write here. */
import { post } from "./api.js";
import { ask } from "./ask.js";
import { isImage, Tray } from "./attach.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { mediaWord } from "./media.js";
import { become } from "./me.js";
import { openMenu } from "./menu.js";
import { avatar, isMember, myself, someone } from "./roles.js";
import { suggestions } from "./suggest.js";
import { toast, trying } from "./toast.js";
import { apply, messagesOf, world } from "./world.js";

const TALLEST = 170;
const OFFERED = 3;

export class Composer {
  /** `thread()` is the forum topic that is open, or null; `sent()` is called after a message has gone. */
  constructor(chatId, { thread, sent }) {
    Object.assign(this, { chatId, thread, sent });
    this.about = null;
    this.tray = new Tray(() => this.drawState());
    this.node = el("div.composer");
    this.buildWriting();
    this.draw();
  }

  get chat() {
    return world.chats.get(this.chatId);
  }

  buildWriting() {
    this.field = el("textarea", { rows: 1, placeholder: "Message", "aria-label": "Message" });
    this.field.addEventListener("input", () => this.drawState());
    this.field.addEventListener("keydown", (event) => this.typed(event));
    this.sendButton = this.button("send", "Send", () => this.send());
    this.sendButton.classList.add("send");
    this.aboutLine = el("div.about", { hidden: true });
    this.asFiles = el("input", { type: "checkbox" });
    this.asFilesLine = el("label.tick", { hidden: true }, this.asFiles, "Send as files");
    this.suggest = suggestions(this.field, () => this.chat);
    const attach = this.button("clip", "Attach", (event) => this.openAttach(event.currentTarget));
    const row = el("div.composer-row", {}, attach, this.field, this.sendButton);
    this.writing = [this.suggest.node, this.aboutLine, this.tray.node, this.tray.input, row];
  }

  button(drawing, label, press) {
    const node = el("button.icon-button", { type: "button", "aria-label": label, on: { click: press } });
    node.append(icon(drawing));
    return node;
  }

  /** Draws the composer for whoever is chosen now. */
  draw() {
    const { chat } = this;
    const state = stateOf(chat);
    const mark = `${state}:${world.me}:${world.edition}`;
    if (mark === this.mark) return;
    this.mark = mark;
    const look = {
      write: () => this.writing,
      start: () => [this.startButton()],
      watch: () => [watching(chat)],
    }[state];
    this.node.replaceChildren(...look());
    this.field.placeholder = `Write as ${myself()?.name ?? "…"}`;
    this.drawState();
  }

  startButton() {
    const press = () => trying(() => post(`/api/people/${world.me}/start`, {}));
    return el("button.big-start", { type: "button", text: "START", on: { click: press } });
  }

  drawState() {
    this.field.style.height = "0";
    this.field.style.height = `${Math.min(TALLEST, Math.max(36, this.field.scrollHeight))}px`;
    const pictures = this.tray.files.length > 0 && this.tray.files.every(isImage);
    if (pictures) this.tray.node.append(this.asFilesLine);
    this.asFilesLine.hidden = !pictures;
    this.sendButton.disabled = !this.field.value.trim() && !this.tray.files.length;
    this.suggest.draw();
  }

  /** Answers, or edits, a message: {message, kind: "reply" | "edit"}; null for neither. */
  aim(about) {
    if (about?.kind === "edit") this.field.value = about.message.text;
    else if (this.about?.kind === "edit") this.field.value = "";
    this.about = about;
    this.aboutLine.hidden = !about;
    this.aboutLine.replaceChildren(...(about ? this.aboutParts(about) : []));
    this.drawState();
    this.field.focus({ preventScroll: true });
  }

  aboutParts({ message, kind }) {
    const title =
      kind === "edit" ? "Edit message" : `Reply to ${someone(message.from?.id, message.from?.name).name}`;
    const words = message.text || (message.media ? mediaWord(message.media) : "");
    const drop = this.button("close", "Not after all", () => this.aim(null));
    return [
      icon(kind === "edit" ? "pencil" : "reply"),
      el("div", {}, el("b", { text: title }), el("span", { text: words.slice(0, 140) })),
      drop,
    ];
  }

  typed(event) {
    if (this.suggest.typed(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.about) {
      this.aim(null);
    } else if (event.key === "ArrowUp" && !this.field.value && !this.about) {
      const mine = messagesOf(this.chatId).findLast(
        (message) => message.from?.id === world.me && message.text,
      );
      if (mine) this.aim({ message: mine, kind: "edit" });
    }
  }

  async send() {
    const text = this.field.value.trim();
    if (!text && !this.tray.files.length) return;
    const { about } = this;
    const files = about?.kind === "edit" ? [] : this.tray.take();
    this.field.value = "";
    if (about) this.aim(null);
    this.drawState();
    try {
      if (about?.kind === "edit") await this.say(`/messages/${about.message.message_id}/edit`, { text });
      else
        await this.say(
          "/messages",
          { text, reply_to: about?.message.message_id, thread_id: this.thread(), ...this.kindOf(files) },
          files,
        );
      this.sent();
    } catch (error) {
      toast(error.message, { bad: true });
      this.field.value ||= text;
      this.tray.add(files);
    }
  }

  kindOf(files) {
    if (!files.length) return {};
    const pictures = files.every(isImage) && !this.asFiles.checked;
    const kind = pictures
      ? "photo"
      : files.every((file) => file.type.startsWith("video/"))
        ? "video"
        : "document";
    return files.length > 1 ? { kind, album: true } : { kind };
  }

  async say(path, body, files = []) {
    const given = Object.entries({ as: world.me, ...body }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    const answer = await post(`/api/chats/${this.chatId}${path}`, Object.fromEntries(given), files);
    for (const message of answer?.messages ?? []) apply("message", message);
  }

  openAttach(anchor) {
    openMenu(
      anchor,
      [
        { text: "Photo or file", icon: "picture", act: () => this.tray.choose() },
        { text: "Location", icon: "pin", act: () => this.askPlace() },
        { text: "My contact", icon: "person", act: () => this.askContact() },
      ],
      { label: "Attach" },
    );
  }

  askPlace() {
    const number = { type: "number", required: true };
    ask({
      title: "Send a location",
      button: "Send",
      fields: [
        { name: "latitude", label: "Latitude", value: "59.91387", ...number },
        { name: "longitude", label: "Longitude", value: "10.75225", ...number },
      ],
      done: ({ latitude, longitude }) =>
        this.say("/messages", {
          location: { latitude: Number(latitude), longitude: Number(longitude) },
          thread_id: this.thread(),
        }),
    });
  }

  askContact() {
    ask({
      title: "Send your contact",
      button: "Send",
      fields: [
        { name: "first_name", label: "Name", value: myself()?.name ?? "", required: true },
        { name: "phone_number", label: "Phone", type: "tel", value: "+47 900 00 000", required: true },
      ],
      done: (contact) => this.say("/messages", { contact, thread_id: this.thread() }),
    });
  }
}

function stateOf(chat) {
  if (!isMember(chat, world.me)) return "watch";
  const begun = chat.type !== "private" || messagesOf(chat.id).length > 0;
  return begun ? "write" : "start";
}

/** Instead of the field, when the chosen person isn't in the chat: whom one could be to write here. */
function watching(chat) {
  const able = (chat.person_id ? [chat.person_id] : (chat.members ?? [])).filter((id) =>
    world.people.has(id),
  );
  const offers = able.slice(0, OFFERED).map((id) => {
    const person = someone(id);
    return el(
      "button",
      { type: "button", "aria-label": `Be ${person.name}`, on: { click: () => become(id) } },
      avatar(person),
      person.name.split(" ")[0],
    );
  });
  const words = able.length ? "Write here as" : "Nobody here can write.";
  return el("div.watching", {}, el("span", { text: words }), offers);
}
