/** One letter opened: who, when, what the mail server said, the page itself, what is enclosed, and its thread. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { paper } from "./paper.js";
import { avatar, bareAddress, mailName, ownerOf, someone } from "./roles.js";
import { linked, safeFile } from "./safe.js";
import { exactly, moment, shortly, weight } from "./when.js";
import { view } from "./viewer.js";
import { world } from "./world.js";

const PICTURES = /^image\/(jpeg|png|gif|webp|avif)$/;

/** The element for a mail; `act` is {reply(mail), open(mailId), close(), showChat(chatId)}. */
export function letter(mail, act) {
  const page = el("div.letter-page");
  const both = mail.html && mail.text;
  const show = (plain) => {
    page.classList.toggle("paper", !plain);
    page.replaceChildren(plain ? plainText(mail.text) : paper(mail, act.showChat));
  };
  const tools = el(
    "div.letter-tools",
    {},
    replyButton(mail, act),
    mail.accepted && smtpAnswer(mail.accepted),
    both && lookSwitch(show),
  );
  show(!mail.html);
  return el(
    "article.letter",
    { "aria-label": mail.subject || "Letter", data: { openMail: mail.id } },
    head(mail, act),
    tools,
    enclosures(mail),
    page,
    thread(mail, act),
  );
}

function head(mail, act) {
  const back = el("button.icon-button.letter-back", {
    type: "button",
    "aria-label": "Back to the list",
    on: { click: act.close },
  });
  back.append(icon("back"));
  const sender = ownerOf(mail.from);
  const name = mailName(mail.from);
  const address = bareAddress(mail.from);
  const from = el(
    "b",
    { title: mail.from },
    name,
    name.toLowerCase() === address ? "" : el("small", { text: `  ${address}` }),
  );
  const others = [...(mail.to ?? []), ...(mail.cc ?? [])].map(mailName).join(", ");
  const face = avatar(
    sender ? someone(sender.id) : { name, color: mail.direction === "out" ? "#2b8fd9" : "#8796a5" },
  );
  const line = el(
    "div.letter-from",
    {},
    face,
    from,
    el("time", { text: shortly(mail.date), title: exactly(mail.date) }),
    el("span.letter-to", { text: `to ${others || "nobody"}`, title: (mail.to ?? []).join(", ") }),
  );
  return el("header.letter-head", {}, back, el("h3", { text: mail.subject || "(no subject)" }), line);
}

function replyButton(mail, act) {
  const button = el("button.button", { type: "button", on: { click: () => act.reply(mail) } });
  button.append(
    icon(mail.direction === "in" ? "forward" : "reply"),
    mail.direction === "in" ? "Follow up" : "Reply",
  );
  return button;
}

/** What the application's mail server answered, as "SMTP: 250 ...". */
function smtpAnswer(answer) {
  const good = /^2/.test(answer);
  const pill = el(`span.smtp${good ? "" : ".bad"}`, { title: "The answer of the application's mail server" });
  pill.append(icon(good ? "check" : "alert"), `SMTP: ${answer}`);
  return pill;
}

function lookSwitch(show) {
  const press = (event) => {
    for (const one of box.children) one.setAttribute("aria-pressed", String(one === event.currentTarget));
    show(event.currentTarget === box.lastElementChild);
  };
  const box = el(
    "div.switch",
    { role: "group", "aria-label": "How to show the letter" },
    el("button", { type: "button", "aria-pressed": "true", text: "HTML", on: { click: press } }),
    el("button", { type: "button", "aria-pressed": "false", text: "Plain text", on: { click: press } }),
  );
  return box;
}

/** The words, with a quoted tail folded away as mail clients do. */
function plainText(text) {
  const lines = (text ?? "").replace(/\r/g, "").split("\n");
  const at = quoteStart(lines);
  const own = el("div.plain", {}, linked(lines.slice(0, at).join("\n").trimEnd()));
  if (at < lines.length) {
    const summary = el("summary", { text: "•••", "aria-label": "Show the quoted mail" });
    own.append(el("details", {}, summary, el("span.quoted", {}, linked(lines.slice(at).join("\n")))));
  }
  return own;
}

/** Where the last run of ">" lines starts, if the letter ends with it; else the number of lines. */
function quoteStart(lines) {
  let at = lines.length;
  while (at > 0 && (lines[at - 1].startsWith(">") || !lines[at - 1].trim())) at -= 1;
  const quoted = lines.slice(at).some((line) => line.startsWith(">"));
  if (!quoted) return lines.length;
  return at > 1 && lines[at - 1].trim().endsWith(":") ? at - 1 : at;
}

function enclosures(mail) {
  const all = mail.attachments ?? [];
  if (!all.length) return null;
  const pictures = all
    .filter(({ content_type: type, url }) => PICTURES.test(type) && safeFile(url))
    .map(({ name, url }) => ({ name, url: safeFile(url) }));
  return el(
    "div.enclosed",
    { role: "list", "aria-label": "Attachments" },
    all.map((one) => enclosure(one, pictures)),
  );
}

function enclosure({ name, content_type: type, size, url }, pictures) {
  const href = safeFile(url);
  const words = el("span", {}, name || "file", el("small", { text: weight(size) }));
  const at = pictures.findIndex((picture) => picture.url === href && PICTURES.test(type));
  if (at >= 0) {
    const image = el("img", { src: href, alt: "", loading: "lazy" });
    return el(
      "button.enclosure",
      { type: "button", "aria-label": `Open ${name}`, on: { click: () => view(pictures, at) } },
      image,
      words,
    );
  }
  const mark = el("i", {});
  mark.append(icon("file"));
  return el("a.enclosure", { href, download: name || "", target: "_blank" }, mark, words);
}

/** The other letters of the same conversation, oldest first. */
function thread(mail, act) {
  const ids = new Set([mail.message_id, mail.in_reply_to, ...(mail.references ?? [])].filter(Boolean));
  const family = [...world.mails.values()].filter(
    (other) =>
      other.id !== mail.id &&
      [other.message_id, other.in_reply_to, ...(other.references ?? [])].some((id) => ids.has(id)),
  );
  if (!family.length) return null;
  family.sort((one, other) => moment(one.date) - moment(other.date));
  return el(
    "section.thread",
    {},
    el("h4", { text: "In the same thread" }),
    family.map((other) =>
      el(
        "button",
        { type: "button", on: { click: () => act.open(other.id) } },
        el("b", { text: mailName(other.from) }),
        el("span", { text: other.subject || "(no subject)" }),
        el("time", { text: shortly(other.date) }),
      ),
    ),
  );
}
