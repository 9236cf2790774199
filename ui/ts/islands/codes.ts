/** <x-codes> around recovery codes: saves them as a file ([data-save] names it) or prints the page. */
export class Codes extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("[data-print]")?.addEventListener("click", () => window.print());
    const save = this.querySelector<HTMLElement>("[data-save]");
    save?.addEventListener("click", () => this.save(save.dataset.save ?? "codes.txt"));
  }

  private save(name: string): void {
    const codes = [...this.querySelectorAll("code")].map((code) => code.textContent ?? "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${location.host}\n\n${codes.join("\n")}\n`], { type: "text/plain" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
