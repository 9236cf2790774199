/**
 * <x-lines> inside a block that reads itself again on the event `lines-changed`: raises it when a value was changed, not while one is
 * being typed. The cell that had the keyboard has it again afterwards.
 */
export class Lines extends HTMLElement {
  private static at = "";
  private timer = 0;
  private soon = (): void => {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.parentElement?.querySelector(".is-editing, .is-saving")) this.soon();
      else {
        Lines.at = document.activeElement?.closest<HTMLElement>("td[data-edit]")?.dataset.edit ?? "";
        document.body.dispatchEvent(new CustomEvent("lines-changed"));
      }
    }, 300);
  };

  connectedCallback(): void {
    document.body.addEventListener("record-changed", this.soon);
    if (Lines.at) this.parentElement?.querySelector<HTMLElement>(`td[data-edit="${Lines.at}"]`)?.focus();
    Lines.at = "";
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    document.body.removeEventListener("record-changed", this.soon);
  }
}
