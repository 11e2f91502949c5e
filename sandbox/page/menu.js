/** A small menu at a button or at the pointer: arrow keys walk, Escape or a press elsewhere closes. */
import { el } from "./dom.js";
import { icon } from "./icons.js";

let open = null;

export function closeMenu() {
  open?.();
}

/**
 * Opens a menu of `items` ({text, icon, act, danger?}; null and false are passed over) at `anchor`, an element or
 * {x, y}. `head` is an element above the items.
 */
export function openMenu(anchor, items, { label = "Menu", head = null } = {}) {
  closeMenu();
  const before = document.activeElement;
  const menu = el("div.menu", { role: "menu", "aria-label": label });
  if (head) menu.append(head);
  for (const item of items.filter(Boolean)) menu.append(entry(item));
  document.body.append(menu);
  place(menu, anchor);

  const outside = (event) => !menu.contains(event.target) && close();
  const close = () => {
    open = null;
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    if (document.activeElement === document.body) before?.focus({ preventScroll: true });
  };
  open = close;
  menu.addEventListener("keydown", (event) => walk(event, menu, close));
  menu.addEventListener("click", (event) => event.target.closest("button") && close());
  setTimeout(() => document.addEventListener("pointerdown", outside, true));
  menu.querySelector("button")?.focus({ preventScroll: true });
}

function entry({ text, icon: drawing, act, danger }) {
  const button = el(`button.menu-item${danger ? ".danger" : ""}`, {
    type: "button",
    role: "menuitem",
    on: { click: () => act() },
  });
  button.append(icon(drawing), el("span", { text }));
  return button;
}

function place(menu, anchor) {
  const box =
    anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + 6 + height < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - height - 6)}px`;
}

function walk(event, menu, close) {
  const buttons = [...menu.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step) buttons[(at + step + buttons.length) % buttons.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
