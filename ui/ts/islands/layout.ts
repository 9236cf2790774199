import Sortable from "sortablejs";
import { arrow, away, chipOf, onto, shown } from "../lib/drawn";
import { letter, mod, typing } from "../lib/keys";
import { announce } from "../lib/server";
import { Steps } from "../lib/steps";

/** <x-layout> around the form of a layout: chips and panels dragged by pointer, moved by arrows from their grips or by the buttons; every step can be undone. */
export class Layout extends HTMLElement {
  private steps!: Steps;
  private picked: HTMLElement | null = null;
  private sorts: Sortable[] = [];
  private made = 0;

  connectedCallback(): void {
    this.steps = new Steps(this.canvas);
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

  private get canvas(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-canvas]")!;
  }

  private leaving = (event: BeforeUnloadEvent): void => { if (this.steps.changed) event.preventDefault(); };

  private wake(): void {
    const usual = { animation: 120, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, delay: 180, delayOnTouchOnly: true, ghostClass: "is-ghost", onEnd: (): void => this.keep() };
    for (const list of this.canvas.querySelectorAll<HTMLElement>("[data-chips]")) {
      const isPage = ["panel", "unused"].includes(list.dataset.chips!);
      this.sorts.push(Sortable.create(list, { ...usual, draggable: "[data-chip]", filter: "[data-away], [data-onto]", preventOnFilter: false, group: isPage ? "page" : list.getAttribute("aria-label")! }));
    }
    for (const list of this.canvas.querySelectorAll<HTMLElement>("[data-panels]")) this.sorts.push(Sortable.create(list, { ...usual, draggable: "[data-panel-box]", handle: "[data-panel-grip]" }));
    this.pick(null);
  }

  private sleep(): void {
    for (const sort of this.sorts.splice(0)) sort.destroy();
  }

  /** What was done is a step of its own; the buttons say what can be done now. */
  private keep(): void {
    this.steps.keep();
    this.show();
  }

  private show(): void {
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-step]")) button.disabled = !this.steps.can(button.dataset.step === "undo" ? -1 : 1);
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-arrow]")) button.disabled = !this.picked;
  }

  private pick(grip: HTMLElement | null): void {
    if (grip === null && this.picked?.isConnected) return;
    this.picked?.classList.remove("is-picked");
    this.picked = grip?.closest<HTMLElement>("[data-chip], [data-panel-box]") ?? null;
    this.picked?.classList.add("is-picked");
    this.show();
  }

  private clicked(target: HTMLElement): void {
    const button = target.closest<HTMLElement>("button");
    const chip = target.closest<HTMLElement>("[data-chip]");
    if (chip) this.pick(chip.querySelector<HTMLElement>(".grip"));
    if (!button) return;
    if (button.dataset.step) this.go(button.dataset.step === "undo" ? -1 : 1);
    else if (button.dataset.arrow && this.picked) this.move(this.picked, button.dataset.arrow);
    else if (button.matches("[data-away]") && chip) this.takeAway(chip);
    else if (button.matches("[data-onto]") && chip && onto(chip)) this.told(chip);
    else if (button.matches("[data-panel-add]")) this.addPanel();
    else if (button.matches("[data-panel-away]")) this.dropPanel(button.closest<HTMLElement>("[data-panel-box]")!);
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const item = target.closest<HTMLElement>(".grip")?.closest<HTMLElement>("[data-chip], [data-panel-box]");
    const isUndo = mod(event) && letter(event) === "z" && !typing(event);
    if (isUndo) this.go(event.shiftKey ? 1 : -1);
    else if (item && event.key.startsWith("Arrow") && !mod(event)) this.move(item, event.key);
    else if (item?.matches("[data-chip]") && ["Delete", "Backspace"].includes(event.key) && item.querySelector("[data-away]")) this.takeAway(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private altered(target: HTMLElement): void {
    if (target.matches("select[data-add]")) this.add(target as HTMLSelectElement);
    if (target.matches("select[data-columns]")) target.closest("[data-panel-box]")!.querySelector("[data-chips]")!.className = `chips in-${(target as HTMLSelectElement).value}`;
    this.keep();
  }

  private move(item: HTMLElement, key: string): void {
    const held = document.activeElement as HTMLElement;
    if (!arrow(item, key)) return announce(this.dataset.edge ?? "");
    if (held.matches(".grip")) held.focus();
    this.told(item);
  }

  /** Keep what was done to a chip or a panel and say where it is now. */
  private told(item: HTMLElement): void {
    const list = item.parentElement!;
    const all = item.matches("[data-chip]") ? shown(list) : [...list.children];
    const words = { name: name(item), list: list.getAttribute("aria-label") ?? "", place: String(all.indexOf(item) + 1), all: String(all.length) };
    announce(Object.entries(words).reduce((text, [key, value]) => text.replace(`{${key}}`, value), this.dataset.moved ?? ""));
    this.keep();
  }

  private takeAway(chip: HTMLElement): void {
    const next = away(chip);
    next?.querySelector<HTMLElement>(".grip")?.focus();
    announce((this.dataset.away ?? "").replace("{name}", name(chip)));
    this.keep();
  }

  private add(choice: HTMLSelectElement): void {
    const list = choice.parentElement!.querySelector<HTMLElement>("[data-chips]")!;
    const there = shown(list).find((chip) => chip.dataset.chip === choice.value);
    const chip = there ?? chipOf(this.querySelector<HTMLTemplateElement>("[data-new-chip]")!, choice.value, choice.selectedOptions[0]!.text);
    choice.value = "";
    list.append(chip);
    this.told(chip);
  }

  private addPanel(): void {
    const list = this.canvas.querySelector<HTMLElement>("[data-panels]")!;
    const template = this.querySelector<HTMLTemplateElement>("[data-new-panel]")!;
    list.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("NEW", `n${++this.made}`));
    this.again();
    list.querySelector<HTMLElement>(":scope > :last-child .drawn-title")?.focus();
  }

  private dropPanel(panel: HTMLElement): void {
    for (const chip of panel.querySelectorAll<HTMLElement>("[data-chip]")) away(chip);
    panel.remove();
    this.again();
  }

  private again(): void {
    this.sleep();
    this.wake();
    this.keep();
  }

  private go(step: number): void {
    const focused = document.activeElement?.closest<HTMLElement>("[data-chip]")?.dataset.chip;
    this.sleep();
    if (!this.steps.go(step)) return this.wake();
    this.picked = null;
    this.wake();
    for (const tab of this.querySelectorAll("[role=tab]")) document.getElementById(tab.getAttribute("aria-controls")!)!.hidden = tab.getAttribute("aria-selected") !== "true";
    this.canvas.querySelector<HTMLElement>(`[data-chip="${focused}"] .grip`)?.focus();
    announce((step < 0 ? this.dataset.undone : this.dataset.redone) ?? "");
    this.show();
  }
}

const name = (item: HTMLElement): string => item.querySelector(".chip-label")?.textContent?.trim() ?? item.querySelector<HTMLInputElement>(".drawn-title")?.value ?? item.querySelector("h3")?.textContent ?? "";
