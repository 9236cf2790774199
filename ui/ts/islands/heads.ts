import Sortable from "sortablejs";
import { neighbour } from "../lib/keys";
import { announce, post, refresh } from "../lib/server";
import { Widths } from "../lib/widths";

/** <x-heads data-widths data-columns> around a table: columns are made wider at their edge, and dragged to another place by their head. */
export class Heads extends HTMLElement {
  private sort?: Sortable;

  connectedCallback(): void {
    const row = this.querySelector<HTMLElement>("thead tr");
    const table = this.querySelector("table");
    if (!row || !table) return;
    const widths = new Widths(table, (written) => void this.keep(this.dataset.widths, { widths: written }));
    this.sort = Sortable.create(row, { draggable: "th[data-column]", filter: "[data-grip]", preventOnFilter: false, direction: "horizontal", animation: 120, forceFallback: true, fallbackTolerance: 6, delay: 200, delayOnTouchOnly: true, onEnd: ({ oldIndex, newIndex }) => { if (oldIndex !== newIndex) void this.order(); } });
    this.addEventListener("pointerdown", (event) => { if ((event.target as HTMLElement).matches("[data-grip]")) widths.drag(event); });
    this.addEventListener("dblclick", (event) => { if ((event.target as HTMLElement).matches("[data-grip]")) widths.fit((event.target as HTMLElement).closest("th")!); });
    row.addEventListener("keydown", (event) => {
      const head = (event.target as HTMLElement).closest<HTMLElement>("th[data-column]");
      if (head && !event.ctrlKey && !event.metaKey && !event.altKey && (this.moved(head, event) || this.sized(head, event, widths))) { event.preventDefault(); event.stopPropagation(); }
    });
  }

  disconnectedCallback(): void { this.sort?.destroy(); }

  get heads(): HTMLElement[] { return [...this.querySelectorAll<HTMLElement>("th[data-column]")]; }

  /** Shift with an arrow moves the column whose head is in focus. */
  private moved(head: HTMLElement, event: KeyboardEvent): boolean {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return false;
    const other = neighbour(this.heads, head, step);
    if (!other || other === head) return true;
    if (!event.shiftKey) {
      other.querySelector<HTMLElement>("a, span")?.focus();
      return true;
    }
    if (step > 0) other.after(head);
    else other.before(head);
    announce((this.dataset.moved ?? "").replace("{place}", String(this.heads.indexOf(head) + 1)).replace("{all}", String(this.heads.length)));
    void this.order();
    return true;
  }

  /** Plus and minus make it wider and narrower, 0 lets it fit what is in it. */
  private sized(head: HTMLElement, event: KeyboardEvent, widths: Widths): boolean {
    const step = { "+": 16, "=": 16, "-": -16, "0": 0 }[event.key];
    if (step === undefined) return false;
    const now = step ? widths.change(head, step) : widths.fit(head);
    announce((this.dataset.sized ?? "").replace("{number}", String(now)));
    return true;
  }

  private async order(): Promise<void> {
    const form = new FormData();
    for (const head of this.heads) form.append("columns", head.dataset.column!);
    const address = await this.keep(this.dataset.columns, form);
    if (address) await refresh(address);
  }

  /** Tell the server, and let the address say it too. */
  private async keep(url: string | undefined, values: FormData | Record<string, string>): Promise<string> {
    const { status, headers } = await post(url ?? "", values);
    const address = headers.get("X-Address") ?? "";
    if (status === 204 && address) history.replaceState(history.state, "", address);
    return address;
  }
}
