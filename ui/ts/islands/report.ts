/** <x-report>: a choice in the form is asked at once; what stands in a menu waits for its own button. Another report that is asked for takes the last one back. */
export class Report extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", (event) => this.changed(event.target as Element));
    this.querySelectorAll<HTMLElement>(".report-show").forEach((button) => button.classList.add("visually-hidden"));
  }

  private changed(from: Element): void {
    const form = from.closest<HTMLFormElement>("form#report-form");
    if (!form || from.closest("[popover]") || !(from as HTMLInputElement).name) return;
    if (from.matches("[type=date]") && this.hasBlankDay(form)) return;
    form.requestSubmit();
  }

  /** Of two days, the first alone says nothing yet. */
  private hasBlankDay(form: HTMLFormElement): boolean {
    return [...form.querySelectorAll<HTMLInputElement>("[type=date]")].some((day) => !day.value);
  }
}
