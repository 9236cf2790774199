import { naming } from "../lib/naming";
import { sending } from "../lib/sending";

/**
 * <x-upload class="dropzone" data-most="bytes" data-large="words" data-missing="words"> around a file input and a button:
 * takes a dropped file, names it, refuses one that is too large before it is sent, and shows how far the form has been sent.
 * The button stands for the input, which would speak the browser's language.
 */
export class Upload extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    const button = this.querySelector<HTMLButtonElement>("button");
    if (!input || !button) return;
    const words = this.querySelector("[data-file-name]")?.textContent ?? "";
    button.hidden = false;
    button.addEventListener("click", () => input.click());
    input.tabIndex = -1;
    input.required = false;
    input.setAttribute("aria-hidden", "true");
    input.addEventListener("change", () => {
      naming(this, words);
      this.complain(this.fault(input, false));
    });
    for (const name of ["dragenter", "dragover"]) this.addEventListener(name, () => this.classList.add("is-over"));
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, () => this.classList.remove("is-over"));
    input.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      const fault = this.fault(input, true);
      this.complain(fault);
      if (fault) button.focus();
      else if (input.form && !this.hasAttribute("aria-busy")) this.send(input.form);
    });
  }

  fault(input: HTMLInputElement, isSent: boolean): string {
    const file = input.files?.[0];
    if (!file) return isSent ? (this.dataset.missing ?? "") : "";
    return file.size > Number(this.dataset.most ?? Infinity) ? (this.dataset.large ?? "") : "";
  }

  complain(words: string): void {
    const place = this.querySelector<HTMLElement>("[data-fault]");
    if (place) place.textContent = words;
    this.classList.toggle("is-wrong", words !== "");
  }

  send(form: HTMLFormElement): void {
    const bar = this.querySelector<HTMLProgressElement>("progress");
    const busy = (is: boolean): void => {
      this.toggleAttribute("aria-busy", is);
      if (bar) bar.hidden = !is;
    };
    busy(true);
    sending(form, bar, () => busy(false));
  }
}
