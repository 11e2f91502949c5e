/** Moments as people write them, in the browser's time zone. */

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const longDay = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });
const DAY = 86_400_000;

/** A Date from Unix seconds (the Bot API's way) or an ISO text (mail's way). */
export function moment(value) {
  return typeof value === "number" ? new Date(value * 1000) : new Date(value ?? 0);
}

export const timeOf = (value) => clock.format(moment(value));

export const exactly = (value) => full.format(moment(value));

/** The local day as a key that sorts, such as 2026-03-29. */
export function dayKey(value) {
  const at = moment(value);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}

/** "Today", "Yesterday" or "Friday 3 April". */
export function dayName(value) {
  const key = dayKey(value);
  if (key === dayKey(Date.now() / 1000)) return "Today";
  if (key === dayKey((Date.now() - DAY) / 1000)) return "Yesterday";
  return longDay.format(moment(value));
}

/** The short form of lists: the time today, the day and month before. */
export function shortly(value) {
  return dayKey(value) === dayKey(Date.now() / 1000) ? timeOf(value) : dayMonth.format(moment(value));
}

/** "0:04" for seconds. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "2.4 MB" for bytes. */
export function weight(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
