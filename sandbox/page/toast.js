/** Short news at the foot of the page, and alerts that want an OK: the two answers that a bot can give to a press. */
import { el, openDialog } from "./dom.js";

const SECONDS = 4.5;

/**
 * Shows `text`; `from` names whose news it is, `bad` marks a failure, `offer` is {text, act}. It appears at the head
 * of `near`, the element that it is about (the buttons are at its foot), or else at the foot of the page.
 */
export function toast(text, { from = null, bad = false, offer = null, near = null } = {}) {
  const node = el(`div.toast${bad ? ".bad" : ""}`);
  const words = el("span");
  if (from) words.append(el("b", { text: `${from}: ` }));
  words.append(text);
  node.append(words);
  if (offer) {
    const act = () => {
      node.remove();
      offer.act();
    };
    node.append(el("button", { type: "button", text: offer.text, on: { click: act } }));
  }
  const shelf = document.getElementById("toasts");
  const box = near?.getBoundingClientRect();
  shelf.style.left = box?.width ? `${box.left + box.width / 2}px` : "";
  shelf.style.top = box?.width ? `${box.top + 14}px` : "";
  shelf.style.bottom = box?.width ? "auto" : "";
  shelf.append(node);
  setTimeout(() => node.remove(), SECONDS * 1000 + text.length * 40);
}

/** Runs `work` and shows its failure as a toast; returns its result, or null when it failed. */
export async function trying(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, { bad: true });
    return null;
  }
}

/** The answer that interrupts: a small sheet with an OK. */
export function alertSheet(text, title) {
  const close = el("button.button.main", { type: "button", text: "OK" });
  const sheet = el(
    "dialog.sheet",
    { role: "alertdialog", "aria-label": title },
    el("h2", { text: title }),
    el("p", { text }),
    el("div.sheet-end", {}, close),
  );
  close.addEventListener("click", () => sheet.close());
  openDialog(sheet);
}
