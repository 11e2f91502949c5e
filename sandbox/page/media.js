/** What a message carries besides words: pictures and albums, files, voices, places, contacts, stickers. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { place } from "./place.js";
import { avatar } from "./roles.js";
import { safeFile } from "./safe.js";
import { duration, weight } from "./when.js";
import { view } from "./viewer.js";

const NARROWEST = 0.62;
const WIDEST = 2.2;
const PICTURE_WIDTH = 330;
const PICTURE_HEIGHT = 400;
const BARS = 34;

export const isPicture = ({ media }) => media?.kind === "photo";

/** A short word for what is carried, for reply snippets and lists. */
export function mediaWord(media) {
  const words = {
    photo: "Photo",
    document: media.name || "File",
    video: "Video",
    animation: "GIF",
    voice: "Voice message",
    audio: media.name || "Audio",
    location: "Location",
    contact: `Contact: ${media.name ?? ""}`,
    sticker: "Sticker",
    video_note: "Video message",
  };
  return words[media.kind] ?? media.kind;
}

/** The columns out of six that each picture of an album takes. */
function spans(count) {
  const rows = {
    1: [6],
    2: [3, 3],
    3: [6, 3, 3],
    4: [3, 3, 3, 3],
    5: [3, 3, 2, 2, 2],
    7: [3, 3, 3, 3, 2, 2, 2],
    8: [3, 3, 2, 2, 2, 2, 2, 2],
    10: [3, 3, 3, 3, 2, 2, 2, 2, 2, 2],
  };
  return rows[count] ?? Array(count).fill(2);
}

/** The grid of one picture or an album; each remembers its own message. */
export function pictures(messages) {
  const widths = spans(messages.length);
  const shown = messages.map(({ media }) => ({ url: safeFile(media.url), name: media.name }));
  const words = messages.find((message) => message.text)?.text ?? "";
  return el(
    "div.pictures",
    {},
    messages.map((message, at) =>
      picture(message, {
        span: widths[at],
        ratio: messages.length === 1 ? shapeOf(message.media) : widths[at] === 6 ? 1.6 : 1,
        open: () => view(shown, at, words),
        first: at === 0,
      }),
    ),
  );
}

function picture({ media, message_id: id }, { span, ratio, open, first }) {
  const url = safeFile(media.url);
  const css = { "--span": span, "--ratio": ratio };
  if (!url) return el("div.picture.lost", { css, text: "Picture is gone" });
  const image = el("img", { src: url, alt: media.name || "Photo", loading: "lazy", decoding: "async" });
  const button = el(
    "button.picture",
    { type: "button", css, "aria-label": "Open the photo", data: first ? {} : { messageId: id } },
    image,
  );
  image.addEventListener("error", () =>
    button.replaceWith(el("div.picture.lost", { css, text: "Picture is gone" })),
  );
  button.addEventListener("click", open);
  return button;
}

function shapeOf({ width, height }) {
  return width && height ? Math.min(WIDEST, Math.max(NARROWEST, width / height)) : 4 / 3;
}

/** How wide a single picture's bubble should be, so that a tall one is narrow and not cut. */
export const naturalWidth = (media) => Math.round(Math.min(PICTURE_WIDTH, PICTURE_HEIGHT * shapeOf(media)));

/** Everything that is not a photo; null for kinds without a look of their own and without a file. */
export function attachment(media) {
  const draw = {
    voice: sound,
    audio: sound,
    video: film,
    animation: film,
    video_note: film,
    location: place,
    contact,
    sticker,
  }[media.kind];
  return (draw ?? file)(media);
}

function file(media) {
  const mark = el("span.file-mark");
  mark.append(icon("file"));
  const words = el(
    "span.file-words",
    {},
    el("b", { text: media.name || "File" }),
    el("small", { text: weight(media.size) }),
  );
  const href = safeFile(media.url);
  return el(
    href ? "a.file" : "div.file",
    { href, download: href ? media.name || "" : null, target: "_blank" },
    mark,
    words,
  );
}

function film(media) {
  const src = safeFile(media.url);
  return el(
    "div.video",
    {},
    el("video", {
      src,
      controls: true,
      preload: "metadata",
      playsinline: true,
      loop: media.kind === "animation",
    }),
  );
}

function sound(media) {
  const audio = new Audio();
  const url = safeFile(media.url);
  const mark = el("button.file-mark", { type: "button", "aria-label": "Play" });
  mark.append(icon("play"));
  const bars = Array.from({ length: BARS }, (_, at) =>
    el("i", { css: { height: `${barHeight(at, media.size ?? 0)}px` } }),
  );
  const length = el("small", { text: media.duration ? duration(media.duration) : weight(media.size) });
  const show = () => {
    mark.replaceChildren(icon(audio.paused ? "play" : "pause"));
    mark.setAttribute("aria-label", audio.paused ? "Play" : "Pause");
    const done = audio.duration ? audio.currentTime / audio.duration : 0;
    bars.forEach((bar, at) => bar.classList.toggle("past", at / BARS < done));
    if (audio.duration && Number.isFinite(audio.duration))
      length.textContent = duration(audio.paused ? audio.duration : audio.currentTime);
  };
  for (const event of ["play", "pause", "ended", "timeupdate"]) audio.addEventListener(event, show);
  mark.addEventListener("click", () => {
    if (!audio.src && url) audio.src = url;
    if (audio.paused)
      audio.play().catch(() => {
        length.textContent = "cannot be played here";
      });
    else audio.pause();
  });
  return el("div.voice", {}, mark, el("div", {}, el("div.wave", { "aria-hidden": "true" }, bars), length));
}

/** A steady, speech-like pattern: the sandbox does not decode sound. */
const barHeight = (at, seed) =>
  4 + Math.round(9 * Math.abs(Math.sin(at * 1.7 + seed) + 0.6 * Math.sin(at * 0.63 + seed / 7)));

function contact({ name, phone }) {
  const words = el(
    "span.file-words",
    {},
    el("b", { text: name || "Contact" }),
    el("small", { text: phone ?? "" }),
  );
  return el("div.contact", {}, avatar({ name: name || "?", color: "#4b86d6" }), words);
}

function sticker(media) {
  const src = safeFile(media.url);
  return el("div.sticker", {}, media.emoji ?? (src ? el("img", { src, alt: "Sticker" }) : "🙂"));
}
