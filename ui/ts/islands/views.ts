import Sortable from "sortablejs";
import { neighbour } from "../lib/keys";
import { announce, post } from "../lib/server";

/** <x-views data-order data-moved> around tabs: arrows go from one to the next, Shift with an arrow or a drag moves one; the order is kept. The address of a view that others cannot open says all that it shows (data-exact). */
export class Views extends HTMLElement {
  private sort?: Sortable;

  connectedCallback(): void {
    const tabs = this.querySelector<HTMLElement>(".tabs");
    if (!tabs) return;
    this.sort = Sortable.create(tabs, { draggable: ".tab-item", filter: ".tab-menu, .menu", preventOnFilter: false, direction: "horizontal", animation: 120, forceFallback: true, fallbackTolerance: 5, delay: 180, delayOnTouchOnly: true, onEnd: () => void this.keep() });
    tabs.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("click", (event) => this.copy((event.target as HTMLElement).closest<HTMLElement>("[data-copy]")));
    if (this.dataset.exact) history.replaceState(history.state, "", this.dataset.exact);
  }

  disconnectedCallback(): void {
    this.sort?.destroy();
  }

  get items(): HTMLElement[] { return [...this.querySelectorAll<HTMLElement>(".tab-item")]; }

  key(event: KeyboardEvent): void {
    const tab = (event.target as HTMLElement).closest<HTMLElement>(".tab");
    const item = tab?.closest<HTMLElement>(".tab-item");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = item && step && neighbour(this.items, item, step);
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!event.shiftKey) return void next.querySelector<HTMLElement>(".tab")?.focus();
    if (next === item) return;
    if (step > 0) next.after(item);
    else next.before(item);
    tab?.focus();
    void this.keep();
    announce((this.dataset.moved ?? "").replace("{place}", String(this.items.indexOf(item) + 1)).replace("{all}", String(this.items.length)));
  }

  /** Put the address that shows just this, to whoever may see these records, where it can be pasted from. */
  copy(item: HTMLElement | null): void {
    if (item?.dataset.copy) void navigator.clipboard?.writeText(new URL(item.dataset.copy, location.href).href);
    item?.closest<HTMLElement>("[popover]")?.hidePopover();
  }

  async keep(): Promise<void> {
    await post(this.dataset.order!, { keys: this.items.map((item) => item.dataset.view).join(",") });
  }
}
