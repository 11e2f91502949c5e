/** A place as a card: the map is a drawing, the numbers and the link are real. */
import { el } from "./dom.js";

export function place({ lat, lon, title, address }) {
  const href = `https://www.openstreetmap.org/?mlat=${Number(lat)}&mlon=${Number(lon)}#map=16/${Number(lat)}/${Number(lon)}`;
  const pin = new Image();
  pin.src = "/page/pin.svg";
  pin.alt = "";
  pin.className = "place-pin";
  const map = el(
    "div.place-map",
    {
      css: {
        "background-image": 'url("/page/map.svg")',
        "background-position": `${-(Math.abs(lon * 997) % 160)}px ${-(Math.abs(lat * 991) % 120)}px`,
      },
    },
    pin,
  );
  const numbers = `${Number(lat).toFixed(5)}, ${Number(lon).toFixed(5)}`;
  const words = el("div.place-words", {}, title || "Location", el("small", { text: address || numbers }));
  return el(
    "a.place",
    { href, target: "_blank", rel: "noopener noreferrer", "aria-label": `Location ${numbers}` },
    map,
    words,
  );
}
