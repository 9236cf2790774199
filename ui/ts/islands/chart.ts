/**
 * <x-chart> around the pictures of a chart whose figures are `.mark[data-say]`: arrows walk through them (up and down from row to row),
 * each is said in the status line and shown in a tip, Enter opens its records. A pointer shows the same tip.
 */
export class Chart extends HTMLElement {
  private current: SVGElement | undefined;

  connectedCallback(): void {
    this.addEventListener("keydown", this.walk);
    this.addEventListener("pointerover", (event) => this.show((event.target as Element).closest<SVGElement>(".mark") ?? undefined));
    this.addEventListener("pointerleave", () => this.show(undefined));
    this.addEventListener("blur", () => { this.show(undefined); this.choose(undefined); });
  }

  private get marks(): SVGElement[] {
    const shown = [...this.querySelectorAll<SVGElement>("svg.chart")].find((picture) => picture.getBoundingClientRect().width > 0);
    return [...(shown?.querySelectorAll<SVGElement>(".mark") ?? [])];
  }

  private walk = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && this.current) return void this.current.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    const next = this.towards(event.key);
    if (!next) return;
    event.preventDefault();
    this.choose(next);
    this.show(next);
    this.querySelector("[role=status]")!.textContent = next.dataset.say ?? "";
  };

  private towards(key: string): SVGElement | undefined {
    const marks = this.marks;
    const { row = "0", place = "0" } = this.current?.dataset ?? {};
    const line = marks.filter((mark) => mark.dataset.row === row).sort((a, b) => Number(a.dataset.place) - Number(b.dataset.place));
    const at = this.current ? line.indexOf(this.current) : -1;
    const across = (step: number) => marks.find((mark) => mark.dataset.row === String(Number(row) + step) && mark.dataset.place === place);
    const ways: Record<string, () => SVGElement | undefined> = {
      ArrowRight: () => line[at + 1], ArrowLeft: () => line[at - 1], Home: () => line[0], End: () => line.at(-1),
      ArrowDown: () => across(1), ArrowUp: () => across(-1),
    };
    return ways[key]?.();
  }

  private choose(mark: SVGElement | undefined): void {
    this.current?.classList.remove("is-current");
    mark?.classList.add("is-current");
    this.current = mark;
  }

  private show(mark: SVGElement | undefined): void {
    const tip = this.querySelector<HTMLElement>(".plot-tip")!;
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.dataset.say ?? "";
    const seen = mark.querySelector(":scope > :is(path, rect, text):not(.hit)") ?? mark;
    const [box, here] = [seen.getBoundingClientRect(), this.getBoundingClientRect()];
    const left = Math.min(Math.max(0, box.x + box.width / 2 - here.x - tip.offsetWidth / 2), here.width - tip.offsetWidth);
    tip.style.setProperty("translate", `${left}px ${Math.max(0, box.y - here.y - tip.offsetHeight - 8)}px`);
  }
}
