import Sortable from "sortablejs";
import { Drawing } from "../lib/drawing";
import { letter, mod, typing } from "../lib/keys";

const ITEM = "[data-chip], [data-panel-box]";

/** <x-layout> around the form of a layout: chips and panels dragged by pointer, moved by arrows from their grips or by the buttons; every step can be undone. */
export class Layout extends HTMLElement {
  private drawing!: Drawing;
  private picked: HTMLElement | null = null;
  private sorts: Sortable[] = [];

  connectedCallback(): void {
    const canvas = this.querySelector<HTMLElement>("[data-canvas]")!;
    this.drawing = new Drawing(this, canvas, { before: () => this.sleep(), after: () => this.wake(), kept: () => this.show() });
    this.wake();
    this.addEventListener("click", (event) => this.clicked(event.target as HTMLElement));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("change", (event) => this.altered(event.target as HTMLElement));
    this.addEventListener("focusin", (event) => this.pick((event.target as HTMLElement).closest<HTMLElement>(".grip")));
    this.addEventListener("submit", () => window.removeEventListener("beforeunload", this.leaving));
    window.addEventListener("beforeunload", this.leaving);
  }

  disconnectedCallback(): void {
    window.removeEventListener("beforeunload", this.leaving);
    this.sleep();
  }

  private leaving = (event: BeforeUnloadEvent): void => { if (this.drawing.changed) event.preventDefault(); };

  /** Make what stands on the canvas movable, and show the part whose tab is chosen. */
  private wake(): void {
    const canvas = this.drawing.canvas;
    const usual = { animation: 120, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, delay: 180, delayOnTouchOnly: true, ghostClass: "is-ghost", onEnd: (): void => this.drawing.keep() };
    for (const list of canvas.querySelectorAll<HTMLElement>("[data-chips]")) {
      const isPage = ["panel", "unused"].includes(list.dataset.chips!);
      this.sorts.push(Sortable.create(list, { ...usual, draggable: "[data-chip]", filter: "[data-away], [data-onto]", preventOnFilter: false, group: isPage ? "page" : list.getAttribute("aria-label")! }));
    }
    for (const list of canvas.querySelectorAll<HTMLElement>("[data-panels]")) this.sorts.push(Sortable.create(list, { ...usual, draggable: "[data-panel-box]", handle: "[data-panel-grip]" }));
    for (const tab of this.querySelectorAll("[role=tab]")) document.getElementById(tab.getAttribute("aria-controls")!)!.hidden = tab.getAttribute("aria-selected") !== "true";
    this.pick(null);
  }

  private sleep(): void {
    for (const sort of this.sorts.splice(0)) sort.destroy();
  }

  /** The buttons say what can be done now. */
  private show(): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-step]")) button.disabled = !this.drawing.can(button.dataset.step === "undo" ? -1 : 1);
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-arrow]")) button.disabled = !this.picked;
  }

  /** What was touched last is what the arrow buttons move. */
  private pick(grip: HTMLElement | null): void {
    if (grip === null && this.picked?.isConnected) return;
    this.picked?.classList.remove("is-picked");
    this.picked = grip?.closest<HTMLElement>(ITEM) ?? null;
    this.picked?.classList.add("is-picked");
    this.show();
  }

  private clicked(target: HTMLElement): void {
    const button = target.closest<HTMLElement>("button");
    const chip = target.closest<HTMLElement>("[data-chip]");
    if (chip) this.pick(chip.querySelector<HTMLElement>(".grip"));
    if (!button) return;
    if (button.dataset.step) this.drawing.go(button.dataset.step === "undo" ? -1 : 1);
    else if (button.dataset.arrow && this.picked) this.drawing.move(this.picked, button.dataset.arrow);
    else if (button.matches("[data-away]") && chip) this.drawing.takeAway(chip);
    else if (button.matches("[data-onto]") && chip) this.drawing.putOn(chip);
    else if (button.matches("[data-panel-add]")) this.drawing.addPanel();
    else if (button.matches("[data-panel-away]")) this.drawing.dropPanel(button.closest<HTMLElement>("[data-panel-box]")!);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const item = target.closest<HTMLElement>(".grip")?.closest<HTMLElement>(ITEM);
    if (mod(event) && letter(event) === "z" && !typing(event)) this.drawing.go(event.shiftKey ? 1 : -1);
    else if (item && event.key.startsWith("Arrow") && !mod(event)) this.drawing.move(item, event.key);
    else if (item?.matches("[data-chip]") && ["Delete", "Backspace"].includes(event.key) && item.querySelector("[data-away]")) this.drawing.takeAway(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private altered(target: HTMLElement): void {
    if (target.matches("select[data-add]")) this.drawing.add(target as HTMLSelectElement);
    if (target.matches("select[data-columns]")) target.closest("[data-panel-box]")!.querySelector("[data-chips]")!.className = `chips in-${(target as HTMLSelectElement).value}`;
    this.drawing.keep();
  }
}
