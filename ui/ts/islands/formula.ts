/** <x-formula> around a text area: a button with `data-insert` writes a field or a function where the cursor is, and leaves it within the brackets. */
export class Formula extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const word = (event.target as HTMLElement).closest<HTMLElement>("[data-insert]")?.dataset.insert;
      const box = this.querySelector("textarea");
      if (!word || !box) return;
      box.focus();
      box.setRangeText(word, box.selectionStart, box.selectionEnd, "end");
      if (word.endsWith("()")) box.selectionStart = box.selectionEnd -= 1;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
