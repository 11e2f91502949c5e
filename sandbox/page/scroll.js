/**
 * The window on a long chat: at most a few hundred messages are in the page, more come as one scrolls to either end.
 * Keeps the end in view while one is at the end, and the place while one reads further up.
 */

const PAGE = 120;
const MOST = 360;
const NEAR = 40;
const EDGE = 300;

export class ScrollWindow {
  /** `scroller` scrolls `log`; `redraw()` is called when another part of the chat is wanted. */
  constructor(scroller, log, { redraw, moved }) {
    Object.assign(this, { scroller, log, redraw, moved });
    this.stuck = true;
    /** Message ids of the first and last message wanted; null means: as the end of the chat moves. */
    this.from = null;
    this.to = null;
    this.length = 0;
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    const watch = new ResizeObserver(() => this.stuck && this.toBottom());
    watch.observe(log);
    watch.observe(scroller);
  }

  /** The part of `messages` (oldest first) that belongs in the page now. */
  cut(messages) {
    this.length = messages.length;
    this.messages = messages;
    const end = this.to === null ? messages.length : after(messages, this.to);
    let start = this.from === null ? Math.max(0, end - PAGE) : after(messages, this.from - 1);
    if (end - start > MOST && this.stuck) start = end - PAGE;
    this.from = start > 0 ? messages[start].message_id : messages.length ? messages[0].message_id : null;
    this.start = start;
    this.end = end;
    return messages.slice(start, end);
  }

  get earlier() {
    return this.start > 0;
  }

  get atEnd() {
    return this.to === null && this.stuck;
  }

  /** Draws through `work` so that what is being read stays where it is. */
  steady(work) {
    const anchor = this.stuck ? null : this.firstSeen();
    const top = anchor?.getBoundingClientRect().top;
    work();
    if (this.stuck) this.toBottom();
    else if (anchor?.isConnected) this.scroller.scrollTop += anchor.getBoundingClientRect().top - top;
  }

  firstSeen() {
    const edge = this.scroller.getBoundingClientRect().top;
    return [...this.log.querySelectorAll(".message, .service")].find(
      (node) => node.getBoundingClientRect().bottom > edge,
    );
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const left = scrollHeight - clientHeight - scrollTop;
    this.stuck = this.to === null && left < NEAR;
    if (scrollTop < EDGE && this.earlier) this.showEarlier();
    else if (left < EDGE && this.to !== null) this.showLater();
    this.moved();
  }

  showEarlier() {
    const start = Math.max(0, this.start - PAGE);
    this.stuck = false;
    this.from = this.messages[start].message_id;
    if (this.end - start > MOST) this.to = this.messages[start + MOST - 1].message_id;
    this.redraw();
  }

  showLater() {
    const end = Math.min(this.length, this.end + PAGE);
    this.to = end === this.length ? null : this.messages[end - 1].message_id;
    if (end - this.start > MOST) this.from = this.messages[end - MOST].message_id;
    this.redraw();
  }

  /** Brings the neighbourhood of a message into the page. */
  around(id) {
    const at = after(this.messages, id - 1);
    const end = Math.min(this.length, at + PAGE / 2);
    this.stuck = false;
    this.from = this.messages[Math.max(0, at - PAGE / 2)]?.message_id ?? null;
    this.to = end === this.length ? null : this.messages[end - 1].message_id;
    this.redraw();
  }

  /** Back to the newest message. */
  toEnd() {
    this.from = null;
    this.to = null;
    this.stuck = true;
    this.redraw();
    this.toBottom();
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

/** How many of `messages` have an id up to `id`. */
function after(messages, id) {
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].message_id <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
