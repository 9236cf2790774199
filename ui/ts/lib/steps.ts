/* Steps back and forth in what was drawn: the HTML of an element after each change, with what its controls hold. */

export class Steps {
  private kept: string[];
  private at = 0;

  constructor(private readonly canvas: HTMLElement) {
    this.kept = [this.now()];
  }

  get changed(): boolean {
    return this.kept[this.at] !== this.kept[0];
  }

  can(step: number): boolean {
    return this.kept[this.at + step] !== undefined;
  }

  /** Remember what stands there now, unless nothing has changed. */
  keep(): void {
    const html = this.now();
    if (html === this.kept[this.at]) return;
    this.kept.splice(++this.at, Infinity, html);
  }

  /** Put back what stood there a step before (-1) or after (1). */
  go(step: number): boolean {
    if (!this.can(step)) return false;
    this.at += step;
    this.canvas.innerHTML = this.kept[this.at]!;
    return true;
  }

  private now(): string {
    for (const box of this.canvas.querySelectorAll<HTMLInputElement>("input")) {
      if (box.type === "checkbox") box.toggleAttribute("checked", box.checked);
      else box.setAttribute("value", box.value);
    }
    for (const choice of this.canvas.querySelectorAll<HTMLOptionElement>("select:not([data-add]) option")) choice.toggleAttribute("selected", choice.selected);
    const copy = this.canvas.cloneNode(true) as HTMLElement;
    for (const moved of copy.querySelectorAll("[style]")) moved.removeAttribute("style");
    for (const picked of copy.querySelectorAll(".is-picked")) picked.classList.remove("is-picked");
    return copy.innerHTML;
  }
}
