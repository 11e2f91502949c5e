/**
 * What may come from outside as markup or as an address. The server promises that a message's `html` is safe; the
 * page does not rely on it and copies only what Telegram's messages can contain.
 */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { place } from "./place.js";

const PLAIN_TAGS = new Set([
  ..."B STRONG I EM U INS S STRIKE DEL CODE PRE BR SUB SUP MARK".split(" "),
  ..."P H1 H2 H3 H4 H5 H6 UL OL LI HR TABLE THEAD TBODY TR TH TD DETAILS SUMMARY FOOTER".split(" "),
]);
const OWN_LINE = new Set(["BLOCKQUOTE", "PRE"]);
const LINKS = /^(https?:|mailto:|tel:|tg:)/i;

/** The address when it is one that a link may lead to, else null. */
export function safeLink(address) {
  const text = String(address ?? "").trim();
  return LINKS.test(text) ? text : null;
}

/** The address when it is a file of this server, else null. */
export function safeFile(address) {
  try {
    const url = new URL(String(address ?? ""), location.href);
    return address && url.origin === location.origin && url.protocol.startsWith("http") ? url.href : null;
  } catch {
    return null;
  }
}

/** A fragment with the allowed part of a message's html; the text of everything else remains. */
export function messageMarkup(html) {
  const parsed = new DOMParser().parseFromString(html ?? "", "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment);
  return fragment;
}

function copyChildren(from, to) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.textContent);
    else if (child.nodeType === Node.ELEMENT_NODE && !endsBlock(child)) copyElement(child, to);
  }
}

/** The line break after a quote only ends the quote: drawn, it would be an empty line. */
const endsBlock = (node) => node.tagName === "BR" && OWN_LINE.has(node.previousSibling?.tagName);

function copyElement(element, to) {
  const copy = counterpart(element);
  if (copy === null) return;
  copyChildren(element, copy);
  if (copy.tagName === "BLOCKQUOTE") foldable(copy, element);
  to.append(copy);
}

function counterpart(element) {
  const tag = element.tagName;
  if (["SCRIPT", "STYLE", "TEMPLATE"].includes(tag)) return null;
  if (PLAIN_TAGS.has(tag)) return el(tag.toLowerCase());
  if (tag === "BLOCKQUOTE") return el("blockquote");
  if (tag === "A") return linkTo(element.getAttribute("href"));
  if (tag === "IMG") return picture(element.getAttribute("src"));
  if (tag === "TG-COLLAGE") return el("div.collage");
  if (tag === "TG-MAP") return mapAt(element.getAttribute("lat"), element.getAttribute("long"));
  if (tag === "TG-SPOILER" || element.classList.contains("tg-spoiler")) return spoiler();
  if (element.classList.contains("tg-command")) return el("button.command", { type: "button" });
  return document.createDocumentFragment();
}

function linkTo(address) {
  const href = safeLink(address);
  return href
    ? el("a", { href, target: "_blank", rel: "noopener noreferrer" })
    : document.createDocumentFragment();
}

function picture(address) {
  const src = safeFile(address);
  return src ? el("img.in-words", { src, alt: "Photo", loading: "lazy" }) : null;
}

function mapAt(latitude, longitude) {
  const [lat, lon] = [Number(latitude), Number(longitude)];
  return Number.isFinite(lat) && Number.isFinite(lon) ? place({ lat, lon }) : null;
}

function spoiler() {
  const node = el("span.spoiler", { role: "button", tabindex: 0, "aria-label": "Hidden text: show" });
  const show = () => {
    node.classList.add("open");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

/** An expandable quote shows three lines and opens on a press, as in Telegram. */
function foldable(quote, original) {
  if (!original.hasAttribute("expandable") && !original.classList.contains("expandable")) return;
  const words = el("div.quote-text");
  words.append(...quote.childNodes);
  const turn = el("button.quote-turn", {
    type: "button",
    "aria-label": "Show the whole quote",
    "aria-expanded": "false",
  });
  turn.append(icon("down"));
  quote.classList.add("long");
  quote.append(words, turn);
  quote.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    turn.setAttribute("aria-expanded", String(quote.classList.toggle("open")));
  });
}

/** Plain text as nodes, with web and mail addresses made into links. */
export function linked(text) {
  const found = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
  const nodes = [];
  let from = 0;
  for (const match of String(text ?? "").matchAll(found)) {
    const href = match[0].includes("://") ? match[0] : `mailto:${match[0]}`;
    nodes.push(
      text.slice(from, match.index),
      el("a", { href, target: "_blank", rel: "noopener noreferrer", text: match[0] }),
    );
    from = match.index + match[0].length;
  }
  return [...nodes, String(text ?? "").slice(from)];
}
