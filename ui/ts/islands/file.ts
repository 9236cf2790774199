import { naming } from "../lib/naming";

/** <x-file> around a file input: shows the name of the chosen file in [data-file-name]. */
export class File extends HTMLElement {
  connectedCallback(): void {
    const words = this.querySelector("[data-file-name]")?.textContent ?? "";
    this.addEventListener("change", () => naming(this, words));
  }
}
