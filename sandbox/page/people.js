/** The sidebar's people: a radio group of whom to be, and the sheet that adds one more. */
import { post } from "./api.js";
import { ask } from "./ask.js";
import { el, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { become } from "./me.js";
import { avatar, plainColour, roleWords, someone } from "./roles.js";
import { apply, subscribe, world } from "./world.js";

const ROLES = ["customer", "technician", "dispatcher", "partner", "stranger"];
const LANGUAGES = [
  ["nb", "Norwegian"],
  ["sv", "Swedish"],
  ["da", "Danish"],
  ["ru", "Russian"],
  ["en", "English"],
];

export function showPeople() {
  const add = document.getElementById("new-person");
  add.append(icon("plus"));
  add.addEventListener("click", askForPerson);
  subscribe((changes) => changes.has("people") && draw(document.getElementById("people")));
}

function draw(list) {
  reconcile(
    list,
    [...world.people.values()].map((person) => ({
      key: person.id,
      sign: JSON.stringify(person),
      build: () => row(person),
    })),
  );
  for (const radio of list.querySelectorAll("input")) radio.checked = Number(radio.value) === world.me;
}

function row(person) {
  const radio = el("input", {
    type: "radio",
    name: "me",
    value: person.id,
    "aria-label": `${person.name}, ${roleWords(person)}`,
  });
  radio.addEventListener("change", () => become(person.id));
  const words = el(
    "span.person-words",
    {},
    el("b", { text: person.name }),
    el("small", { text: roleWords(person) }),
  );
  const mark = el("span.person-mark");
  mark.append(icon("check"));
  const hint = [person.username && `@${person.username}`, person.email].filter(Boolean).join("\n");
  return el(
    "label.person",
    { data: { personId: person.id }, title: hint, css: { "--hue": plainColour(person.color) } },
    radio,
    avatar(someone(person.id)),
    words,
    mark,
  );
}

function askForPerson() {
  ask({
    title: "Add a person",
    button: "Add",
    fields: [
      { name: "name", label: "Name", required: true, placeholder: "Kari Nordmann" },
      { name: "role", label: "Role", options: ROLES.map((role) => [role, role]) },
      { name: "language", label: "Language", options: LANGUAGES },
      { name: "username", label: "Telegram username (may be empty)", placeholder: "kari" },
      {
        name: "email",
        label: "E-mail address (may be empty)",
        type: "email",
        placeholder: "kari@example.no",
      },
    ],
    done: async (values) => {
      const given = Object.entries(values).filter(([, value]) => value !== "");
      const person = await post("/api/people", Object.fromEntries(given));
      apply("person", person);
      become(person.id);
    },
  });
}
