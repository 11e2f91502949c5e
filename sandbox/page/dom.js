/**
 * Building and refreshing elements. Text reaches the page as text nodes only: whatever people call themselves or
 * write cannot become markup.
 */

/**
 * An element from "tag.class.class", properties and children. Properties: `on` (listeners), `data` (data-*), `css`
 * (custom properties), `text`; anything else is an attribute, left out when null, undefined or false.
 */
export function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on")
      for (const [event, heard] of Object.entries(value)) node.addEventListener(event, heard);
    else if (name === "data") for (const [key, datum] of Object.entries(value)) node.dataset[key] = datum;
    else if (name === "css")
      for (const [key, style] of Object.entries(value)) node.style.setProperty(key, style);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const drawn = new WeakMap();

/**
 * Makes the children of `parent` those of `items` ({key, sign, build}), in order. A child whose `sign` is as before
 * stays the very same node, so that focus, selection, playing sound and loaded pictures survive. Returns the nodes.
 */
export function reconcile(parent, items) {
  const before = new Map();
  for (const node of parent.children) before.set(drawn.get(node)?.key, node);
  const kept = new Set(items.map(({ key }) => key));
  for (const [key, node] of before) if (!kept.has(key)) node.remove();

  let place = parent.firstElementChild;
  return items.map(({ key, sign, build }) => {
    let node = before.get(key);
    const old = node && drawn.get(node).sign !== sign ? node : null;
    if (old || !node) {
      node = build();
      drawn.set(node, { key, sign });
    }
    if (old) {
      if (old === place) place = node;
      replaceKeepingFocus(old, node);
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
    return node;
  });
}

/** A pressed button is often redrawn by its own effect; the keyboard's place must not be lost with it. */
function replaceKeepingFocus(node, fresh) {
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  node.replaceWith(fresh);
  if (!held) return;
  const same = [...fresh.querySelectorAll("button, a, input")].find(
    (one) => one.textContent === held.textContent,
  );
  (same ?? fresh).focus({ preventScroll: true });
}

/** Opens a modal <dialog> that removes itself; returns it. */
export function openDialog(node) {
  document.body.append(node);
  node.addEventListener("close", () => node.remove());
  node.addEventListener("click", (event) => event.target === node && node.close());
  node.showModal();
  return node;
}
