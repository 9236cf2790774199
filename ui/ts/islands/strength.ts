const SHORT = 10;
const LONG = 16;
const FEW = 5;

/** <x-strength data-short data-fair data-good data-plain> around a new password: a word of how it looks, while it is typed. */
export class Strength extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input");
    input?.addEventListener("input", () => this.show(input.value));
  }

  private show(password: string): void {
    const meter = this.querySelector("meter");
    const words = this.querySelector("[data-words]");
    if (!meter || !words) return;
    meter.hidden = password === "";
    const plain = new Set(password).size < FEW;
    meter.value = plain ? Math.min(password.length, SHORT - 1) : password.length;
    words.textContent = password === "" ? "" : this.judge(password.length, plain);
  }

  private judge(length: number, plain: boolean): string {
    const { short = "", fair = "", good = "", plain: same = "" } = this.dataset;
    if (length < SHORT) return short;
    if (plain) return same;
    return length < LONG ? fair : good;
  }
}
