import htmx from "../lib/htmx";

/** <x-progress data-href data-every>: asks for itself again until the answer is another one without data-href. */
export class Progress extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    const { href, every } = this.dataset;
    if (href) this.timer = window.setTimeout(() => void htmx.ajax("get", href, { target: this, swap: "outerHTML" }), Number(every ?? 1) * 1000);
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }
}
