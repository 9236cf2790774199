import Sortable from "sortablejs";
import { covered, letter, mod, typing } from "../lib/keys";
import { Lift } from "../lib/lift";
import { type Place, placeOf, send } from "../lib/moves";
import { post } from "../lib/server";

/** <x-board>: cards dragged between columns, by pointer or (lib/lift) by keyboard; the server is told where each one went. */
export class Board extends HTMLElement {
  private last = "";
  private sorts = new Map<HTMLElement, Sortable>();

  connectedCallback(): void {
    const lift = new Lift(this);
    this.wake();
    document.addEventListener("keydown", this.enter);
    this.addEventListener("focusin", (event) => { this.last = (event.target as HTMLElement).closest(".card")?.id ?? this.last; });
    this.showFirst();
    new MutationObserver(() => this.wake()).observe(this, { childList: true });
    this.addEventListener("click", (event) => this.fold((event.target as HTMLElement).closest<HTMLElement>("[data-fold-lane]")));
    this.addEventListener("keydown", (event) => {
      if (event.defaultPrevented) return;
      const card = event.target as HTMLElement;
      if (!card.matches(".card") || event.ctrlKey || event.metaKey || event.altKey || !lift.key(card, event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  disconnectedCallback(): void {
    for (const sort of this.sorts.values()) sort.destroy();
    this.sorts.clear();
    document.removeEventListener("keydown", this.enter);
  }

  /** Arrows, j and k pressed anywhere lead to the card that was left last, or to the first. */
  private enter = (event: KeyboardEvent): void => {
    if (mod(event) || event.altKey || typing(event) || covered() || document.activeElement !== document.body || document.querySelector(".panel")) return;
    if (!event.key.startsWith("Arrow") && !["j", "k"].includes(letter(event))) return;
    event.preventDefault();
    (document.getElementById(this.last) ?? this.querySelector<HTMLElement>(".card"))?.focus();
  };

  wake(): void {
    for (const list of this.querySelectorAll<HTMLElement>(".cards")) if (!this.sorts.has(list)) this.sorts.set(list, this.sort(list));
  }

  /** Begins at the first column that holds anything: an imported pipeline may have its deals in columns far to the right. */
  showFirst(): void {
    const columns = [...this.querySelectorAll<HTMLElement>(".column")];
    const first = columns.find((column) => column.querySelector(".card"));
    if (!first || first === columns[0] || first.getBoundingClientRect().right <= this.getBoundingClientRect().right) return;
    this.scrollLeft += first.getBoundingClientRect().left - columns[0]!.getBoundingClientRect().left;
  }

  sort(list: HTMLElement): Sortable {
    let from: Place;
    return Sortable.create(list, {
      group: { name: "cards", put: !("closed" in list.dataset) }, draggable: ".card", filter: ".btn, [data-fixed], .card:not([data-move])", preventOnFilter: false, animation: 140, forceFallback: true, fallbackOnBody: true,
      fallbackTolerance: 4, delay: 180, delayOnTouchOnly: true, ghostClass: "is-ghost", scrollSensitivity: 90, bubbleScroll: true,
      onStart: ({ item }) => { from = placeOf(item); },
      onMove: ({ to }) => this.target(to),
      onEnd: ({ item }) => { this.target(null); if (from.column !== item.parentElement || from.before !== item.nextElementSibling) void send(item, from); },
    });
  }

  /** Fold a lane to its name, or unfold it; the server keeps it for this person. */
  fold(button: HTMLElement | null): void {
    const lane = button?.closest<HTMLElement>(".column");
    if (!button || !lane) return;
    const folded = lane.classList.toggle("is-folded");
    button.setAttribute("aria-expanded", String(!folded));
    if (this.dataset.fold) void post(this.dataset.fold, { lane: lane.dataset.stage ?? "", folded: folded ? "1" : "" });
  }

  target(list: HTMLElement | null): void {
    for (const column of this.querySelectorAll(".column")) column.classList.toggle("is-target", !!list && column.contains(list));
  }
}
