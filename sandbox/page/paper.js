/**
 * An HTML letter in a frame of its own. The frame runs no scripts and sends no forms; its policy loads nothing but
 * this server's files, so remote pictures stay unloaded. It shares the page's origin only so that the page can measure
 * its height and follow links to the practice bot.
 */
import { el } from "./dom.js";
import { catchDeepLinks } from "./links.js";
import { safeFile } from "./safe.js";

const POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:";
const LOOK =
  "html{color-scheme:light;background:#fff}body{margin:0;padding:16px 18px;color:#10181f;font:14.5px/1.5 -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans',sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:8px 0 8px 4px;padding-left:12px;border-left:2px solid #d5dce3;color:#5d6a76}pre{white-space:pre-wrap}";

export function paper(mail, showChat) {
  const frame = el("iframe", {
    sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    title: mail.subject || "Letter",
    referrerpolicy: "no-referrer",
  });
  frame.srcdoc = `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank"><style>${LOOK}</style></head><body>${withPictures(mail)}</body></html>`;
  frame.addEventListener("load", () => {
    const letter = frame.contentDocument;
    if (!letter?.body) return;
    catchDeepLinks(letter, showChat);
    const fit = () => {
      frame.style.height = `${Math.max(letter.body.scrollHeight, letter.body.offsetHeight)}px`;
    };
    fit();
    new ResizeObserver(fit).observe(letter.body);
  });
  return frame;
}

/** The letter's markup, with "cid:" pictures taken from its own attachments. */
function withPictures({ html, attachments }) {
  const letter = new DOMParser().parseFromString(html, "text/html");
  for (const unwanted of letter.querySelectorAll("script, base, meta, link, iframe, object, embed, form")) {
    if (unwanted.tagName === "FORM") unwanted.replaceWith(...unwanted.childNodes);
    else unwanted.remove();
  }
  for (const image of letter.querySelectorAll('img[src^="cid:" i]')) {
    const id = decodeURIComponent(image.getAttribute("src").slice(4));
    const own = (attachments ?? []).find(
      (one) => one.content_id?.replace(/^<|>$/g, "") === id || one.name === id.split("@")[0],
    );
    if (own) image.src = safeFile(own.url) ?? "";
    else image.removeAttribute("src");
  }
  return (
    [...letter.querySelectorAll("head style")].map((style) => style.outerHTML).join("") +
    letter.body.innerHTML
  );
}
