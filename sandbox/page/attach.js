/** Files that wait to be sent, by the chats' composers and the mail sheet alike: chosen, pasted or dropped. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { weight } from "./when.js";

export const isImage = (file) => file.type.startsWith("image/") && file.type !== "image/svg+xml";

export class Tray {
  /** Shows its files in `node`; `changed()` is called when there are more or fewer. */
  constructor(changed) {
    this.files = [];
    this.changed = changed;
    this.node = el("div.attached", { hidden: true, role: "list", "aria-label": "Attached" });
    this.input = el("input", {
      type: "file",
      multiple: true,
      hidden: true,
      "aria-label": "Files to attach",
      tabindex: -1,
    });
    this.input.addEventListener("change", () => {
      this.add(this.input.files);
      this.input.value = "";
    });
  }

  choose() {
    this.input.click();
  }

  add(files) {
    this.files.push(...files);
    this.draw();
  }

  /** Takes all files out, for sending. */
  take() {
    const files = this.files;
    this.files = [];
    this.draw();
    return files;
  }

  /** Files dropped on `area` or pasted into it join the tray. */
  receive(area) {
    area.addEventListener("paste", (event) => {
      if (event.clipboardData?.files.length) {
        event.preventDefault();
        this.add(event.clipboardData.files);
      }
    });
    area.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      area.classList.add("drop");
    });
    area.addEventListener(
      "dragleave",
      (event) => !area.contains(event.relatedTarget) && area.classList.remove("drop"),
    );
    area.addEventListener("drop", (event) => {
      area.classList.remove("drop");
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.add(event.dataTransfer.files);
    });
  }

  draw() {
    for (const image of this.node.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.node.replaceChildren(...this.files.map((file) => this.chip(file)));
    this.node.hidden = !this.files.length;
    this.changed?.();
  }

  chip(file) {
    const remove = el("button", { type: "button", "aria-label": `Remove ${file.name}` });
    remove.append(icon("close"));
    remove.addEventListener("click", () => {
      this.files.splice(this.files.indexOf(file), 1);
      this.draw();
    });
    if (isImage(file)) {
      return el(
        "div.attached-file.picture",
        { role: "listitem", title: file.name },
        el("img", { src: URL.createObjectURL(file), alt: file.name }),
        remove,
      );
    }
    return el(
      "div.attached-file",
      { role: "listitem" },
      icon("file"),
      el("span", { text: file.name }),
      el("small", { text: weight(file.size) }),
      remove,
    );
  }
}
