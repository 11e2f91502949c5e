/** The story as it is told: a list of steps, the newest one opened. */
import { el, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { subscribe, world } from "./world.js";

const STATES = { doing: "under way", seen: "seen", failed: "failed" };

export function showStory() {
  subscribe((changes) => changes.has("story") && draw());
}

function draw() {
  const steps = [...world.story.values()];
  const list = document.getElementById("story");
  const seen = steps.filter((step) => step.state === "seen").length;
  document.getElementById("story-count").textContent = steps.length ? `${seen} of ${steps.length}` : "";
  document.getElementById("story-bar").style.width = steps.length ? `${(100 * seen) / steps.length}%` : "0";
  if (!steps.length) {
    reconcile(list, [{ key: "empty", sign: "", build: nothingYet }]);
    return;
  }
  const newest = steps.length - 1;
  const nodes = reconcile(
    list,
    steps.map((step, at) => ({
      key: step.id,
      sign: JSON.stringify([step, at === newest]),
      build: () => row(step, at === newest),
    })),
  );
  const last = nodes[newest];
  list.scrollTo({ top: last.offsetTop + last.offsetHeight, behavior: "smooth" });
}

function row(step, open) {
  const mark = el("span.step-mark", { role: "img", "aria-label": STATES[step.state] ?? step.state });
  if (step.state === "doing") mark.append(el("i.spinner"));
  else mark.append(icon(step.state === "failed" ? "close" : "check"));
  const told = el(
    "details",
    { open: open || step.state === "failed" },
    el("summary", { text: step.title }),
    el("p.step-text", { text: step.text }),
  );
  return el("li.step", { data: { state: step.state, storyId: step.id } }, mark, told);
}

function nothingYet() {
  return el(
    "li.empty",
    {},
    el("strong", { text: "No story is running" }),
    "Write as anyone, and see what happens.",
  );
}
