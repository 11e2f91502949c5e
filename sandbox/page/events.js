/**
 * The live connection: a snapshot, then server-sent events from where it ended. After any break both are taken anew,
 * for the sandbox may have been started afresh and count from one again.
 */
import { get } from "./api.js";
import { apply, load } from "./world.js";

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 5000;

/** Keeps the world up to date for good. `onState("live" | "connecting")`, `onEvent(type, item)` after each event. */
export function follow({ onState, onEvent, onSnapshot }) {
  let pause = FIRST_PAUSE;

  const again = () => {
    onState("connecting");
    setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };

  const connect = async () => {
    try {
      const snapshot = await get("/api/world");
      load(snapshot);
      onSnapshot(snapshot);
      listen(snapshot.seq ?? 0);
    } catch {
      again();
    }
  };

  const listen = (seq) => {
    const source = new EventSource(`/api/events?after=${seq}`);
    source.onopen = () => {
      pause = FIRST_PAUSE;
      onState("live");
    };
    source.onmessage = ({ data }) => {
      const { type, item } = JSON.parse(data);
      if (type === "reset") {
        source.close();
        connect();
        return;
      }
      apply(type, item);
      onEvent(type, item);
    };
    source.onerror = () => {
      source.close();
      again();
    };
  };

  connect();
}
