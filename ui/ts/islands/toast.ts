import { covered, letter, mod, typing } from "../lib/keys";
import type { Message } from "../lib/say";
import { post, refresh } from "../lib/server";

/** <x-toast>: shows what the event `toast` {text, tone, undo} says; Undo, by a click or Ctrl-Z, posts to the address `undo`. */
export class Toast extends HTMLElement {
  connectedCallback(): void {
    document.body.addEventListener("toast", (event) => this.show((event as CustomEvent<Message>).detail));
    document.addEventListener("keydown", this.key);
    document.addEventListener("click", this.said);
    document.cookie = "toast=; Path=/; Max-Age=0";
    for (const toast of this.querySelectorAll<HTMLElement>(".toast")) this.wake(toast);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.key);
    document.removeEventListener("click", this.said);
  }

  /** A control says with data-say what follows where the page itself does not change. */
  private said = (event: Event): void => {
    const text = (event.target as HTMLElement).closest?.<HTMLElement>("[data-say]")?.dataset.say;
    if (text) this.show({ text, tone: "info" });
  };

  /** What was done last is taken back from the keyboard as long as its toast stands. */
  private key = (event: KeyboardEvent): void => {
    if (!mod(event) || event.shiftKey || event.altKey || letter(event) !== "z" || typing(event) || covered()) return;
    const last = [...this.querySelectorAll<HTMLElement>(".toast:not(.is-leaving) [data-undo]")].at(-1);
    if (last) event.preventDefault();
    last?.click();
  };

  /** The same is not said twice at once; of what is done in small steps the last toast stands for all. */
  show({ text = "", tone = "good", undo = "", kind, steps }: Message): void {
    const said = kind ? (this.dataset[kind] ?? "") : text;
    const same = [...this.querySelectorAll<HTMLElement>(".toast:not(.is-leaving)")].filter((toast) => toast.querySelector(".toast-text")?.textContent === said);
    if (!undo && same.length) return;
    if (steps) for (const toast of same) toast.remove();
    const toast = document.createElement("div");
    toast.className = `toast tone-${tone}`;
    const words = toast.appendChild(document.createElement("span"));
    words.className = "toast-text";
    words.textContent = said;
    if (undo) this.button(toast, this.dataset.undo ?? "Undo").dataset.undo = undo;
    const close = this.button(toast, "×");
    close.className += " btn-quiet btn-icon";
    close.setAttribute("aria-label", this.dataset.close ?? "");
    this.append(toast);
    this.wake(toast);
  }

  private button(toast: HTMLElement, label: string): HTMLButtonElement {
    const button = toast.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = label;
    return button;
  }

  private wake(toast: HTMLElement): void {
    let timer = 0;
    const leave = (): void => { toast.classList.add("is-leaving"); setTimeout(() => toast.remove(), 250); };
    const start = (): void => { timer = window.setTimeout(leave, toast.querySelector("[data-undo]") ? 10_000 : 6_000); };
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, () => clearTimeout(timer));
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
    toast.addEventListener("click", async (event) => {
      const button = (event.target as HTMLElement).closest("button");
      if (!button) return;
      event.preventDefault();
      if (button.dataset.undo && (await post(button.dataset.undo, {})).status < 400) {
        document.body.dispatchEvent(new CustomEvent("record-changed"));
        await refresh();
      }
      leave();
    });
    start();
  }
}
