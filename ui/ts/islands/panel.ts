import { covered, letter, mod, neighbour, typing } from "../lib/keys";
import { ask, fill, refresh } from "../lib/server";

/**
 * <x-panel>: opens a record beside its list. Anything with data-panel (address of the fragment) and data-href opens it by a click on
 * its main link; j and k move on, Escape closes, the address bar names the record.
 */
export class Panel extends HTMLElement {
  private list = location.href;
  private changed = false;
  private leaving = false;

  connectedCallback(): void {
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("popstate", (event) => this.left(event), true);
    document.body.addEventListener("record-changed", () => { this.changed = this.open; });
  }

  get open(): boolean { return !!this.firstElementChild; }
  get rows(): HTMLElement[] { return [...document.querySelectorAll<HTMLElement>("main [data-panel]")]; }
  get current(): HTMLElement | null { return document.querySelector<HTMLElement>("main .is-open[data-panel]"); }

  /** Back from the panel to its list, which still stands there: htmx need not bring it again, and would lose the place. */
  left(event: PopStateEvent): void {
    if (this.open) this.close(false);
    else if (this.leaving) this.leaving = false;
    else return void (history.state?.panel && location.reload());
    event.stopImmediatePropagation();
  }

  clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (target.closest("[data-panel-close]")) return this.close();
    if (target.closest("[data-panel-next]")) return this.step(1);
    if (target.closest("[data-panel-previous]")) return this.step(-1);
    const row = target.closest(".row-link, .card-title")?.closest<HTMLElement>("[data-panel]");
    if (!row || mod(event as unknown as KeyboardEvent) || event.shiftKey || event.button || innerWidth < 768) return;
    event.preventDefault();
    void this.show(row);
  }

  async show(row: HTMLElement): Promise<void> {
    const { status, html } = await ask(row.dataset.panel!);
    if (status !== 200) return;
    if (!this.open) this.list = location.href;
    history[this.open ? "replaceState" : "pushState"]({ panel: true }, "", row.dataset.href ?? row.querySelector("a")?.href);
    this.current?.classList.remove("is-open");
    row.classList.add("is-open");
    row.scrollIntoView({ block: "nearest", inline: "nearest" });
    fill(this, html);
    const place = this.querySelector("[data-panel-place]");
    if (place) place.textContent = `${this.rows.indexOf(row) + 1} / ${this.rows.length}`;
    this.querySelector<HTMLElement>("[data-panel-close]")?.focus({ preventScroll: true });
  }

  step(by: number): void {
    const next = neighbour(this.rows, this.current, by);
    if (next && next !== this.current) void this.show(next);
  }

  close(back = true): void {
    if (!this.open) return;
    const row = this.current;
    this.replaceChildren();
    row?.classList.remove("is-open");
    (row?.querySelector<HTMLElement>(".row-link") ?? row)?.focus();
    if (back) { this.leaving = true; history.back(); }
    if (this.changed) void refresh(this.list);
    this.changed = false;
  }

  key(event: KeyboardEvent): void {
    if (mod(event) || typing(event) || covered()) return;
    const row = document.activeElement?.closest<HTMLElement>("[data-panel]");
    if (letter(event) === "o" && row && !this.open) void this.show(row);
    if (!this.open) return;
    const step = { j: 1, k: -1 }[letter(event)];
    if (step) this.step(step);
    else if (event.key === "Escape" && !document.querySelector(".is-editing")) { event.preventDefault(); this.close(); }
  }
}
