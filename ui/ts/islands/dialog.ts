import { mod } from "../lib/keys";
import { ask, fill } from "../lib/server";

/**
 * <x-dialog id="dialog-host">: whatever <dialog> is answered into it opens; an answer without one closes it; Ctrl-Enter sends it from any field.
 * Raises `dialog-closed` with detail.done: true when the server took the form, false when the person gave up.
 */
export class Dialog extends HTMLElement {
  private origin: Element | null = null;

  connectedCallback(): void {
    new MutationObserver(() => this.look()).observe(this, { childList: true });
    this.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      if (target.closest("[data-dialog-close]") || target instanceof HTMLDialogElement) this.close(false);
    });
    this.addEventListener("keydown", (event) => {
      const form = (event.target as HTMLElement).closest("form");
      if (!form || event.key !== "Enter" || !mod(event) || event.defaultPrevented) return;
      event.preventDefault();
      form.querySelector<HTMLElement>(".dialog-foot .btn:is(.btn-primary, .btn-danger)[type=submit]")?.click();
    });
    this.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close(false);
    }, true);
    document.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      if (target.closest?.(".dialog-page [data-dialog-close]")) history.back();
    });
    document.body.addEventListener("dialog-close", () => this.close(true));
    this.look();
  }

  look(): void {
    const dialog = this.querySelector("dialog");
    if (!dialog) return void (this.origin && this.ended(true));
    if (dialog.open) return;
    this.origin ??= document.activeElement;
    dialog.showModal();
    const first = dialog.querySelector<HTMLElement>("[autofocus], [aria-invalid=true], .dialog-body :is(input:not([type=hidden]), select, textarea, button)");
    (first ?? dialog).focus();
  }

  close(done: boolean): void {
    if (!this.firstElementChild) return;
    this.querySelector("dialog")?.close();
    this.replaceChildren();
    this.ended(done);
  }

  private ended(done: boolean): void {
    const back = this.origin as HTMLElement | null;
    this.origin = null;
    standing(back)?.focus();
    this.dispatchEvent(new CustomEvent("dialog-closed", { bubbles: true, detail: { done } }));
  }

  static show(html: string): void {
    const host = document.getElementById("dialog-host");
    if (host) fill(host, html);
  }

  static async open(url: string): Promise<void> {
    Dialog.show((await ask(url)).html);
  }
}

/** What opened the dialog, or what stands in its place since the page was drawn anew. */
function standing(opener: HTMLElement | null): HTMLElement | null {
  const href = opener?.getAttribute("href");
  if (opener?.isConnected || !href) return opener;
  return document.querySelector<HTMLElement>(`main a[href="${CSS.escape(href)}"]`);
}
