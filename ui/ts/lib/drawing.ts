/* What is done to a layout on its canvas: each deed is said, and is a step that can be undone. */
import { arrow, away, chipOf, onto, shown } from "./drawn";
import { announce } from "./server";
import { Steps } from "./steps";

export class Drawing {
  private readonly steps: Steps;
  private made = 0;

  /** The host has the sentences to say and the templates; `before` and `after` frame what replaces elements, `kept` follows each step. */
  constructor(private readonly host: HTMLElement, readonly canvas: HTMLElement, private readonly on: { before: () => void; after: () => void; kept: () => void }) {
    this.steps = new Steps(canvas);
  }

  get changed(): boolean { return this.steps.changed; }
  can(step: number): boolean { return this.steps.can(step); }

  keep(): void {
    this.steps.keep();
    this.on.kept();
  }

  /** Move a chip or a panel the way of an arrow. */
  move(item: HTMLElement, key: string): void {
    const held = document.activeElement as HTMLElement;
    if (!arrow(item, key)) return announce(this.host.dataset.edge ?? "");
    if (held.matches(".grip")) held.focus();
    this.told(item);
  }

  takeAway(chip: HTMLElement): void {
    const next = away(chip);
    next?.querySelector<HTMLElement>(".grip")?.focus();
    announce((this.host.dataset.away ?? "").replace("{name}", nameOf(chip)));
    this.keep();
  }

  putOn(chip: HTMLElement): void {
    if (onto(chip)) this.told(chip);
  }

  /** Add the field that was chosen to the list of chips beside the choice; one that is there already goes to its end. */
  add(choice: HTMLSelectElement): void {
    const list = choice.parentElement!.querySelector<HTMLElement>("[data-chips]")!;
    const there = shown(list).find((chip) => chip.dataset.chip === choice.value);
    const chip = there ?? chipOf(this.host.querySelector<HTMLTemplateElement>("[data-new-chip]")!, choice.value, choice.selectedOptions[0]!.text);
    choice.value = "";
    list.append(chip);
    this.told(chip);
  }

  addPanel(): void {
    const list = this.canvas.querySelector<HTMLElement>("[data-panels]")!;
    const template = this.host.querySelector<HTMLTemplateElement>("[data-new-panel]")!;
    this.on.before();
    list.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("NEW", `n${++this.made}`));
    this.on.after();
    this.keep();
    list.querySelector<HTMLElement>(":scope > :last-child .drawn-title")?.focus();
  }

  dropPanel(panel: HTMLElement): void {
    this.on.before();
    for (const chip of panel.querySelectorAll<HTMLElement>("[data-chip]")) away(chip);
    panel.remove();
    this.on.after();
    announce((this.host.dataset.away ?? "").replace("{name}", nameOf(panel)));
    this.keep();
  }

  /** Go a step back (-1) or forth (1); the keyboard stays on the chip it was on. */
  go(step: number): void {
    if (!this.can(step)) return;
    const focused = document.activeElement?.closest<HTMLElement>("[data-chip]")?.dataset.chip;
    this.on.before();
    this.steps.go(step);
    this.on.after();
    if (focused) this.canvas.querySelector<HTMLElement>(`[role=tabpanel]:not([hidden]) [data-chip="${focused}"] .grip`)?.focus();
    announce((step < 0 ? this.host.dataset.undone : this.host.dataset.redone) ?? "");
    this.on.kept();
  }

  /** Keep what was done to a chip or a panel and say where it is now. */
  private told(item: HTMLElement): void {
    const list = item.parentElement!;
    const all = item.matches("[data-chip]") ? shown(list) : [...list.children];
    const words = { name: nameOf(item), list: list.getAttribute("aria-label") ?? "", place: String(all.indexOf(item) + 1), all: String(all.length) };
    announce(Object.entries(words).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), this.host.dataset.moved ?? ""));
    this.keep();
  }
}

const nameOf = (item: HTMLElement): string => {
  if (item.matches("[data-chip]")) return item.querySelector(".chip-label")?.textContent?.trim() ?? "";
  return item.querySelector<HTMLInputElement>(".drawn-title")?.value ?? item.querySelector("h3")?.textContent ?? "";
};
