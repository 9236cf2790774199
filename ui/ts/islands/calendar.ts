import Sortable from "sortablejs";
import { covered, letter, mod, typing } from "../lib/keys";
import { Lift } from "../lib/lift";
import { type Place, placeOf, send } from "../lib/moves";
import { refresh } from "../lib/server";

/** <x-calendar>: events dragged to another day, by pointer or (lib/lift) by keyboard; the server is told the day each one went to. */
export class Calendar extends HTMLElement {
  private sorts: Sortable[] = [];

  connectedCallback(): void {
    const lift = new Lift(this, { list: ".day-events", item: ".event", title: ".event-title", over: 7, name: (list) => list.getAttribute("aria-label") ?? "", sent: (event, from) => void this.send(event, from) });
    this.wake();
    document.addEventListener("keydown", this.turn);
    new MutationObserver(() => this.wake()).observe(this, { childList: true });
    this.addEventListener("keydown", (event) => {
      const item = event.target as HTMLElement;
      if (event.defaultPrevented || !item.matches(".event") || event.ctrlKey || event.metaKey || event.altKey || !lift.key(item, event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  disconnectedCallback(): void {
    for (const sort of this.sorts) sort.destroy();
    document.removeEventListener("keydown", this.turn);
  }

  /** n, p and t lead to the next span, the one before and today; arrows pressed anywhere to the first event. */
  private turn = (event: KeyboardEvent): void => {
    if (mod(event) || event.altKey || typing(event) || covered() || document.querySelector(".panel, :popover-open.menu")) return;
    const link = { n: "#calendar-next", p: "#calendar-previous", t: "#calendar-today" }[letter(event)];
    const there = link ? document.querySelector<HTMLElement>(link) : null;
    if (there) there.click();
    else if (event.key.startsWith("Arrow") && document.activeElement === document.body) this.querySelector<HTMLElement>(".event")?.focus();
    else return;
    event.preventDefault();
  };

  private wake(): void {
    for (const sort of this.sorts) sort.destroy();
    this.sorts = [...this.querySelectorAll<HTMLElement>(".day-events")].map((list) => this.sort(list));
  }

  private sort(list: HTMLElement): Sortable {
    let from: Place;
    return Sortable.create(list, {
      group: "events", draggable: ".event", filter: ".event:not([data-move])", preventOnFilter: false, sort: false, animation: 120, forceFallback: true, fallbackOnBody: true,
      fallbackTolerance: 4, delay: 180, delayOnTouchOnly: true, ghostClass: "is-ghost",
      onStart: ({ item }) => { from = placeOf(item); },
      onMove: ({ to }) => this.target(to),
      onEnd: ({ item }) => { this.target(null); if (from.column !== item.parentElement) void this.send(item, from); },
    });
  }

  private async send(item: HTMLElement, from: Place): Promise<void> {
    if (await send(item, from)) await refresh();
  }

  private target(list: HTMLElement | null): void {
    for (const day of this.querySelectorAll(".day")) day.classList.toggle("is-target", !!list && day.contains(list));
  }
}
