/** The sheet to write a mail on: a new one, or an answer that quotes the letter as the person's mail client would. */
import { post } from "./api.js";
import { Tray } from "./attach.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { bareAddress, myself, ownerOf } from "./roles.js";
import { toast } from "./toast.js";
import { apply, world } from "./world.js";

const CLIENTS = [
  ["outlook", "Outlook"],
  ["gmail", "Gmail"],
  ["apple", "Apple Mail"],
  ["plain", "Plain text"],
];
const OTHER = "other";

export class WritingSheet {
  /** `answers` is the mail to answer, if any; calls `sent(mail)` or `dropped()`. */
  constructor({ answers = null }, { sent, dropped }) {
    Object.assign(this, { answers, sent, dropped });
    this.tray = new Tray();
    this.from = this.fromField();
    this.address = el("input", {
      type: "email",
      placeholder: "somebody@example.no",
      "aria-label": "From address",
      hidden: this.from.value !== OTHER,
    });
    this.to = el("input", {
      type: "text",
      required: true,
      value: this.firstTo(),
      placeholder: "service@example.no",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.subject = el("input", { type: "text", value: this.firstSubject(), autocomplete: "off" });
    this.words = el("textarea", { "aria-label": "Mail text", placeholder: "Write your mail" });
    this.quote = el("input", { type: "checkbox", checked: true });
    this.client = el(
      "select",
      { "aria-label": "Mail program" },
      CLIENTS.map(([value, text]) => el("option", { value, text })),
    );
    this.error = el("p.sheet-error", { role: "alert" });
    this.submit = el("button.button.main", { type: "submit" });
    this.submit.append(icon("send"), "Send");
    this.node = this.build();
    this.tray.receive(this.node);
  }

  build() {
    const line = (label, ...fields) => el("label.writing-line", {}, el("span", { text: label }), ...fields);
    const close = this.button("close", "Discard", () => this.dropped());
    const attach = this.button("clip", "Attach files", () => this.tray.choose());
    const end = el(
      "div.writing-end",
      {},
      this.submit,
      attach,
      this.answers && el("label.tick", {}, this.quote, "Quote as in"),
      this.answers && this.client,
    );
    const form = el(
      "form.writing",
      { "aria-label": "Write a mail" },
      el("h3", {}, this.answers ? "Reply" : "New mail", close),
      line("From", el("div", {}, this.from, this.address)),
      line("To", this.to),
      line("Subject", this.subject),
      this.words,
      this.answers && this.quotePreview(),
      this.tray.node,
      this.tray.input,
      this.error,
      end,
    );
    this.from.addEventListener("change", () => {
      this.address.hidden = this.from.value !== OTHER;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    form.addEventListener(
      "keydown",
      (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.requestSubmit(),
    );
    return form;
  }

  button(drawing, label, press) {
    const node = el("button.icon-button", {
      type: "button",
      "aria-label": label,
      title: label,
      on: { click: press },
    });
    node.append(icon(drawing));
    return node;
  }

  begin() {
    this.words.focus();
  }

  /** The person who answers is the one the letter went to; else the chosen person, if they have an address. */
  fromField() {
    const able = [...world.people.values()].filter((person) => person.email);
    const addressed =
      this.answers && (this.answers.direction === "out" ? this.answers.to : [this.answers.from]);
    const person = addressed?.map(ownerOf).find(Boolean) ?? (myself()?.email ? myself() : able[0]);
    const options = able.map(({ id, name, email }) =>
      el("option", { value: id, selected: id === person?.id, text: `${name} <${email}>` }),
    );
    return el(
      "select",
      { "aria-label": "From" },
      options,
      el("option", { value: OTHER, selected: !person, text: "Another address…" }),
    );
  }

  firstTo() {
    if (this.answers) {
      const replyTo = this.answers.headers?.find(([name]) => name.toLowerCase() === "reply-to")?.[1];
      return this.answers.direction === "out"
        ? bareAddress(replyTo ?? this.answers.from)
        : (this.answers.to ?? []).join(", ");
    }
    return usualAddress();
  }

  firstSubject() {
    const subject = this.answers?.subject ?? "";
    return this.answers && !/^(re|sv|ответ)\s*:/i.test(subject) ? `Re: ${subject}` : subject;
  }

  quotePreview() {
    const words =
      this.answers.text ||
      new DOMParser().parseFromString(this.answers.html ?? "", "text/html").body.textContent;
    return el("div.writing-quote", { "aria-hidden": "true", text: words.trim().slice(0, 400) });
  }

  async send() {
    const files = [...this.tray.files];
    this.submit.disabled = true;
    this.error.textContent = "";
    try {
      const mail = await post("/api/mails", this.wish(), files);
      apply("mail", mail);
      toast(`SMTP: ${mail.accepted}`, { bad: !/^2/.test(mail.accepted ?? "2") });
      this.sent(mail);
    } catch (failure) {
      this.error.textContent = failure.message;
    } finally {
      this.submit.disabled = false;
    }
  }

  wish() {
    const sender =
      this.from.value === OTHER ? { from: this.address.value.trim() } : { as: Number(this.from.value) };
    const to = this.to.value
      .split(/[,;]/)
      .map((one) => one.trim())
      .filter(Boolean);
    const wish = { ...sender, to, subject: this.subject.value.trim(), text: this.words.value };
    if (!this.answers) return wish;
    return { ...wish, in_reply_to: this.answers.id, quote: this.quote.checked, client: this.client.value };
  }
}

/** The application's own address, as far as the mails so far tell: the one that letters most often go to. */
function usualAddress() {
  const counts = new Map();
  for (const { direction, to, from } of world.mails.values()) {
    const address = bareAddress(direction === "in" ? to?.[0] : from);
    if (address && !address.includes("+")) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? "";
}
