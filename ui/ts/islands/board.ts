import Sortable from "sortablejs";
import { type Place, placeOf, putBack, send } from "../lib/moves";
import { announce } from "../lib/server";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/** <x-board>: cards dragged between columns; by keyboard Space lifts, arrows move, Space drops, Escape puts back. */
export class Board extends HTMLElement {
  private lifted: { card: HTMLElement; from: Place } | null = null;
  private sorts = new Map<HTMLElement, Sortable>();

  connectedCallback(): void {
    this.wake();
    this.addEventListener("keydown", (event) => this.key(event));
    new MutationObserver(() => this.wake()).observe(this, { childList: true });
  }

  wake(): void {
    for (const list of this.querySelectorAll<HTMLElement>(".cards")) if (!this.sorts.has(list)) this.sorts.set(list, this.sort(list));
  }

  sort(list: HTMLElement): Sortable {
    let from: Place;
    return Sortable.create(list, {
      group: "cards", draggable: ".card", filter: ".btn, [data-fixed]", preventOnFilter: false, animation: 140, forceFallback: true, fallbackOnBody: true,
      fallbackTolerance: 4, delay: 180, delayOnTouchOnly: true, ghostClass: "is-ghost", scrollSensitivity: 90, bubbleScroll: true,
      onStart: ({ item }) => { from = placeOf(item); },
      onMove: ({ to }) => this.target(to),
      onEnd: ({ item }) => { this.target(null); if (from.column !== item.parentElement || from.before !== item.nextElementSibling) void send(item, from); },
    });
  }

  target(list: HTMLElement | null): void {
    for (const column of this.querySelectorAll(".column")) column.classList.toggle("is-target", !!list && column.contains(list));
  }

  key(event: KeyboardEvent): void {
    const card = event.target as HTMLElement;
    if (!card.matches(".card")) return;
    if (event.code === "Space") this.lifted ? this.drop(card) : this.lift(card);
    else if (event.key === "Escape" && this.lifted) { putBack(card, this.lifted.from); this.drop(card, false); }
    else if (event.key === "Enter") card.querySelector<HTMLElement>(".card-title")?.click();
    else if (ARROWS.includes(event.key)) this.move(card, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
    card.focus();
  }

  lift(card: HTMLElement): void {
    this.lifted = { card, from: placeOf(card) };
    card.classList.add("is-lifted");
    announce(this.dataset.lifted ?? "");
  }

  drop(card: HTMLElement, sent = true): void {
    const from = this.lifted!.from;
    this.lifted = null;
    card.classList.remove("is-lifted");
    announce(sent ? `${this.dataset.dropped} ${this.nameOf(card)}` : (this.dataset.back ?? ""));
    if (sent && (from.column !== card.parentElement || from.before !== card.nextElementSibling)) void send(card, from);
  }

  nameOf(card: HTMLElement): string { return card.closest(".column")?.querySelector(".column-title")?.textContent?.trim() ?? ""; }

  move(card: HTMLElement, key: string): void {
    const lists = [...this.querySelectorAll<HTMLElement>(".cards")];
    const list = lists[lists.indexOf(card.parentElement!) + (key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0)];
    if (!list) return;
    const cards = [...list.querySelectorAll<HTMLElement>(".card")];
    const place = list === card.parentElement ? cards.indexOf(card) + (key === "ArrowDown" ? 1 : -1) : [...card.parentElement!.children].indexOf(card);
    if (!this.lifted) return void setTimeout(() => (cards[Math.max(0, Math.min(place, cards.length - 1))] ?? card).focus());
    const others = cards.filter((other) => other !== card);
    list.insertBefore(card, others[Math.max(0, place)] ?? list.querySelector("[data-fixed]"));
    announce(`${this.dataset.over} ${this.nameOf(card)}`);
  }
}
