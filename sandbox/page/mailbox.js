/** The mailbox: its head, the list of letters, and what stands beside it: a letter or the sheet to write on. */
import { el, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { letter } from "./letter.js";
import { avatar, bareAddress, mailName, myself, ownerOf, someone } from "./roles.js";
import { isUnread, sawMail } from "./seen.js";
import { moment, exactly, shortly } from "./when.js";
import { WritingSheet } from "./writing.js";
import { subscribe, world } from "./world.js";

const PAGE = 100;
const GLANCE = 140;
const node = document.getElementById("mail");
const state = { mine: false, openId: null, chosen: false, writing: null, shown: PAGE, showChat: null };
const parts = {};

export function showMailbox(showChat) {
  state.showChat = showChat;
  parts.count = el("span.badge", { hidden: true });
  parts.filter = el("div.switch", { role: "group", "aria-label": "Whose mail" });
  parts.list = el("div.mail-list", { role: "list", "aria-label": "Letters" });
  parts.side = el("div.letter", { role: "region", "aria-label": "Letter" });
  parts.body = el("div.mail-body", {}, parts.list, parts.side);
  const wide = headButton("wide", "Wider mailbox", () => {
    const now = document.body.dataset.mail !== "wide";
    document.body.dataset.mail = now ? "wide" : "";
    wide.setAttribute("aria-pressed", String(now));
  });
  wide.classList.add("mail-wide");
  const write = headButton("write", "New mail", () => writeMail({}));
  node.append(
    el("header.mail-head", {}, el("h2", {}, "Mail", parts.count), parts.filter, wide, write),
    parts.body,
  );
  subscribe((changes) => (changes.has("mails") || changes.has("people")) && draw());
  draw();
}

function headButton(drawing, label, press) {
  const button = el("button.icon-button", {
    type: "button",
    "aria-label": label,
    title: label,
    on: { click: press },
  });
  button.append(icon(drawing));
  return button;
}

function shownMails() {
  const me = myself();
  const all = [...world.mails.values()].sort(
    (one, other) => moment(other.date) - moment(one.date) || order(other) - order(one),
  );
  if (!state.mine || !me) return all;
  return all.filter(
    (mail) => partyOf(mail)?.id === me.id || bareAddress(mail.from) === me.email?.toLowerCase(),
  );
}

const order = (mail) => mail.seq ?? 0;

/** The known person on the other side from the application, or null. */
function partyOf(mail) {
  return mail.direction === "in" ? ownerOf(mail.from) : ((mail.to ?? []).map(ownerOf).find(Boolean) ?? null);
}

/** A reading pane of its own need not stay empty: it shows the newest letter until somebody chooses. */
function openFirst(mails) {
  if (state.chosen || !mails.length || !matchMedia("(min-width: 1180px)").matches) return;
  state.chosen = true;
  state.openId = mails[0].id;
  sawMail(state.openId);
}

function draw() {
  const mails = shownMails();
  openFirst(mails);
  const unread = [...world.mails.values()].filter(isUnread).length;
  parts.count.hidden = !unread;
  parts.count.textContent = unread;
  drawFilter();
  const rows = mails
    .slice(0, state.shown)
    .map((mail) => ({ key: mail.id, sign: signOf(mail), build: () => row(mail) }));
  if (mails.length > state.shown) rows.push({ key: "more", sign: "", build: moreRow });
  if (!mails.length) rows.push({ key: "empty", sign: String(state.mine), build: nothing });
  reconcile(parts.list, rows);
  drawSide();
}

const signOf = (mail) =>
  [
    mail.id,
    mail.date,
    mail.subject,
    mail.accepted,
    isUnread(mail),
    mail.id === state.openId,
    world.edition,
  ].join("|");

function drawFilter() {
  const me = myself();
  const choice = (mine, text) =>
    el("button", {
      type: "button",
      "aria-pressed": String(state.mine === mine),
      text,
      on: {
        click: () => {
          state.mine = mine;
          state.shown = PAGE;
          draw();
        },
      },
    });
  reconcile(parts.filter, [
    { key: "all", sign: String(state.mine), build: () => choice(false, "Everyone") },
    {
      key: "mine",
      sign: `${state.mine}${me?.name}`,
      build: () => choice(true, me ? `${me.name.split(" ")[0]}` : "Mine"),
    },
  ]);
}

function row(mail) {
  const incoming = mail.direction === "in";
  const other = incoming ? mail.from : mail.to?.[0];
  const person = ownerOf(other);
  const name = mailName(other) || "Nobody";
  const face = avatar(person ? someone(person.id) : { name, color: "#8796a5" });
  const who = el("span.mail-who", { title: incoming ? `From ${other}` : `To ${other}` });
  who.append(
    icon(incoming ? "out" : "into"),
    el("span", { text: incoming ? name : `${mailName(mail.from)} → ${name}` }),
  );
  const subject = el(
    "span.mail-subject",
    {},
    el("span", { text: mail.subject || "(no subject)" }),
    mail.attachments?.length ? icon("clip") : null,
  );
  const when = el("time", { text: shortly(mail.date), title: exactly(mail.date) });
  const button = el(
    "button.mail-row",
    {
      type: "button",
      data: { mailId: mail.id, direction: mail.direction },
      "aria-current": mail.id === state.openId ? "true" : null,
      on: { click: () => openMail(mail.id) },
    },
    face,
    who,
    when,
    subject,
    el("span.mail-glance", { text: glance(mail) }),
  );
  button.classList.toggle("unread", isUnread(mail));
  return el("div", { role: "listitem", css: { display: "contents" } }, button);
}

/** The first own words of a letter, without the quoted lines. */
function glance(mail) {
  const text = mail.text || new DOMParser().parseFromString(mail.html ?? "", "text/html").body.textContent;
  return text
    .split("\n")
    .filter((line) => !line.startsWith(">"))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, GLANCE);
}

function moreRow() {
  const more = () => {
    state.shown += PAGE;
    draw();
  };
  return el("button.mail-more", { type: "button", text: "Show older mail", on: { click: more } });
}

function nothing() {
  const words = state.mine
    ? `${myself()?.name ?? "This person"} has no mail.`
    : "What the application sends, and what people write to it, appears here.";
  return el("div.empty", {}, icon("mail"), el("strong", { text: "No mail yet" }), words);
}

function drawSide() {
  node.dataset.open = String(Boolean(state.openId || state.writing));
  if (state.writing) {
    if (parts.side !== state.writing.node) swapSide(state.writing.node);
    return;
  }
  const mail = world.mails.get(state.openId);
  const sign = mail ? `${mail.id}|${mail.accepted}|${world.edition}|${world.mails.size}` : "none";
  if (parts.sideSign === sign) return;
  swapSide(
    mail
      ? letter(mail, { reply: replyTo, open: openMail, close: closeMail, showChat: state.showChat })
      : unopened(),
  );
  parts.sideSign = sign;
}

function swapSide(next) {
  parts.side.replaceWith(next);
  parts.side = next;
  parts.sideSign = null;
}

const unopened = () =>
  el(
    "div.letter",
    {},
    el(
      "div.empty",
      {},
      icon("mail"),
      el("strong", { text: "No letter is open" }),
      "Choose one from the list, or write a new one.",
    ),
  );

function openMail(mailId) {
  state.chosen = true;
  state.openId = mailId;
  state.writing = null;
  sawMail(mailId);
  draw();
}

function closeMail() {
  state.chosen = true;
  state.openId = null;
  state.writing = null;
  draw();
}

function replyTo(mail) {
  writeMail({ answers: mail });
}

function writeMail(wish) {
  state.chosen = true;
  state.writing = new WritingSheet(wish, {
    sent: (mail) => openMail(mail.id),
    dropped: () => (wish.answers ? openMail(wish.answers.id) : closeMail()),
  });
  drawSide();
  state.writing.begin();
}
