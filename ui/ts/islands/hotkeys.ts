import { covered, letter, mod, typing } from "../lib/keys";

/** <x-hotkeys>: ? for help, g and a letter to go to a place, c to create, f for the filter, / to find; silent while one types. */
export class Hotkeys extends HTMLElement {
  private going = 0;

  connectedCallback(): void {
    document.addEventListener("keydown", this.press);
    document.addEventListener("click", this.clicked);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.press);
    document.removeEventListener("click", this.clicked);
  }

  private clicked = (event: Event): void => {
    if (!(event.target as HTMLElement).closest?.("[data-help-open]") || mod(event as MouseEvent)) return;
    event.preventDefault();
    this.help();
  };

  private press = (event: KeyboardEvent): void => {
    const area = (event.target as HTMLElement).closest?.<HTMLElement>("[data-submit-on]");
    if (area && mod(event) && event.key === "Enter") return void (area as HTMLTextAreaElement).form?.requestSubmit();
    if (mod(event) || event.altKey || typing(event) || covered()) return;
    const key = letter(event);
    if (Date.now() - this.going < 1200) this.go(key);
    else if (key === "g") this.going = Date.now();
    else if (event.key === "?" || (event.shiftKey && event.code === "Slash")) this.help();
    else if (event.key === "/" || event.code === "Slash") this.find();
    else if (key === "c") this.first("main [data-create]", "[popovertarget=menu-new]");
    else if (key === "f") this.first("[popovertarget=filter-builder]");
    else return;
    event.preventDefault();
  };

  private go(key: string): void {
    this.going = 0;
    document.querySelector<HTMLAnchorElement>(`[data-go="${CSS.escape(key)}"]`)?.click();
  }

  private first(...selectors: string[]): void {
    const found = selectors.map((selector) => document.querySelector<HTMLElement>(selector)).find(Boolean);
    found?.click();
  }

  private find(): void {
    const place = document.querySelector<HTMLInputElement>("#quick-search");
    if (place) place.select();
    else this.first("[data-palette-open]");
  }

  private help(): void {
    this.querySelector("dialog")?.showModal();
  }
}
