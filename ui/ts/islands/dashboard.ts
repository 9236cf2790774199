import { inOrder, type Place, settled, within } from "../lib/grid";
import htmx from "../lib/htmx";
import { announce, ask, post } from "../lib/server";

const EVERY = 20_000;
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** <x-dashboard data-fresh data-layout data-version>: tiles are put elsewhere by dragging their grip or by arrows, sized at their corner or with Shift; they are asked again when the data are newer. */
export class Dashboard extends HTMLElement {
  private changed: string | null = null;
  private timer = 0;
  private saving = 0;

  connectedCallback(): void {
    this.timer = window.setInterval(() => void this.renew(), EVERY);
    window.addEventListener("focus", this.renew);
    void this.renew();
    if (!this.dataset.layout) return;
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("pointerdown", (event) => this.grab(event));
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
    window.removeEventListener("focus", this.renew);
  }

  /** Ask cheaply when the data were last changed; the tiles are asked again only then. The first answer is what others are measured by. */
  private renew = async (): Promise<void> => {
    if (document.hidden || !this.dataset.fresh) return;
    const { status, html } = await ask(this.dataset.fresh);
    if (status !== 200) return;
    const { changed } = JSON.parse(html) as { changed: string };
    if (this.changed !== null && changed !== this.changed) for (const tile of this.querySelectorAll(".tile-inside")) htmx.trigger(tile, "renew");
    this.changed = changed;
  };

  private get tiles(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(":scope > .grid-tile")];
  }

  private place(tile: HTMLElement): Place {
    const { key, x, y, w, h } = tile.dataset;
    return { key: key!, x: Number(x), y: Number(y), w: Number(w), h: Number(h) };
  }

  private key(event: KeyboardEvent): void {
    const tile = (event.target as Element).closest("[data-grip]")?.closest<HTMLElement>(".grid-tile");
    const step = ARROWS[event.key];
    if (!tile || !step) return;
    event.preventDefault();
    const [dx, dy] = step;
    const at = this.place(tile);
    this.put(tile, event.shiftKey ? { ...at, w: at.w + dx, h: at.h + dy } : { ...at, x: at.x + dx, y: at.y + (dy < 0 ? dy : dy * this.below(at)) });
    this.keep();
  }

  /** A tile goes down past what stands below it, or it would be moved up again. */
  private below(at: Place): number {
    const under = this.tiles.map((tile) => this.place(tile)).filter((item) => item.y >= at.y + at.h && item.x < at.x + at.w && at.x < item.x + item.w);
    return under.length ? Math.min(...under.map((item) => item.h)) : 1;
  }

  /** Put a tile at a place; the others make room. They stand in the document as they are seen. */
  private put(tile: HTMLElement, to: Place): void {
    const wanted = within(to);
    const places = settled(this.tiles.map((item) => (item === tile ? wanted : this.place(item))), wanted.key).sort(inOrder);
    const focused = document.activeElement as HTMLElement | null;
    for (const place of places) {
      const item = this.tiles.find((other) => other.dataset.key === place.key)!;
      Object.assign(item.dataset, { x: place.x, y: place.y, w: place.w, h: place.h });
    }
    const order = places.map((place) => this.tiles.find((item) => item.dataset.key === place.key)!);
    if (order.some((item, index) => item !== this.tiles[index])) this.append(...order);
    if (focused && this.contains(focused)) focused.focus({ preventScroll: true });
    const now = this.place(tile);
    const said = { x: now.x + 1, y: now.y + 1, w: now.w, h: now.h };
    announce((this.dataset.placed ?? "").replace(/\{(\w)\}/g, (_all, name: keyof typeof said) => String(said[name])));
  }

  /** Many steps one after another are kept as one. */
  private keep(wait = 700): void {
    window.clearTimeout(this.saving);
    this.saving = window.setTimeout(async () => {
      const tiles = JSON.stringify(this.tiles.map((tile) => this.place(tile)));
      const { status, html } = await post(this.dataset.layout!, { tiles, version: this.dataset.version! });
      if (status === 200) this.dataset.version = String(JSON.parse(html).version);
    }, wait);
  }

  private grab(event: PointerEvent): void {
    const from = event.target as Element;
    const handle = from.closest<HTMLElement>("[data-grip], [data-corner]");
    const tile = handle?.closest<HTMLElement>(".grid-tile");
    if (!handle || !tile || event.button) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    const [start, at, sizes] = [{ x: event.clientX, y: event.clientY }, this.place(tile), this.cell()];
    const isSizing = handle.matches("[data-corner]");
    const move = (now: PointerEvent): void => {
      const [dx, dy] = [Math.round((now.clientX - start.x) / sizes.x), Math.round((now.clientY - start.y) / sizes.y)];
      this.put(tile, isSizing ? { ...at, w: at.w + dx, h: at.h + dy } : { ...at, x: at.x + dx, y: at.y + dy });
    };
    const drop = (): void => {
      window.removeEventListener("pointermove", move);
      tile.classList.remove("is-lifted");
      this.keep(0);
    };
    tile.classList.add("is-lifted");
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop, { once: true });
    window.addEventListener("pointercancel", drop, { once: true });
  }

  /** How wide and high a cell is, with the gap behind it. */
  private cell(): { x: number; y: number } {
    const style = getComputedStyle(this);
    const gap = Number.parseFloat(style.columnGap) || 0;
    const row = Number.parseFloat(style.gridAutoRows) || 80;
    return { x: (this.clientWidth + gap) / 12, y: row + gap };
  }
}
