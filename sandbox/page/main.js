/** Starts the page: the views first, then the live connection that fills them. */
import { showBoard, showChat } from "./board.js";
import { follow } from "./events.js";
import { showNotice } from "./keys.js";
import { catchDeepLinks } from "./links.js";
import { showMailbox } from "./mailbox.js";
import { settle } from "./me.js";
import { showPeople } from "./people.js";
import { beginSeeing } from "./seen.js";
import { showStory } from "./story.js";
import { showTabs } from "./tabs.js";
import { world } from "./world.js";

const LIVE_WORDS = { live: "Live", connecting: "Reconnecting" };

function showState(state) {
  const live = document.getElementById("live");
  live.dataset.state = state;
  live.lastElementChild.textContent = LIVE_WORDS[state];
}

showTabs();
showPeople();
showStory();
showBoard();
showMailbox(showChat);
catchDeepLinks(document, showChat);
addEventListener("hashchange", settle);
follow({
  onState: showState,
  onSnapshot: () => {
    beginSeeing();
    settle();
  },
  onEvent: (type, item) => {
    if (type === "notice") showNotice(item);
    if (type === "person" && world.me === null) settle();
  },
});
