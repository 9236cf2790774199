/** <x-lines> inside a block that reads itself again on the event `lines-changed`: raises it when a value was changed, not while one is being typed. */
export class Lines extends HTMLElement {
  private timer = 0;
  private soon = (): void => {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.parentElement?.querySelector(".is-editing, .is-saving")) this.soon();
      else document.body.dispatchEvent(new CustomEvent("lines-changed"));
    }, 300);
  };

  connectedCallback(): void {
    document.body.addEventListener("record-changed", this.soon);
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
    document.body.removeEventListener("record-changed", this.soon);
  }
}
