/** Suggestions for slash commands: the bot's own menu for the chat, and what was typed there before. */
import { el } from "./dom.js";
import { messagesOf, world } from "./world.js";

const MOST = 8;

/** {node, draw(), typed(event)}: a list above `field`; `typed` returns true when it has used the key. */
export function suggestions(field, chatOf) {
  const node = el("div.suggest", { role: "listbox", "aria-label": "Commands", hidden: true });
  let found = [];
  let at = 0;

  const draw = () => {
    const word = field.value.match(/^\/[\w@]*$/)?.[0];
    found = word ? matching(chatOf(), word) : [];
    at = Math.min(at, Math.max(0, found.length - 1));
    node.hidden = !found.length;
    node.replaceChildren(
      ...found.map(({ command, description }, place) => {
        const option = el(
          "button",
          { type: "button", role: "option", tabindex: -1, "aria-selected": String(place === at) },
          el("b", { text: command }),
          el("span", { text: description }),
        );
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(command));
        return option;
      }),
    );
  };

  const take = (command) => {
    field.value = `${command} `;
    field.dispatchEvent(new Event("input"));
    field.focus();
  };

  const typed = (event) => {
    if (!found.length || event.isComposing) return false;
    const whole = found.some(({ command }) => command === field.value);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + found.length) % found.length;
    else if (event.key === "Tab" || (event.key === "Enter" && !whole)) take(found[at].command);
    else return false;
    event.preventDefault();
    draw();
    return true;
  };

  return { node, draw, typed };
}

function matching(chat, word) {
  const known = new Map(
    (chat.commands ?? []).map(({ command, description }) => [`/${command}`, description]),
  );
  for (const { text, from } of messagesOf(chat.id)) {
    const used = from?.id !== world.bot.id && text?.match(/^\/\w+/)?.[0];
    if (used && !known.has(used)) known.set(used, "used here before");
  }
  const wanted = word.toLowerCase();
  return [...known]
    .filter(([command]) => command.startsWith(wanted))
    .slice(0, MOST)
    .map(([command, description]) => ({ command, description }));
}
