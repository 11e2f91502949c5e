/** The line icons, drawn here so that nothing is fetched. */

const PATHS = {
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  check: "m5 12.5 4.5 4.500L19 7.5",
  checks: "m2.5 12.5 4 4L14 8.500M11.5 15l1.5 1.500L21.5 8",
  down: "m6 9 6 6 6-6",
  back: "m14.5 6-6 6 6 6",
  next: "m9.5 6 6 6-6 6",
  out: "M8 16 16 8M9 8h7v7",
  into: "M16 8l-8 8M15 16H8V9",
  reply: "M10 8V4.500L3.5 11l6.5 6.500V14c5 0 8.5 1.5 11 5-1-6-4.5-10-11-11z",
  forward: "M14 8V4.500L20.5 11 14 17.500V14c-5 0-8.5 1.5-11 5 1-6 4.5-10 11-11z",
  pencil: "m4 20 1-4.500L16.5 4l3.5 3.500L8.5 19z",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  more: "M12 5.500v.1M12 12v.1M12 18.500v.1",
  clip: "M20 11.5 12 19.500a5 5 0 0 1-7.2-7L13 4.300a3.3 3.3 0 0 1 4.8 4.700L9.6 17.200a1.6 1.6 0 0 1-2.4-2.300L14.5 7.6",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.500L20 17M15.5 9.200v.1",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  pin: "M12 21s7-6.5 7-11.500a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
  people:
    "M9 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.500c.6-3.5 3-5.3 6.5-5.300s5.9 1.8 6.5 5.300M16 4.800a3.5 3.5 0 0 1 0 6.400M18 14.700c2 .8 3.2 2.4 3.6 4.8",
  bot: "M5 9h14v10H5zM12 9V5M12 4.500v.1M9 13.500v.6M15 13.500v.6M2.5 13v3M21.5 13v3",
  send: "M4.5 12 3 4.5 21.5 12 3 19.500zM4.5 12H13",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  mail: "M3.5 5.500h17v13h-17zM4 6.500l8 6.5 8-6.5",
  story: "M6 4v16M6 5h11l-2 3.500L17 12H6",
  write: "M4 20h5M14.5 4.500l5 5L10 19l-5.5.5.5-5.500z",
  wide: "M7 8l-4 4 4 4M17 8l4 4-4 4M3.5 12h17",
  play: "M8 5.500v13l11-6.500z",
  pause: "M8.5 5.500v13M15.5 5.500v13",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  alert: "M12 4 2.5 20h19zM12 10v4.500M12 17.400v.1",
  topic: "M9 4 7 20M17 4l-2 16M4 9h17M3 15h17",
  group: "M4 5h16v11H10l-5 4v-4H4zM12 8v5M9.5 10.500h5",
};

/** A decorative icon: say in words beside it, or in an aria-label, what it stands for. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
