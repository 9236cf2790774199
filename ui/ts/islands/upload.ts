import { naming } from "../lib/naming";
import { say } from "../lib/say";

/** <x-upload class="dropzone"> around a file input: takes a dropped file, names it, and shows how far the form has been sent. */
export class Upload extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) return;
    const words = this.querySelector("[data-file-name]")?.textContent ?? "";
    input.addEventListener("change", () => naming(this, words));
    for (const name of ["dragenter", "dragover"]) this.addEventListener(name, () => this.classList.add("is-over"));
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, () => this.classList.remove("is-over"));
    input.form?.addEventListener("submit", (event) => {
      if (!input.files?.length || !input.form) return;
      event.preventDefault();
      this.send(input.form);
    });
  }

  send(form: HTMLFormElement): void {
    const bar = this.querySelector("progress") ?? this.appendChild(document.createElement("progress"));
    bar.className = "progress";
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => { bar.max = event.total; bar.value = event.loaded; });
    request.addEventListener("load", () => {
      history.pushState(null, "", request.responseURL);
      if (request.status < 400) location.reload();
      else document.documentElement.replaceWith(new DOMParser().parseFromString(request.responseText, "text/html").documentElement);
    });
    request.addEventListener("error", () => say({ kind: "offline", tone: "bad" }));
    request.open("POST", form.action || location.href);
    request.send(new FormData(form));
  }
}
