/* A card in the hand of somebody at the keyboard: Space lifts, arrows move, Space drops, Escape puts back. */
import { letter } from "./keys";
import { type Place, placeOf, putBack, send } from "./moves";
import { announce } from "./server";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/** What is lifted, out of which lists; with `over` up and down lead so many lists on, as in the weeks of a calendar. */
export interface Shape { list: string; item: string; title: string; over?: number; name: (list: HTMLElement) => string; sent: (item: HTMLElement, from: Place) => void }

const BOARD: Shape = {
  list: ".column:not(.is-folded) .cards", item: ".card", title: ".card-title",
  name: (list) => list.closest(".column")?.querySelector(".column-title")?.textContent?.trim() ?? "",
  sent: (card, from) => void send(card, from),
};

export class Lift {
  private from: Place | null = null;

  constructor(private readonly board: HTMLElement, private readonly shape: Shape = BOARD) {}

  /** Take a key pressed on a card. Returns false for keys that mean nothing here. */
  key(card: HTMLElement, event: KeyboardEvent): boolean {
    const key = ({ j: "ArrowDown", k: "ArrowUp" } as Record<string, string>)[letter(event)] ?? event.key;
    if (event.code === "Space") this.from ? this.drop(card) : this.take(card);
    else if (event.key === "Escape" && this.from) this.giveUp(card);
    else if (event.key === "Enter") card.querySelector<HTMLElement>(this.shape.title)?.click();
    else if (ARROWS.includes(key)) this.from ? this.carry(card, key) : this.look(card, key);
    else if (event.key === "Home" || event.key === "End") this.edge(card, event.key);
    else return false;
    return true;
  }

  private take(card: HTMLElement): void {
    if (!card.dataset.move) return;
    this.from = placeOf(card);
    card.classList.add("is-lifted");
    announce(`${card.querySelector(this.shape.title)?.textContent ?? ""}. ${this.board.dataset.lifted}`);
  }

  private drop(card: HTMLElement): void {
    const from = this.letGo(card);
    announce(`${this.board.dataset.dropped} ${this.column(card)}`);
    if (from.column !== card.parentElement || (!this.shape.over && from.before !== card.nextElementSibling)) this.shape.sent(card, from);
  }

  private giveUp(card: HTMLElement): void {
    putBack(card, this.letGo(card));
    card.focus();
    announce(this.board.dataset.back ?? "");
  }

  private letGo(card: HTMLElement): Place {
    const from = this.from!;
    this.from = null;
    card.classList.remove("is-lifted");
    return from;
  }

  private column(card: HTMLElement): string {
    return this.shape.name(card.parentElement!);
  }

  /** Return the list that the key leads to, its other cards, and the place among them. */
  private aim(card: HTMLElement, key: string): [HTMLElement, HTMLElement[], number] | null {
    const lists = [...this.board.querySelectorAll<HTMLElement>(this.shape.list)].filter((list) => list === card.parentElement || !this.from || !("closed" in list.dataset));
    const own = card.parentElement!;
    const over = this.from ? (this.shape.over ?? 0) : 0;
    const list = lists[lists.indexOf(own) + ({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: over, ArrowUp: -over }[key] ?? 0)];
    if (!list) return null;
    const place = [...own.querySelectorAll(this.shape.item)].indexOf(card) + ({ ArrowDown: 1, ArrowUp: -1 }[key] ?? 0);
    return [list, [...list.querySelectorAll<HTMLElement>(this.shape.item)].filter((other) => other !== card), Math.max(0, place)];
  }

  private carry(card: HTMLElement, key: string): void {
    const aim = this.aim(card, key);
    if (!aim) return;
    const [list, others, place] = aim;
    list.insertBefore(card, others[place] ?? list.querySelector("[data-fixed]"));
    card.focus();
    announce(`${this.board.dataset.over} ${this.column(card)}, ${Math.min(place, others.length) + 1} / ${others.length + 1}`);
  }

  /** Go to the first or the last card of the column. */
  private edge(card: HTMLElement, key: string): void {
    if (this.from) return;
    const cards = [...card.parentElement!.querySelectorAll<HTMLElement>(this.shape.item)];
    cards.at(key === "Home" ? 0 : -1)?.focus();
  }

  private look(card: HTMLElement, key: string): void {
    if (this.shape.over) return this.next(card, key === "ArrowDown" || key === "ArrowRight" ? 1 : -1);
    const aim = this.aim(card, key);
    if (!aim) return;
    const cards = [...aim[0].querySelectorAll<HTMLElement>(this.shape.item)];
    cards[Math.min(aim[2], cards.length - 1)]?.focus();
  }

  /** Go to the next one in time, whichever day it is on. */
  private next(card: HTMLElement, step: number): void {
    const items = [...this.board.querySelectorAll<HTMLElement>(this.shape.item)];
    items[items.indexOf(card) + step]?.focus();
  }
}
