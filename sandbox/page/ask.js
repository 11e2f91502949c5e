/** A sheet that asks for a few values: new people, new chats, places, members. */
import { el, openDialog } from "./dom.js";

/**
 * Asks for `fields` and calls `done(values)`; the sheet stays, and says why, when that fails. A field is {name, label,
 * value?, type?, options?: [[value, text]], required?, placeholder?, hint?}; with type "ticks" its value is a list of
 * the ticked option values.
 */
export function ask({ title, fields, button = "Done", done }) {
  const error = el("p.sheet-error", { role: "alert" });
  const cancel = el("button.button", { type: "button", text: "Cancel", on: { click: () => sheet.close() } });
  const submit = el("button.button.main", { type: "submit", text: button });
  const form = el(
    "form",
    {},
    el("h2", { text: title }),
    fields.map(drawField),
    error,
    el("div.sheet-end", {}, cancel, submit),
  );
  const sheet = el("dialog.sheet", { "aria-label": title }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await done(valuesOf(form, fields));
      sheet.close();
    } catch (failure) {
      error.textContent = failure.message;
    } finally {
      submit.disabled = false;
    }
  });
  openDialog(sheet);
}

function drawField(field) {
  if (field.type === "ticks") return drawTicks(field);
  return el("label.field", {}, el("span", { text: field.label }), control(field));
}

function control({ name, type = "text", options, value = "", required, placeholder }) {
  if (!options)
    return el("input", {
      name,
      type,
      value,
      required,
      placeholder,
      autocomplete: "off",
      step: type === "number" ? "any" : null,
    });
  const choices = options.map(([choice, text]) =>
    el("option", { value: choice, selected: String(choice) === String(value), text }),
  );
  return el("select", { name }, choices);
}

function drawTicks({ name, label, options, value = [] }) {
  const lines = options.map(([choice, text, note]) =>
    el(
      "label",
      {},
      el("input", { type: "checkbox", name, value: choice, checked: value.includes(choice) }),
      text,
      el("small", { text: note ?? "" }),
    ),
  );
  return el(
    "div.field",
    { role: "group", "aria-label": label },
    el("span", { text: label }),
    el("div.ticks", {}, lines),
  );
}

function valuesOf(form, fields) {
  const data = new FormData(form);
  return Object.fromEntries(
    fields.map(({ name, type }) => [
      name,
      type === "ticks" ? data.getAll(name).map(Number) : data.get(name).trim(),
    ]),
  );
}
