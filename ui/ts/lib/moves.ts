/* Telling the server where a card went, and putting it back when the server or the person says no. */
import htmx from "./htmx";

export interface Place { column: HTMLElement; before: Element | null }

export const placeOf = (card: HTMLElement): Place => ({ column: card.parentElement!, before: card.nextElementSibling });
export const putBack = (card: HTMLElement, { column, before }: Place): void => void column.insertBefore(card, before?.parentElement === column ? before : null);
const idOf = (element: Element | null): string => (element instanceof HTMLElement && element.dataset.id) || "";

/** Send the move of `card`; the answer goes into the dialog host (empty when it went well, a dialog when a person must decide). Resolves to whether it is done. */
export async function send(card: HTMLElement, from: Place): Promise<boolean> {
  const stage = card.parentElement?.dataset.stage ?? "";
  const kind = card.closest<HTMLElement>(".column")?.dataset.kind;
  const values = { stage, version: card.dataset.version ?? "", after: idOf(card.previousElementSibling), before: idOf(card.nextElementSibling) };
  const asks = kind === "lost" && from.column !== card.parentElement;
  let failed = false;
  const watch = (event: Event): void => { if (((event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status || 500) >= 400) failed = true; }; // htmx calls a 409 that it shows successful
  document.body.addEventListener("htmx:afterRequest", watch);
  card.classList.add("is-saving");
  await htmx.ajax(asks ? "get" : "post", card.dataset.move ?? "", { source: card, target: "#dialog-host", swap: "innerHTML", values });
  document.body.removeEventListener("htmx:afterRequest", watch);
  card.classList.remove("is-saving");
  const back = (): void => { putBack(card, from); card.focus({ preventScroll: true }); };
  if (failed) back();
  else if (document.querySelector("#dialog-host dialog")) givenUp(back);
  else return true;
  return false;
}

function givenUp(back: () => void): void {
  const listen = (event: Event): void => { if (!(event as CustomEvent<{ done: boolean }>).detail.done) back(); };
  document.addEventListener("dialog-closed", listen, { once: true });
}
