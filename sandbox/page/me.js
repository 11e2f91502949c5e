/** Whom the visitor plays. Kept in the address (#as=ID), so that two windows can play two people and a reload stays. */
import { touch, world } from "./world.js";

const everything = () => [
  "me",
  "people",
  "chats",
  "mails",
  ...[...world.chats.keys()].map((id) => `chat:${id}`),
];

/** Plays this person from now on. */
export function become(personId) {
  if (world.me === personId) return;
  world.me = personId;
  history.replaceState(null, "", `#as=${personId}`);
  touch(...everything());
}

/** After a snapshot: the one in the address, else the one played before, else the first who is in some group. */
export function settle() {
  const asked = Number(new URLSearchParams(location.hash.slice(1)).get("as"));
  const wanted = [asked, world.me].find((id) => world.people.has(id));
  if (wanted !== undefined) world.me = wanted;
  else world.me = firstInGroup() ?? world.people.keys().next().value ?? null;
  touch(...everything());
}

function firstInGroup() {
  const groups = [...world.chats.values()].filter((chat) => !chat.person_id);
  return [...world.people.keys()].find((id) => groups.some(({ members }) => members?.includes(id)));
}
