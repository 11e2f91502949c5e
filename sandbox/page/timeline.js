/** A chat's messages as they are laid out: days, service lines, and bubbles that know their neighbours. */
import { dayKey, dayName, moment } from "./when.js";

const NEAR = 10 * 60_000;

/**
 * Days of entries. An entry is {key, service, messages, first, last}: an album is one entry; `first` and `last` say
 * whether it opens or ends a run of bubbles by one sender.
 */
export function layOut(messages) {
  const days = [];
  for (const group of albums(messages)) {
    const key = dayKey(group[0].date);
    if (days.at(-1)?.key !== key) days.push({ key, name: dayName(group[0].date), entries: [] });
    days.at(-1).entries.push(entryOf(group));
  }
  for (const { entries } of days) joinRuns(entries);
  return days;
}

function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const before = groups.at(-1)?.[0];
    const together = before && message.media_group_id && before.media_group_id === message.media_group_id;
    if (together) groups.at(-1).push(message);
    else groups.push([message]);
  }
  return groups;
}

const entryOf = (messages) => ({
  key: `m${messages[0].message_id}`,
  service: Boolean(messages[0].service),
  messages,
  first: true,
  last: true,
});

function joinRuns(entries) {
  for (let at = 1; at < entries.length; at += 1) {
    const [before, entry] = [entries[at - 1], entries[at]];
    if (!goOn(before, entry)) continue;
    before.last = false;
    entry.first = false;
  }
}

function goOn(before, entry) {
  if (before.service || entry.service) return false;
  const [old, young] = [before.messages.at(-1), entry.messages[0]];
  const sameVoice = old.from?.id === young.from?.id && old.from?.name === young.from?.name;
  return sameVoice && old.thread_id === young.thread_id && moment(young.date) - moment(old.date) < NEAR;
}
