import { post, setCookie } from "../lib/server";

/** <x-theme> around forms with a field `theme`: changes the colours at once and tells the server. */
export class Theme extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      const values = new FormData(form);
      const theme = String(values.get("theme"));
      document.documentElement.dataset.theme = theme;
      setCookie("theme", theme);
      for (const button of this.querySelectorAll("button")) button.toggleAttribute("aria-current", button.form === form);
      void post(form.action, values);
    });
  }
}
