/** The picture viewer: one picture at a time over a dark page; arrow keys leaf, Escape leaves. */
import { el, openDialog } from "./dom.js";
import { icon } from "./icons.js";

/** Shows `pictures` ([{url, name}]) from the one at `start`; `words` stand below. */
export function view(pictures, start = 0, words = "") {
  let at = start;
  const image = el("img", { alt: "" });
  const name = el("small");
  const caption = el("div.viewer-words", { text: words }, name);
  const sheet = el("dialog.viewer", { "aria-label": "Picture" }, el("div.viewer-frame", {}, image, caption));

  const turn = (step) => {
    at = (at + step + pictures.length) % pictures.length;
    image.src = pictures[at].url;
    image.alt = pictures[at].name || "Picture";
    const place = pictures.length > 1 ? `${at + 1} of ${pictures.length}` : "";
    name.textContent = [place, pictures[at].name].filter(Boolean).join(" · ");
  };
  const button = (look, drawing, label, act) => {
    const node = el(`button.icon-button.viewer-${look}`, {
      type: "button",
      "aria-label": label,
      on: { click: act },
    });
    node.append(icon(drawing));
    sheet.append(node);
  };
  button("close", "close", "Close", () => sheet.close());
  if (pictures.length > 1) {
    button("back", "back", "Previous picture", () => turn(-1));
    button("next", "next", "Next picture", () => turn(1));
  }
  sheet.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") turn(-1);
    if (event.key === "ArrowRight") turn(1);
  });
  sheet.firstElementChild.addEventListener("click", (event) => event.target !== image && sheet.close());
  turn(0);
  openDialog(sheet);
}
